/** What belongs to a message on WhatsApp: what it quotes, that it was forwarded, reactions, changes and deletions. */

import { html } from "../../common/view.js";
import { doneTo, markOf, quotedBy } from "../state/whatsapp.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").Message} Message */
/** @typedef {{screen: Screen, detail: Detail, message: Message}} Props */

/** Characters of a quoted message that are shown. */
const PIECE = 90;
/** Milliseconds after which a message is said to have come late. */
const LATE = 5 * 60_000;

/** Over a message: what it is about. @param {Props} props */
export function MarksBefore({ screen, detail, message }) {
  const mark = markOf(detail, message.seq);
  if (!mark) return null;
  const quoted = quotedBy(detail, mark);
  const kind = ["edit", "deletion", "reaction"].includes(mark.kind) ? mark.kind : "quote";
  return html`
    ${mark.forwarded && html`<p class="mark">${screen.t("mark.forwarded")}</p>`}
    ${quoted && html`<p class="quoted" data-test="quoted" data-kind=${kind}>
      <span class="visually-hidden">${screen.t(`mark.about.${kind}`)} </span>${pieceOf(quoted.text)}</p>`}`;
}

/** Under a message: what was done to it. @param {Props} props */
export function MarksAfter({ screen, detail, message }) {
  const { reaction, edited, deleted } = doneTo(detail, message.seq);
  const mark = markOf(detail, message.seq);
  const late = mark && Date.parse(message.at) - Date.parse(mark.sent_at) > LATE;
  if (!reaction && !edited && !deleted && !late) return null;
  return html`<span class="done-to">
    ${reaction && html`<span class="reaction" data-test="reaction" title=${screen.t("mark.reaction")}>${reaction}</span>`}
    ${edited && html`<span class="tag">${screen.t("mark.edited")}</span>`}
    ${deleted && html`<span class="tag warn" data-test="deleted">${screen.t("mark.deleted")}</span>`}
    ${late && html`<span class="tag warn">${screen.t("mark.late", { at: screen.format.dateTime(Date.parse(mark.sent_at)) })}</span>`}
  </span>`;
}

/** @param {string} text */
function pieceOf(text) {
  return text.length > PIECE ? `${text.slice(0, PIECE)}…` : text;
}
