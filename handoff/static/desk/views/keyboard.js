/** Keyboard shortcuts: which key means what, and doing it. */

import { hindranceToClaim, hindranceToTakeNext, idsInOrder, isFresh, openSummary, servesCustomers } from "../state/selectors.js";
import { claimAndWrite, takeAndWrite, write } from "./writing.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {"take" | "claim" | "next" | "previous" | "reply" | "note" | import("../state/desk_state.js").ConversationDialog} WorkAction */
/** @typedef {WorkAction | "customer" | "search" | "help"} Action */

/** In the order in which the help shows them. @type {readonly {keys: string[], action: Action}[]} */
export const SHORTCUTS = [
  { keys: ["n"], action: "take" },
  { keys: ["c"], action: "claim" },
  { keys: ["j"], action: "next" },
  { keys: ["k"], action: "previous" },
  { keys: ["r"], action: "reply" },
  { keys: ["p"], action: "note" },
  { keys: ["t"], action: "transfer" },
  { keys: ["b"], action: "release" },
  { keys: ["e"], action: "resolve" },
  { keys: ["u"], action: "ask_unit" },
  { keys: ["i"], action: "customer" },
  { keys: ["/"], action: "search" },
  { keys: ["?"], action: "help" },
];

/**
 * What a key means where it was pressed; null for nothing.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">} event
 * @param {{inField: boolean, letters: boolean}} where `letters`: whether single letters count at all
 * @returns {Action | null}
 */
export function actionOf({ key, ctrlKey, metaKey, altKey }, { inField, letters }) {
  if (altKey && !ctrlKey && !metaKey) return key === "ArrowDown" ? "next" : key === "ArrowUp" ? "previous" : null;
  if (ctrlKey || metaKey || altKey || inField) return null;
  if (key === "?") return "help"; // the way to the switch itself stays
  if (!letters) return null;
  return SHORTCUTS.find(({ keys }) => keys.includes(key.toLowerCase()))?.action ?? null;
}

/**
 * For a `keydown` listener on the document.
 * @param {KeyboardEvent} event
 * @param {Screen} screen
 */
export function onKey(event, screen) {
  const { state } = screen;
  if (state.phase !== "desk" || state.dialog || !state.me || !servesCustomers(state.me)) return;
  const field = /** @type {Element} */ (event.target).closest?.("input, textarea, select");
  if (event.key === "Escape") return escape(/** @type {HTMLElement | null} */ (field ?? null), screen);
  const action = actionOf(event, { inField: Boolean(field), letters: state.preferences.shortcuts });
  if (!action) return;
  event.preventDefault();
  PERFORM[action](screen);
}

/**
 * @param {HTMLElement | null} field
 * @param {Screen} screen
 */
function escape(field, { state, work }) {
  if (field) field.blur();
  else if (state.customerShown) work.showCustomer(false);
}

/** @type {Record<Action, (screen: Screen) => unknown>} */
const PERFORM = {
  take: ({ state, work }) => hindranceToTakeNext(state) ?? takeAndWrite(work),
  claim: ({ state, work }) => {
    const summary = openSummary(state);
    return summary?.state === "queued" && !hindranceToClaim(state) && claimAndWrite(work, summary.id);
  },
  next: (screen) => move(screen, 1),
  previous: (screen) => move(screen, -1),
  reply: ({ state, work }) => state.openId && write(work, "reply"),
  note: ({ state, work }) => state.openId && write(work, "note"),
  transfer: (screen) => ask(screen, "transfer"),
  release: (screen) => ask(screen, "release"),
  resolve: (screen) => ask(screen, "resolve"),
  ask_unit: (screen) => ask(screen, "ask_unit"),
  customer: ({ state, work }) => work.showCustomer(!state.customerShown),
  search: () => document.getElementById("search")?.focus(),
  help: ({ work }) => work.ask({ kind: "help" }),
};

/**
 * @param {Screen} screen
 * @param {1 | -1} step
 */
function move({ state, work }, step) {
  const ids = idsInOrder(state);
  const at = ids.indexOf(state.openId ?? "");
  const next = at < 0 ? (step > 0 ? 0 : ids.length - 1) : at + step;
  if (ids[next]) work.open(ids[next]);
}

/**
 * @param {Screen} screen
 * @param {import("../state/desk_state.js").ConversationDialog} kind
 */
function ask({ state, work }, kind) {
  const summary = openSummary(state);
  if (summary?.mine && summary.state === "agent" && isFresh(state)) work.ask({ kind, conversation: summary.id });
}
