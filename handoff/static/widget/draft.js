/** What may be sent. Pure. */

/** Characters: more than anybody reads in a chat; the server takes five times as much. */
export const LONGEST_MESSAGE = 4000;

/**
 * Characters left, counted as people count them; negative when it is too much.
 * @param {string} text
 */
export function roomLeft(text) {
  return LONGEST_MESSAGE - (text.length <= LONGEST_MESSAGE / 2 ? text.length : [...text.trim()].length);
}

/**
 * The text as it is sent; null when there is nothing to send or too much.
 * @param {string} text
 * @returns {string | null}
 */
export function toSend(text) {
  const trimmed = text.trim();
  return trimmed && roomLeft(trimmed) >= 0 ? trimmed : null;
}
