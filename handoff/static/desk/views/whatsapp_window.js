/** The 24 hours on WhatsApp: a countdown in lists and headers, and what can be said when they are over. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { timeLeft, windowOf } from "../state/whatsapp.js";
import { useNow } from "./elapsed.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Summary} Summary */

/**
 * How long free text can still be sent; nothing on the web.
 * @param {{screen: Screen, summary: Summary}} props
 */
export function WindowTag({ screen, summary }) {
  const window = windowOf(summary.window_closes_at, useNow(screen));
  if (!window) return null;
  const at = screen.format.dateTime(Date.parse(summary.window_closes_at ?? ""));
  return html`<span class="tag window ${window.state}" data-test="window" data-state=${window.state}
    title=${screen.t(`window.title.${window.state}`, { at })}>
    <${Icon} name="clock" size=${13} /> ${wordsOf(screen, window)}
  </span>`;
}

/**
 * @param {Screen} screen
 * @param {import("../state/whatsapp.js").Window} window
 */
function wordsOf({ t }, { state, left }) {
  if (state === "closed") return t("window.closed");
  const { key, values } = timeLeft(left);
  return t(key, values);
}

/**
 * Over the field for the reply: urges before the end, and offers templates after it.
 * @param {{screen: Screen, summary: Summary}} props
 */
export function WindowNotice({ screen, summary }) {
  const { t, work } = screen;
  const window = windowOf(summary.window_closes_at, useNow(screen));
  if (!window || window.state === "open") return null;
  const text = window.state === "closed" ? t("window.notice.closed") : t("window.notice.closing", { left: wordsOf(screen, window) });
  return html`<div class="window-notice ${window.state}" data-test="window-notice" role="status">
    <p>${text}</p>
    <button class="button quiet" type="button" data-test="choose-template"
      onClick=${() => work.ask({ kind: "template", conversation: summary.id })}>
      <${Icon} name="note" size=${17} /> ${t("template.choose")}
    </button>
  </div>`;
}
