/** Lists of conversations, as state. Pure. */

import { namedBy } from "./customer_name.js";

/** @typedef {import("./desk_state.js").Summary} Summary */
/** @typedef {import("./desk_state.js").ListName} ListName */
/** @typedef {Record<ListName, import("./desk_state.js").List>} Lists */

/**
 * The new items, each as the same object as before where nothing in it changed, so that it is not drawn again.
 * @param {Summary[]} old
 * @param {Summary[]} items
 * @returns {Summary[]}
 */
export function reuseItems(old, items) {
  const known = new Map(old.map((item) => [item.id, item]));
  return items.map((item) => {
    const before = known.get(item.id);
    return before && JSON.stringify(before) === JSON.stringify(item) ? before : item;
  });
}

/**
 * Puts a conversation that was just read where it belongs, and takes it out of where it was.
 * @param {Lists} lists
 * @param {Summary} summary
 * @returns {Lists}
 */
export function placeSummary(lists, summary) {
  const home = homeOf(summary);
  const entries = Object.entries(lists).map(([name, list]) => [name, { ...list, items: moved(list.items, name === home) }]);
  return Object.fromEntries(entries);

  /**
   * @param {Summary[]} items
   * @param {boolean} belongs
   */
  function moved(items, belongs) {
    if (!belongs) return items.some(isIt) ? items.filter((item) => !isIt(item)) : items;
    return items.some(isIt) ? items.map((item) => (isIt(item) ? summary : item)) : [...items, summary];
  }

  /** @param {Summary} item */
  function isIt(item) {
    return item.id === summary.id;
  }
}

/**
 * The list that a conversation stands in.
 * @param {Summary} summary
 * @returns {ListName}
 */
export function homeOf(summary) {
  if (summary.state === "queued") return "line";
  if (summary.state === "agent") return summary.mine ? "mine" : "colleagues";
  return summary.state;
}

/** @type {import("./events.js").Handlers<import("./events.js").ListEvent>} */
export const listHandlers = {
  "list.read": (state, { name, items }) => {
    const list = state.lists[name];
    const named = items.map((item) => ({ ...item, customer: namedBy(item.customer, state.details[item.id]?.identity) }));
    const reused = { ...list, read: true, items: reuseItems(list.items, named) };
    return { ...state, lists: { ...state.lists, [name]: reused } };
  },
  "list.unfolded": (state, { name, open }) => ({
    ...state, lists: { ...state.lists, [name]: { ...state.lists[name], open } },
  }),
  "filters.changed": (state, { filters }) => ({ ...state, filters: { ...state.filters, ...filters } }),
};
