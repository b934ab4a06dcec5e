/** What views ask of the state. Pure. */

import { waitedTooLong } from "./waiting.js";

/** @typedef {import("./desk_state.js").DeskState} DeskState */
/** @typedef {import("./desk_state.js").Summary} Summary */

/**
 * Whether what is shown is known to be so now.
 * @param {DeskState} state
 */
export function isFresh(state) {
  return state.link.status === "live" && state.link.caughtUp;
}

/**
 * Messages of the customer that were not looked at; 1 stands for "some" while the conversation was not read.
 * @param {DeskState} state
 * @param {Summary} summary
 * @returns {number}
 */
export function unreadIn(state, summary) {
  const seen = state.seen[summary.id] ?? 0;
  const detail = state.details[summary.id];
  if (detail && detail.messages.at(-1)?.seq === summary.last_seq) {
    return detail.messages.filter((message) => message.from === "customer" && message.seq > seen).length;
  }
  return summary.last_message?.from === "customer" && summary.last_seq > seen ? 1 : 0;
}

/**
 * @param {DeskState} state
 * @returns {number} conversations of mine with something new
 */
export function unreadTotal(state) {
  return state.lists.mine.items.filter((summary) => unreadIn(state, summary) > 0).length;
}

/**
 * A list's items that the filters let through.
 * @param {DeskState} state
 * @param {import("./desk_state.js").ListName} name
 * @returns {Summary[]}
 */
export function shownItems(state, name) {
  const { language, channel, text } = state.filters;
  const words = text.trim().toLowerCase();
  return state.lists[name].items.filter(
    (item) =>
      (!language || item.language === language) && (!channel || item.channel === channel) && (!words || mentions(item, words)),
  );
}

/**
 * @param {Summary} item
 * @param {string} words
 */
function mentions(item, words) {
  const texts = [item.customer.name, item.customer.phone_masked, item.last_message?.text, item.agent?.name];
  return texts.some((each) => each?.toLowerCase().includes(words));
}

/** @param {DeskState} state */
export function hasFilters(state) {
  return Object.values(state.filters).some((value) => value.trim() !== "");
}

/**
 * Back-office units answer internal requests and never speak with customers.
 * @param {import("./desk_state.js").Me} me
 */
export function servesCustomers(me) {
  return me.role !== "unit";
}

/** @param {import("./desk_state.js").Me} me */
export function supervises(me) {
  return me.role === "supervisor" || me.role === "admin";
}

/** @typedef {"stale" | "full" | "nobody" | null} Hindrance why nothing can be taken; null when it can */

/**
 * @param {DeskState} state
 * @returns {Hindrance}
 */
export function hindranceToClaim(state) {
  if (!isFresh(state)) return "stale";
  return state.lists.mine.items.length >= (state.me?.capacity ?? 0) ? "full" : null;
}

/**
 * @param {DeskState} state
 * @returns {Hindrance}
 */
export function hindranceToTakeNext(state) {
  return hindranceToClaim(state) ?? (state.lists.line.items.length === 0 ? "nobody" : null);
}

/**
 * The open conversation as it stands in a list, for before it was read.
 * @param {DeskState} state
 * @returns {Summary | null}
 */
export function openSummary(state) {
  if (!state.openId) return null;
  const detail = state.details[state.openId];
  if (detail) return detail;
  return allItems(state).find((item) => item.id === state.openId) ?? null;
}

/** @param {DeskState} state */
function allItems(state) {
  return Object.values(state.lists).flatMap((list) => list.items);
}

/**
 * The conversations in the order in which the screen shows them, for moving with the keyboard.
 * @param {DeskState} state
 * @returns {string[]}
 */
export function idsInOrder(state) {
  const names = /** @type {const} */ (["mine", "line", "colleagues", "bot", "closed"]);
  return names.filter((name) => state.lists[name].open).flatMap((name) => shownItems(state, name).map((item) => item.id));
}

/**
 * Waiting customers who were told a shorter wait than they have had.
 * @param {import("./desk_state.js").Detail} detail
 * @param {number} now
 */
export function brokenPromise(detail, now) {
  const last = detail.escalations.at(-1);
  return last && detail.queued_at ? waitedTooLong(detail.queued_at, last.wait_high, now) : false;
}
