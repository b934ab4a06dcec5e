/** Conversations that were read, as state: merging what comes piece by piece. Pure. */

import { NOTHING_LEARNT } from "../connection/payloads.js";
import { namedBy } from "./customer_name.js";
import { placeSummary } from "./lists.js";

/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").Message} Message */

/**
 * The number up to which every message is known, from the first one known: what to ask for the newer ones with.
 * A message of my own may be known before an older one of the customer's; asking after mine would lose theirs.
 * @param {Message[]} messages in order
 * @returns {number} 0 when none is known
 */
export function knownUpTo(messages) {
  let seq = messages[0]?.seq ?? 0;
  for (const message of messages.slice(1)) {
    if (message.seq !== seq + 1) break;
    seq = message.seq;
  }
  return seq;
}

/**
 * The number to ask for what is new with: a file that was still being fetched is asked for again.
 * @param {Message[]} messages in order
 * @returns {number}
 */
export function readAfter(messages) {
  const loading = messages.find((message) => message.attachment?.state === "loading");
  return loading ? Math.min(loading.seq - 1, knownUpTo(messages)) : knownUpTo(messages);
}

/**
 * Old and new messages in order, each once; the newer reading of one wins.
 * @param {Message[]} old
 * @param {Message[]} more
 * @returns {Message[]}
 */
export function mergeMessages(old, more) {
  if (more.length === 0) return old;
  const bySeq = new Map([...old, ...more].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/**
 * What was known, with what was read now; what the reading leaves out stays.
 * @param {Detail | undefined} old
 * @param {import("../connection/payloads.js").Reading} read
 * @returns {Detail}
 */
export function mergeReading(old, read) {
  const messages = mergeMessages(old?.messages ?? [], read.messages ?? []);
  const detail = { ...NOTHING_LEARNT, ...old, ...read, messages };
  return { ...detail, customer: namedBy(detail.customer, detail.identity) };
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string} key
 * @returns {Record<string, T>}
 */
export function without(record, key) {
  if (!(key in record)) return record;
  const { [key]: _gone, ...rest } = record;
  return rest;
}

/** @type {import("./events.js").Handlers<import("./events.js").ConversationEvent>} */
export const conversationHandlers = {
  "conversation.opened": (state, { id }) =>
    state.openId === id ? state : { ...state, openId: id, writing: "reply", customerShown: false, dialog: null },
  "conversation.read": (state, { reading }) => {
    const detail = mergeReading(state.details[reading.id], reading);
    const confirmed = new Set(detail.messages.map((message) => message.id));
    return {
      ...state,
      details: { ...state.details, [detail.id]: detail },
      detailErrors: without(state.detailErrors, detail.id),
      outbox: state.outbox.filter((each) => each.conversation !== detail.id || !confirmed.has(each.id)),
      lists: placeSummary(state.lists, summaryOf(detail)),
    };
  },
  "conversation.failed": (state, { id, code }) => ({ ...state, detailErrors: { ...state.detailErrors, [id]: code } }),
  "conversation.told": (state, { conversation, message }) => {
    const detail = state.details[conversation];
    if (!detail) return { ...state, outbox: state.outbox.filter((each) => each.id !== message.id) };
    const messages = mergeMessages(detail.messages, [message]);
    return {
      ...state,
      details: { ...state.details, [conversation]: { ...detail, messages } },
      outbox: state.outbox.filter((each) => each.id !== message.id),
    };
  },
  "conversation.seen": (state, { id, seq }) =>
    (state.seen[id] ?? 0) >= seq ? state : { ...state, seen: { ...state.seen, [id]: seq } },
  "seen.restored": (state, { seen }) => ({ ...state, seen }),
  "typing.heard": (state, { conversation, until }) => ({ ...state, typing: { ...state.typing, [conversation]: until } }),
  "typing.over": (state, { conversation }) => ({ ...state, typing: without(state.typing, conversation) }),
  "draft.marked": (state, { conversation, present }) => {
    if (present === Boolean(state.drafts[conversation])) return state;
    const rest = without(state.drafts, conversation);
    return { ...state, drafts: present ? { ...rest, [conversation]: true } : rest };
  },
};

/**
 * The part of a conversation that stands in lists.
 * @param {Detail} detail
 * @returns {import("../connection/payloads.js").Summary}
 */
export function summaryOf(detail) {
  const learnt = Object.keys(NOTHING_LEARNT);
  const entries = Object.entries(detail).filter(([name]) => !learnt.includes(name));
  return /** @type {import("../connection/payloads.js").Summary} */ (/** @type {unknown} */ (Object.fromEntries(entries)));
}
