/** What has happened that an agent who looks elsewhere wants to hear of. Pure. */

import { isFresh } from "./selectors.js";

/** @typedef {import("./desk_state.js").DeskState} DeskState */
/** @typedef {import("./desk_state.js").Summary} Summary */
/** @typedef {{kind: "waiting" | "message" | "given" | "closing" | "offered", summary: Summary}} News `given`: a colleague has
 *   passed it to me; `closing`: on WhatsApp there is little time left to write to them */

/**
 * @param {DeskState} before
 * @param {DeskState} after
 * @returns {News[]}
 */
export function newsBetween(before, after) {
  // What was there when the desk opened, or when it came back, is not news.
  if (!isFresh(before) || !isFresh(after)) return [];
  const offered = newOffer(before, after);
  if (before.lists === after.lists) return offered;
  return [...offered, ...newInLine(before, after), ...newForMe(before, after), ...newlyClosing(before, after)];
}

/**
 * @param {DeskState} before
 * @param {DeskState} after
 * @returns {News[]}
 */
function newOffer({ offer: before }, { offer }) {
  return offer && offer.id !== before?.id ? [{ kind: "offered", summary: offer.conversation }] : [];
}

/**
 * @param {DeskState} before
 * @param {DeskState} after
 * @returns {News[]}
 */
function newlyClosing(before, after) {
  const names = /** @type {const} */ (["line", "mine"]);
  const known = names.flatMap((name) => before.lists[name].items);
  return names.flatMap((name) => after.lists[name].items).flatMap((summary) => {
    const old = known.find((item) => item.id === summary.id);
    return old && isClosing(summary) && !isClosing(old) ? [{ kind: /** @type {const} */ ("closing"), summary }] : [];
  });
}

/** @param {Summary} summary */
function isClosing({ why }) {
  return why.includes("whatsapp_window");
}

/**
 * @param {DeskState} before
 * @param {DeskState} after
 * @returns {News[]}
 */
function newInLine(before, after) {
  if (after.me?.presence !== "online") return [];
  const known = idsIn(before, ["line", "mine"]);
  return after.lists.line.items.filter((item) => !known.has(item.id)).map((summary) => ({ kind: "waiting", summary }));
}

/**
 * @param {DeskState} before
 * @param {DeskState} after
 * @returns {News[]}
 */
function newForMe(before, after) {
  const old = new Map(before.lists.mine.items.map((item) => [item.id, item]));
  return after.lists.mine.items.flatMap((summary) => {
    const kind = kindOf(old.get(summary.id), summary, after.openId);
    return kind ? [{ kind, summary }] : [];
  });
}

/**
 * @param {Summary | undefined} before
 * @param {Summary} now
 * @param {string | null} openId what I have taken myself is open
 * @returns {"given" | "message" | null}
 */
function kindOf(before, now, openId) {
  if (!before) return now.id === openId ? null : "given";
  return now.last_message?.from === "customer" && now.last_seq > before.last_seq ? "message" : null;
}

/**
 * @param {DeskState} state
 * @param {import("./desk_state.js").ListName[]} names
 */
function idsIn(state, names) {
  return new Set(names.flatMap((name) => state.lists[name].items.map((item) => item.id)));
}
