/** The page's address after `#`: which conversation is open, so that Back and reload work. Pure. */

/**
 * @param {string} hash
 * @returns {string | null} the conversation's id
 */
export function readRoute(hash) {
  const match = /^#\/c\/([^/]+)$/.exec(hash);
  return match ? decodeURIComponent(match[1]) : null;
}

/**
 * @param {string | null} conversation
 * @returns {string}
 */
export function routeOf(conversation) {
  return conversation ? `#/c/${encodeURIComponent(conversation)}` : "#/";
}
