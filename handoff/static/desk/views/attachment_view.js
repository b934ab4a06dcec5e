/** A file in the conversation: a picture to see, a document to save. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Attachment} Attachment */

/** @param {{screen: Screen, attachment: Attachment}} props */
export function AttachmentView({ screen, attachment }) {
  const { name, url, media_type: type, state } = attachment;
  // Only files that our own server keeps: an address from outside could be anything.
  if (!url.startsWith("/") || url.startsWith("//") || (state && state !== "ready")) {
    return html`<p class="attachment"><${Icon} name="file" size=${17} /> ${name}
      <small>${screen.t(state === "loading" ? "message.file_loading" : "message.file_missing")}</small></p>`;
  }
  if (type.startsWith("image/")) {
    return html`<a class="picture" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${screen.t("message.open_file", { name })}>
      <img src=${url} alt=${name} loading="lazy" /></a>`;
  }
  if (type.startsWith("audio/")) return html`<audio class="attachment-media" controls preload="none" src=${url} aria-label=${name}></audio>`;
  if (type.startsWith("video/")) return html`<video class="attachment-media" controls preload="none" src=${url} aria-label=${name}></video>`;
  return html`<p class="attachment"><${Icon} name="file" size=${20} />
    <a href=${url} download=${name}>${name}</a> <small>${sizeOf(screen, attachment.size)}</small></p>`;
}

/**
 * @param {Screen} screen
 * @param {number} bytes
 */
function sizeOf({ format }, bytes) {
  return bytes < 1_000_000 ? `${format.number(Math.ceil(bytes / 1000))} kB` : `${format.number(Math.round(bytes / 100_000) / 10)} MB`;
}
