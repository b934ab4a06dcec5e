/** What one speaker said in a row. */

import { Icon } from "../../common/icons.js";
import { Said } from "../../common/said.js";
import { html, useState } from "../../common/view.js";
import { initials } from "../names.js";
import { speaker } from "../transcript.js";
import { CopyButton } from "./copy_button.js";
import { FileBubble } from "./file_bubble.js";

/** @import { Translate } from "../texts.js" */
/** @import { Item, Said as SaidLine } from "../timeline.js" */
/** @import { Context } from "./app.js" */

/** Characters and lines above which a text is folded, so that one message cannot push the conversation away. */
const LONG = { characters: 1200, lines: 24 };

/** @typedef {Extract<Item, {kind: "group"}>} Group */

/** @param {{context: Context, group: Group, isLast: boolean}} props */
export function Bubbles({ context, group, isLast }) {
  const { t } = context;
  const mine = group.from === "customer";
  const who = speaker(group, t);
  return html`<div class=${`group ${group.from}`} role="group" aria-label=${who}>
    ${!mine && html`<${Who} ...${{ group, who }} />`}
    ${group.said.map((said, index) => {
      const isEnd = index === group.said.length - 1;
      return html`<${Bubble} key=${said.id} ...${{ context, said, mine, isEnd, isLast }} />`;
    })}
  </div>`;
}

/** @param {{group: Group, who: string}} props */
function Who({ group, who }) {
  const isPerson = group.from === "agent";
  const face = isPerson ? initials(group.name) : html`<${Icon} name="chat" />`;
  return html`<p class="who" aria-hidden="true">
    <span class=${isPerson ? "avatar small person" : "avatar small"}>${face}</span>${who}
  </p>`;
}

/** @param {{context: Context, said: SaidLine, mine: boolean, isEnd: boolean, isLast: boolean}} props */
function Bubble({ context, said, mine, isEnd, isLast }) {
  const { state, file, text } = said;
  const failed = state === "failed";
  return html`<div class="bubble-place">
    <div class=${`bubble ${state}${file ? " with-file" : ""}`} data-message=${said.id}>
      ${file && html`<${FileBubble} ...${{ context, said, file }} />`}
      ${!file && html`<${Foldable} text=${text} t=${context.t} />`}
    </div>
    ${!file && !failed && html`<${CopyButton} text=${text} t=${context.t} />`}
    ${failed && html`<${Failed} ...${{ context, said }} />`}
    ${!failed && isEnd && html`<${Foot} ...${{ context, said, mine, isLast }} />`}
  </div>`;
}

/** @param {{text: string, t: Translate}} props */
function Foldable({ text, t }) {
  const [open, setOpen] = useState(false);
  const isLong = text.length > LONG.characters || text.split("\n", LONG.lines + 1).length > LONG.lines;
  if (!isLong) return html`<${Said} text=${text} />`;
  return html`<div class=${open ? "" : "folded"}><${Said} text=${text} /></div>
    <button class="link" type="button" aria-expanded=${String(open)}
      onClick=${() => setOpen(!open)}>${t(open ? "list.less" : "list.more")}</button>`;
}

/**
 * Time, and for the customer's own newest words how far they got.
 * @param {{context: Context, said: SaidLine, mine: boolean, isLast: boolean}} props
 */
function Foot({ context: { t, format, chat }, said, mine, isLast }) {
  const { ready, networkUp } = chat.store.getState();
  const isPending = said.state === "waiting" || said.state === "sending";
  return html`<p class="foot">
    ${said.at !== null &&
      html`<time dateTime=${new Date(said.at).toISOString()}
        title=${format.dateTime(said.at)}>${format.time(said.at)}</time>`}
    ${mine && isPending &&
      html`<span class="state">
        <${Icon} name="clock" size=${14} />${t(ready && networkUp ? "send.sending" : "send.waiting")}
      </span>`}
    ${mine && !isPending && isLast &&
      html`<span class="state"><${Icon} name="check" size=${14} />${t("send.sent")}</span>`}
  </p>`;
}

/** @param {{context: Context, said: SaidLine}} props */
function Failed({ context: { t, chat, uploads }, said }) {
  const { retry, discard } = said.file
    ? { retry: () => uploads.retry(said.id), discard: () => uploads.discard(said.id) }
    : { retry: () => chat.retry(said.id), discard: () => chat.discard(said.id) };
  const reason = describeReason(said, t);
  return html`<p class="foot failed">
    <span class="state"><${Icon} name="alert" size=${14} />${reason ?? t("send.failed")}</span>
    ${!reason && html`<button class="link" type="button" onClick=${retry}>${t("send.retry")}</button>`}
    <button class="link" type="button" onClick=${discard}>${t("send.discard")}</button>
  </p>`;
}

/**
 * Why trying again would not help; null where it may.
 * @param {SaidLine} said
 * @param {Translate} t
 */
function describeReason({ reason, text: name }, t) {
  if (reason === null || reason === "no_answer") return null;
  if (reason === "message_too_long") return t("send.too_long");
  if (reason === "upload_refused") return t("files.wrong_kind", { name });
  return reason === "upload_too_large" ? t("files.too_large", { name }) : t("send.refused");
}
