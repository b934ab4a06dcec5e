/** Turns messages into what stands in the list: days, groups of one speaker, system lines. Pure. */

/** @typedef {import("./frames.js").Message} Message */
/** @typedef {{id: string, text: string, at: number | null, state: import("./outbox.js").EntryState, reason: string | null}} Said */
/**
 * @typedef {{kind: "day", key: string, at: number}
 *   | {kind: "system", key: string, text: string, at: number | null}
 *   | {kind: "group", key: string, from: "customer" | "bot" | "agent", name: string | null, said: Said[]}} Item
 */

/** Milliseconds: after a longer silence the speaker and time are shown again. */
const PAUSE = 5 * 60_000;

/**
 * @param {Message[]} messages
 * @param {import("./outbox.js").Entry[]} outbox
 * @param {(at: number) => string} dayKey equal for times of one day
 * @returns {Item[]}
 */
export function arrange(messages, outbox, dayKey) {
  /** @type {Item[]} */
  const items = [];
  let day = "";
  for (const message of [...messages, ...outbox.map(fromEntry)]) {
    const today = message.at === null ? day : dayKey(message.at);
    if (today !== day && message.at !== null) items.push({ kind: "day", key: `day ${today}`, at: message.at });
    day = today;
    add(items, message);
  }
  return items;
}

/**
 * @param {import("./outbox.js").Entry} entry
 * @returns {Message & {state: import("./outbox.js").EntryState, reason: string | null}}
 */
function fromEntry(entry) {
  return { id: entry.id, from: "customer", name: null, text: entry.text, buttons: [], at: entry.at, state: entry.state, reason: entry.reason };
}

/**
 * @param {Item[]} items
 * @param {Message & {state?: import("./outbox.js").EntryState, reason?: string | null}} message
 */
function add(items, message) {
  const { id, from, name, text, at, state = "sent", reason = null } = message;
  if (from === "system") return void items.push({ kind: "system", key: id, text, at });
  const said = { id, text, at, state, reason };
  const last = items[items.length - 1];
  if (last?.kind === "group" && last.from === from && (from === "customer" || last.name === name) && !isPause(last, at)) {
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
 * @param {import("./outbox.js").Entry[]} outbox
 * @returns {import("./frames.js").Choice[]}
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
