/** A photo or PDF in the conversation. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useState } from "../../common/view.js";
import { describeSize, isPicture } from "../files.js";

/** @import { Said, ShownFile } from "../timeline.js" */
/** @import { Context } from "./app.js" */

/**
 * @param {{context: Context, said: Said, file: ShownFile}} props
 */
export function FileBubble({ context, said, file }) {
  const { t } = context;
  const sending = said.state === "sending";
  return html`<div class="file">
    <${isPicture(file.mediaType) ? Picture : Document} ...${{ context, said, file }} />
    ${sending &&
      html`<progress value=${file.progress} max="1" aria-label=${t("files.progress", { name: file.name })}></progress>`}
  </div>`;
}

/**
 * @param {{context: Context, said: Said, file: ShownFile}} props
 */
function Picture({ context, said, file }) {
  const { t, showPicture } = context;
  const { address, failed } = useAddress(context, said.id, file.url);
  if (failed) return html`<p class="file-line"><${Icon} name="file" /><span>${t("files.missing")}</span></p>`;
  if (!address) return html`<div class="picture empty"></div>`;
  return html`<button class="picture" type="button" aria-label=${t("files.open", { name: file.name })}
    onClick=${() => showPicture({ address, name: file.name })}>
    <img src=${address} alt="" />
  </button>`;
}

/**
 * Saved rather than opened: a document somebody sent is never shown as a page of ours.
 * @param {{context: Context, said: Said, file: ShownFile}} props
 */
function Document({ context, said, file }) {
  const { t, format, attachments } = context;
  const save = async () => {
    const link = document.createElement("a");
    link.href = await attachments.load(said.id, file.url);
    link.download = file.name;
    link.click();
  };
  return html`<button class="file-line" type="button" aria-label=${t("files.save", { name: file.name })}
    disabled=${file.url === null} onClick=${() => save().catch(() => {})}>
    <${Icon} name="file" size=${28} />
    <span>
      <span class="file-name">${file.name}</span>
      <span class="file-size">PDF · ${describeSize(file.size, format.number)}</span>
    </span>
  </button>`;
}

/**
 * @param {Context} context
 * @param {string} message
 * @param {string | null} url
 */
function useAddress({ attachments }, message, url) {
  const [state, setState] = useState({ address: "", failed: false });
  useEffect(() => {
    let isShown = true;
    const show = (/** @type {typeof state} */ next) => void (isShown && setState(next));
    attachments.load(message, url).then(
      (address) => show({ address, failed: false }),
      () => show({ address: "", failed: true }),
    );
    return () => void (isShown = false);
  }, [message, url]);
  return state;
}
