/** What WhatsApp adds to a conversation: the 24 hours, how far words came, what was quoted, changed and deleted. Pure. */

/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").Message} Message */
/** @typedef {import("../connection/payloads.js").Mark} Mark */
/** @typedef {import("../connection/payloads.js").Delivery} Delivery */
/** @typedef {import("../connection/payloads.js").Template} Template */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The server holds what would leave this close to the end. */
const MARGIN = MINUTE;
/** With less than this left, the desk urges; the server's own limit. */
export const CLOSING = 2 * HOUR;
/** Later than this, a message that somebody else has spoken since stays where it came in, so that it is noticed. */
const LATE = 10 * MINUTE;

/** @typedef {{state: "open" | "closing" | "closed", left: number}} Window milliseconds left */

/**
 * @param {string | null | undefined} closesAt ISO 8601; null where there is no window, on the web
 * @param {number} now
 * @returns {Window | null}
 */
export function windowOf(closesAt, now) {
  if (!closesAt) return null;
  const left = Date.parse(closesAt) - MARGIN - now;
  if (left <= 0) return { state: "closed", left: 0 };
  return { state: left <= CLOSING ? "closing" : "open", left };
}

/**
 * What is left, in whole minutes rounded up, so that it never promises too little.
 * @param {number} left milliseconds
 * @returns {{key: "window.hours" | "window.minutes", values: {hours: number, minutes: number}}}
 */
export function timeLeft(left) {
  const minutes = Math.ceil(left / MINUTE);
  const values = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  return { key: values.hours > 0 ? "window.hours" : "window.minutes", values };
}

/**
 * Puts customers' messages before those that they sent after them; the server does the same for the bot.
 * @param {Message[]} messages by number
 * @param {Mark[]} marks
 * @returns {Message[]}
 */
export function asWritten(messages, marks) {
  if (marks.length < 2) return messages;
  const times = new Map(marks.map((mark) => [mark.seq, Date.parse(mark.sent_at)]));
  /** @type {Message[]} */
  const ordered = [];
  for (const message of messages) ordered.splice(placeOf(ordered, message, times), 0, message);
  return ordered;
}

/**
 * @param {Message[]} ordered
 * @param {Message} message
 * @param {Map<number, number>} times
 */
function placeOf(ordered, message, times) {
  const sent = times.get(message.seq);
  let place = ordered.length;
  if (sent === undefined) return place;
  for (let index = ordered.length - 1; index >= 0; index -= 1) {
    const other = ordered[index];
    if (other.from !== "customer" && Date.parse(message.at) - Date.parse(other.at) > LATE) break;
    if ((times.get(other.seq) ?? -Infinity) > sent) place = index;
  }
  return place;
}

/**
 * @param {Detail} detail
 * @param {number} seq
 * @returns {Delivery | null}
 */
export function deliveryOf(detail, seq) {
  return detail.deliveries.find((each) => each.seq === seq) ?? null;
}

/**
 * @param {Detail} detail
 * @param {number} seq
 * @returns {Mark | null}
 */
export function markOf(detail, seq) {
  return detail.marks.find((each) => each.seq === seq) ?? null;
}

/**
 * What customers did to a message afterwards: the last emoji on it, and whether they changed or deleted it.
 * @param {Detail} detail
 * @param {number} seq
 * @returns {{reaction: string | null, edited: boolean, deleted: boolean}}
 */
export function doneTo(detail, seq) {
  const about = detail.marks.filter((each) => each.about === seq);
  const reactions = about.filter((each) => each.kind === "reaction");
  const last = detail.messages.find((each) => each.seq === reactions.at(-1)?.seq);
  return {
    reaction: /\p{Extended_Pictographic}[\p{Emoji_Modifier}\u200d\ufe0f\p{Extended_Pictographic}]*/u.exec(last?.text ?? "")?.[0] ?? null,
    edited: about.some((each) => each.kind === "edit"),
    deleted: about.some((each) => each.kind === "deletion"),
  };
}

/**
 * The message that another is about, for showing a piece of it.
 * @param {Detail} detail
 * @param {Mark | null} mark
 * @returns {Message | null}
 */
export function quotedBy(detail, mark) {
  return mark?.about ? (detail.messages.find((each) => each.seq === mark.about) ?? null) : null;
}

/**
 * A template's text in pieces: what is fixed, and what stands for a variable.
 * @param {Template} template
 * @param {Record<string, string>} values
 * @returns {{text: string, filled: boolean | null}[]} `filled` is null for what is fixed
 */
export function preview(template, values) {
  return template.text.split(/(\{\{\d+\}\})/).filter(Boolean).map((piece) => {
    const number = /^\{\{(\d+)\}\}$/.exec(piece)?.[1];
    const variable = number ? template.variables[Number(number) - 1] : undefined;
    if (!variable) return { text: piece, filled: null };
    const value = (values[variable.name] ?? variable.value ?? "").trim();
    return { text: value || variable.example, filled: value !== "" };
  });
}

/**
 * Whether every variable has something in it.
 * @param {Template} template
 * @param {Record<string, string>} values
 */
export function isFilled(template, values) {
  return preview(template, values).every((piece) => piece.filled !== false);
}
