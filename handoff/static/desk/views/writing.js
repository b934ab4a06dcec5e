/** Puts the cursor where the agent goes on: into the field under the conversation. */

/** @typedef {import("../work/desk.js").Desk} Desk */

/** Whether there is a real keyboard; on a phone a field that is focused hides half of the conversation. */
export function hasKeyboard() {
  return window.matchMedia("(hover: hover) and (pointer: fine)").matches;
}

/**
 * Opens the field for a reply or a note.
 * @param {Desk} work
 * @param {"reply" | "note"} writing
 */
export function write(work, writing) {
  work.write(writing);
  focusField();
}

/** @param {Desk} work */
export async function takeAndWrite(work) {
  if ((await work.takeNext()) && hasKeyboard()) focusField();
}

/**
 * @param {Desk} work
 * @param {string} offer
 */
export async function acceptAndWrite(work, offer) {
  if ((await work.acceptOffer(offer)) && hasKeyboard()) focusField();
}

/**
 * @param {Desk} work
 * @param {string} id
 */
export async function claimAndWrite(work, id) {
  if ((await work.claim(id)) && hasKeyboard()) focusField();
}

/** Two frames: one until the view has followed the state, one until it stands. */
function focusField() {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById("composer-field")?.focus()));
}
