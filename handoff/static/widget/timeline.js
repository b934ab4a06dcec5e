/** Turns messages into what stands in the list: days, groups of one speaker, system lines. Pure. */

/** @import { Conversation } from "./conversation.js" */
/** @import { OutgoingFile } from "./files.js" */
/** @import { Choice, Message, Sender } from "./frames.js" */
/** @import { Entry, EntryState } from "./outbox.js" */

/**
 * @typedef {{name: string, mediaType: string, size: number, url: string | null, progress: number}} ShownFile url: null
 *   while it is on its way
 */
/**
 * @typedef {{id: string, text: string, at: number | null, state: EntryState, reason: string | null, file: ShownFile |
 *   null}} Said
 */
/** @typedef {{id: string, from: Sender, name: string | null, said: Said}} Line */
/**
 * @typedef {{kind: "day", key: string, at: number}
 *   | {kind: "system", key: string, text: string, at: number | null}
 *   | {kind: "group", key: string, from: "customer" | "bot" | "agent", name: string | null, said: Said[]}} Item
 */

/** Milliseconds: after a longer silence the speaker and time are shown again. */
const PAUSE = 5 * 60_000;

/**
 * @param {Pick<Conversation, "messages" | "outbox" | "files">} conversation
 * @param {(at: number) => string} dayKey equal for times of one day
 * @returns {Item[]}
 */
export function arrange({ messages, outbox, files }, dayKey) {
  const waiting = [...outbox.map(fromEntry), ...files.map(fromFile)].sort(
    (one, other) => (one.said.at ?? 0) - (other.said.at ?? 0),
  );
  /** @type {Item[]} */
  const items = [];
  let day = "";
  for (const line of [...messages.map(fromMessage), ...waiting]) {
    const at = line.said.at;
    const today = at === null ? day : dayKey(at);
    if (today !== day && at !== null) items.push({ kind: "day", key: `day ${today}`, at });
    day = today;
    add(items, line);
  }
  return items;
}

/**
 * @param {Message} message
 * @returns {Line}
 */
function fromMessage({ id, from, name, text, at, attachment }) {
  const file = attachment && { ...attachment, progress: 1 };
  return { id, from, name, said: { id, text, at, state: "sent", reason: null, file } };
}

/**
 * @param {Entry} entry
 * @returns {Line}
 */
function fromEntry({ id, text, at, state, reason }) {
  return { id, from: "customer", name: null, said: { id, text, at, state, reason, file: null } };
}

/**
 * @param {OutgoingFile} file
 * @returns {Line}
 */
function fromFile({ id, name, mediaType, size, at, state, reason, progress }) {
  return {
    id,
    from: "customer",
    name: null,
    said: { id, text: name, at, state, reason, file: { name, mediaType, size, url: null, progress } },
  };
}

/**
 * @param {Item[]} items
 * @param {Line} line
 */
function add(items, { id, from, name, said }) {
  if (from === "system") return void items.push({ kind: "system", key: id, text: said.text, at: said.at });
  const last = items[items.length - 1];
  if (
    last?.kind === "group" &&
    last.from === from &&
    (from === "customer" || last.name === name) &&
    !isPause(last, said.at)
  ) {
    last.said.push(said);
  } else {
    items.push({ kind: "group", key: id, from, name, said: [said] });
  }
}

/**
 * @param {{said: Said[]}} group
 * @param {number | null} at
 */
function isPause(group, at) {
  const before = group.said[group.said.length - 1].at;
  return before !== null && at !== null && at - before > PAUSE;
}

/**
 * The buttons that can be tapped: those of the newest message with any, until the customer says something.
 * @param {Message[]} messages
 * @param {Entry[]} outbox
 * @returns {Choice[]}
 */
export function offeredChoices(messages, outbox) {
  if (outbox.length > 0) return [];
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message.from === "customer") return [];
    if (message.buttons.length > 0) return message.buttons;
  }
  return [];
}
