/** A conversation as it is read from top to bottom: messages, notes and hand-overs in one order. Pure. */

import { asWritten } from "./whatsapp.js";

/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").Message} Message */
/** @typedef {import("./desk_state.js").OutMessage} OutMessage */

/** Milliseconds within which messages of one sender are shown as one group. */
const GROUP_WITHIN = 3 * 60_000;

/**
 * @typedef {{kind: "day", key: string, at: number}
 *   | {kind: "unread", key: string}
 *   | {kind: "message", key: string, at: number, message: Message, first: boolean, last: boolean}
 *   | {kind: "note", key: string, at: number, note: import("../connection/payloads.js").Note}
 *   | {kind: "escalation", key: string, at: number, escalation: import("../connection/payloads.js").Escalation}
 *   | {kind: "out", key: string, out: OutMessage, first: boolean}} TimelineItem
 */

/** @typedef {Extract<TimelineItem, {at: number}>} TimedItem */

/**
 * @param {Detail} detail
 * @param {OutMessage[]} outbox of this conversation
 * @param {number} unreadAfter number of the last message seen when the conversation was opened
 * @param {(at: number) => string} dayKey
 * @returns {TimelineItem[]}
 */
export function timelineOf(detail, outbox, unreadAfter, dayKey) {
  const timed = group(inOrder(messageItems(asWritten(detail.messages, detail.marks)), asideItems(detail)));
  const shown = withUnread(withDays(timed, dayKey), unreadAfter);
  const out = outbox.map((each, index) => /** @type {TimelineItem} */ ({
    kind: "out", key: `out-${each.id}`, out: each, first: index === 0,
  }));
  return [...shown, ...out];
}

/**
 * @param {Message[]} messages
 * @returns {TimedItem[]}
 */
function messageItems(messages) {
  return messages.map((message) => ({
    kind: "message", key: `message-${message.seq}`, at: Date.parse(message.at), message, first: true, last: true,
  }));
}

/**
 * @param {Detail} detail
 * @returns {TimedItem[]}
 */
function asideItems({ notes, escalations }) {
  /** @type {TimedItem[]} */
  const noteItems = notes.map((note) => ({ kind: "note", key: `note-${note.id}`, at: Date.parse(note.at), note }));
  /** @type {TimedItem[]} */
  const escalationItems = escalations.map((escalation) => ({
    kind: "escalation", key: `escalation-${escalation.at}`, at: Date.parse(escalation.at), escalation,
  }));
  return [...noteItems, ...escalationItems].sort((a, b) => a.at - b.at);
}

/**
 * Messages keep the order of their numbers whatever their times; asides go where their time belongs.
 * @param {TimedItem[]} messages
 * @param {TimedItem[]} asides
 * @returns {TimedItem[]}
 */
function inOrder(messages, asides) {
  /** @type {TimedItem[]} */
  const items = [];
  const waiting = [...asides];
  for (const message of messages) {
    while (waiting.length > 0 && waiting[0].at < message.at) items.push(/** @type {TimedItem} */ (waiting.shift()));
    items.push(message);
  }
  return [...items, ...waiting];
}

/**
 * @param {TimedItem[]} items
 * @returns {TimedItem[]}
 */
function group(items) {
  return items.map((item, index) => {
    if (item.kind !== "message") return item;
    return { ...item, first: !belongTogether(items[index - 1], item), last: !belongTogether(item, items[index + 1]) };
  });
}

/**
 * @param {TimedItem | undefined} one
 * @param {TimedItem | undefined} other
 */
function belongTogether(one, other) {
  if (one?.kind !== "message" || other?.kind !== "message") return false;
  const { message: a } = one;
  const { message: b } = other;
  return a.from === b.from && a.name === b.name && a.from !== "system" && other.at - one.at < GROUP_WITHIN;
}

/**
 * @param {TimedItem[]} items
 * @param {(at: number) => string} dayKey
 * @returns {TimelineItem[]}
 */
function withDays(items, dayKey) {
  return items.flatMap((item, index) => {
    const day = dayKey(item.at);
    const begins = index === 0 || dayKey(items[index - 1].at) !== day;
    return begins ? [{ kind: /** @type {const} */ ("day"), key: `day-${day}-${item.key}`, at: item.at }, item] : [item];
  });
}

/**
 * @param {TimelineItem[]} items
 * @param {number} unreadAfter
 * @returns {TimelineItem[]}
 */
function withUnread(items, unreadAfter) {
  const at = items.findIndex(
    (item) => item.kind === "message" && item.message.from === "customer" && item.message.seq > unreadAfter,
  );
  // All new is nothing to mark: the conversation is opened for the first time.
  if (at <= 0 || unreadAfter === 0) return items;
  return [...items.slice(0, at), { kind: "unread", key: "unread" }, ...items.slice(at)];
}
