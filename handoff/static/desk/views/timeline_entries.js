/** What stands in a conversation: messages, notes, hand-overs, days, words on their way. */

import { Icon } from "../../common/icons.js";
import { Said } from "../../common/said.js";
import { html } from "../../common/view.js";
import { deliveryOf } from "../state/whatsapp.js";
import { AttachmentView } from "./attachment_view.js";
import { DeliveryTicks } from "./delivery_ticks.js";
import { DeskIcon } from "./desk_icons.js";
import { MarksAfter, MarksBefore } from "./message_marks.js";
import { EmotionTag, nameOf } from "./people.js";
import { UnderstoodTag } from "./understood.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").Message} Message */
/** @typedef {import("../state/timeline.js").TimelineItem} TimelineItem */
/** @template {TimelineItem["kind"]} K @typedef {{screen: Screen, detail: Detail, item: Extract<TimelineItem, {kind: K}>}} EntryProps */

/** @param {{screen: Screen, detail: Detail, item: TimelineItem}} props */
export function TimelineEntry(props) {
  return html`<${ENTRIES[props.item.kind]} ...${props} />`;
}

const ENTRIES = { day: Day, unread: Unread, message: Bubble, note: PrivateNote, escalation: Handover, out: OutBubble };

/** @param {EntryProps<"day">} props */
function Day({ screen, item }) {
  return html`<li class="day"><span>${screen.format.day(item.at, Date.now())}</span></li>`;
}

/** @param {EntryProps<"unread">} props */
function Unread({ screen }) {
  return html`<li class="unread-line"><span>${screen.t("conversation.new")}</span></li>`;
}

/** @param {EntryProps<"message">} props */
function Bubble({ screen, detail, item }) {
  const { message, first, last } = item;
  const delivery = deliveryOf(detail, message.seq);
  const onWhatsapp = detail.channel === "whatsapp";
  if (message.from === "system") return html`<${SystemLine} screen=${screen} message=${message} />`;
  return html`<li class="message from-${message.from} ${first ? "first" : ""}" data-test="message" data-from=${message.from}
    data-seq=${message.seq}>
    ${first && html`<p class="speaker">${message.from === "bot" && html`<${DeskIcon} name="bot" size=${15} />`}
      ${speakerOf(screen, detail, message)}</p>`}
    <div class="bubble">
      <${MarksBefore} screen=${screen} detail=${detail} message=${message} />
      ${message.payload && html`<p class="tapped"><${DeskIcon} name="tap" size=${14} /> ${screen.t("message.tapped")}</p>`}
      ${message.text !== message.attachment?.name && html`<${Said} text=${message.text} />`}
      ${message.attachment && html`<${AttachmentView} screen=${screen} attachment=${message.attachment} />`}
      ${message.buttons.length > 0 && html`<ul class="offered" aria-label=${screen.t("message.buttons")}>
        ${message.buttons.map((button, index) => html`<li key=${index}>${button.title}</li>`)}
      </ul>`}
    </div>
    <${MarksAfter} screen=${screen} detail=${detail} message=${message} />
    ${(last || message.understood || delivery) && html`<p class="meta">
      ${last && html`<${When} screen=${screen} at=${message.at} />`}
      ${onWhatsapp && message.from === "agent" && html`<${DeliveryTicks} screen=${screen} delivery=${delivery} />`}
      ${last && !onWhatsapp && message.from === "agent" && html`<span class="sent"><${Icon} name="check" size=${13} /> ${screen.t("message.sent")}</span>`}
      ${message.understood && html`<${UnderstoodTag} screen=${screen} detail=${detail} understood=${message.understood} />`}
    </p>`}
  </li>`;
}

/** @param {{screen: Screen, at: string}} props */
function When({ screen, at }) {
  const time = Date.parse(at);
  return html`<time datetime=${at} title=${screen.format.dateTime(time)}>${screen.format.time(time)}</time>`;
}

/**
 * @param {Screen} screen
 * @param {Detail} detail
 * @param {Message} message
 */
function speakerOf(screen, detail, message) {
  if (message.from === "customer") return nameOf(screen, detail);
  if (message.from === "bot") return screen.t("who.bot");
  return message.name === screen.state.me?.name ? screen.t("who.me") : (message.name ?? screen.t("who.agent"));
}

/** What Sapa itself told the customer. @param {{screen: Screen, message: Message}} props */
function SystemLine({ screen, message }) {
  return html`<li class="system-line" data-test="message" data-from="system" data-seq=${message.seq}>
    <p><span class="visually-hidden">${screen.t("who.system")}: </span><${Said} text=${message.text} />
      <${When} screen=${screen} at=${message.at} /></p>
  </li>`;
}

/** @param {EntryProps<"note">} props */
function PrivateNote({ screen, item: { note } }) {
  return html`<li class="note" data-test="note">
    <p class="speaker"><${DeskIcon} name="lock" size=${14} /> ${screen.t("note.by", { name: note.author })}
      <${When} screen=${screen} at=${note.at} /></p>
    <${Said} text=${note.text} />
  </li>`;
}

/** @param {EntryProps<"escalation">} props */
function Handover({ screen, item: { escalation } }) {
  return html`<li class="handover-line">
    <span><${DeskIcon} name="handover" size=${15} />
      ${screen.t("handover.line", { reason: screen.label("reasons", escalation.reason) })}
      ${escalation.emotion !== "neutral" && html`<${EmotionTag} screen=${screen} emotion=${escalation.emotion} />`}
      <${When} screen=${screen} at=${escalation.at} /></span>
  </li>`;
}

/** Words of mine that the server does not have yet. @param {EntryProps<"out">} props */
function OutBubble({ screen, item: { out, first } }) {
  const { t, work } = screen;
  const state = out.status === "failed" ? `failed.${out.code === "forbidden" ? "forbidden" : "other"}` : out.status;
  return html`<li class="message from-agent out ${out.status} ${first ? "first" : ""}" data-test="message" data-from="agent"
    data-status=${out.status}>
    ${first && html`<p class="speaker">${t("who.me")}</p>`}
    <div class="bubble"><${Said} text=${out.text} /></div>
    <p class="meta" role="status">${out.status === "failed" && html`<${Icon} name="alert" size=${14} />`}
      ${t(`message.${state}`)}
      ${out.status === "failed" && html`
        <button class="link-button" type="button" data-test="retry" onClick=${() => work.retry(out.id)}>${t("retry")}</button>
        <button class="link-button" type="button" onClick=${() => work.discard(out.id)}>${t("message.discard")}</button>`}
    </p>
  </li>`;
}
