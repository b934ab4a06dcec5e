/** How customers are named and pictured, and the tags that say what matters about a conversation. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { DeskIcon } from "./desk_icons.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Summary} Summary */

const TONES = /** @type {Record<string, string>} */ ({
  angry: "bad", anxious: "warn", disappointed: "warn", complaint: "bad", rating: "bad", bot_failure: "warn",
});

/**
 * The customer's name; the nameless are told apart by the end of their number, or of the conversation's id.
 * @param {Screen} screen
 * @param {Summary} summary
 */
export function nameOf({ t }, { customer, channel, id }) {
  const mark = customer.phone_masked ? `…${customer.phone_masked.slice(-3)}` : id.slice(-4);
  return customer.name ?? t(`visitor.${channel}`, { mark });
}

/** @param {string} name */
function initialsOf(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words.slice(0, 2).map((word) => word[0].toUpperCase()).join("");
}

/**
 * Initials with the channel's sign.
 * @param {{screen: Screen, summary: Summary}} props
 */
export function CustomerAvatar({ screen, summary }) {
  const initials = summary.customer.name ? initialsOf(summary.customer.name) : "";
  return html`<span class="customer-avatar">
    <span class="avatar" aria-hidden="true">${initials || html`<${Icon} name="person" size=${20} />`}</span>
    <span class="channel-mark ${summary.channel}" title=${screen.label("channels", summary.channel)}>
      <${DeskIcon} name=${summary.channel} size=${13} />
      <span class="visually-hidden">${screen.label("channels", summary.channel)}</span>
    </span>
  </span>`;
}

/** @param {{screen: Screen, language: string}} props */
export function LanguageTag({ screen, language }) {
  return html`<span class="tag" title=${screen.label("languages", language)}>${language.toUpperCase()}</span>`;
}

/** @param {{screen: Screen, emotion: string}} props */
export function EmotionTag({ screen, emotion }) {
  return html`<span class="tag ${TONES[emotion] ?? (emotion === "happy" ? "ok" : "")}">
    <${DeskIcon} name=${emotion} size=${14} />${screen.label("emotions", emotion)}
  </span>`;
}

/**
 * Why a conversation stands where it stands: its reason, the feeling, and what else the server counts.
 * @param {{screen: Screen, summary: Summary}} props
 */
export function WhyTags({ screen, summary }) {
  const reason = summary.reason && summary.reason !== "emotion" ? summary.reason : null;
  return html`<span class="tags">
    ${summary.emotion !== "neutral" && html`<${EmotionTag} screen=${screen} emotion=${summary.emotion} />`}
    ${reason && html`<span class="tag ${TONES[reason] ?? ""}">${screen.label("reason_tags", reason)}</span>`}
    ${otherReasons(summary).map((code) => html`<span class="tag" key=${code}>${screen.label("why", code)}</span>`)}
    ${summary.skill && html`<span class="tag">${screen.label("units", summary.skill)}</span>`}
  </span>`;
}

/**
 * Codes that no other tag and no waiting time says already.
 * @param {Summary} summary
 */
function otherReasons({ why }) {
  return why.filter((code) => code !== "waiting" && code !== "whatsapp_window" && !/^(emotion|reason):/.test(code));
}
