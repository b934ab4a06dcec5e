/** Names as a picture of two letters. Pure. */

/**
 * @param {string | null} name
 * @returns {string} at most two letters; a neutral sign for nobody
 */
export function initials(name) {
  const words = (name ?? "")
    .replace(/[^\p{L}\p{N}\s]/gu, "")
    .trim()
    .split(/\s+/u)
    .filter(Boolean);
  if (words.length === 0) return "•";
  const letters = words.length === 1 ? [words[0]] : [words[0], words[words.length - 1]];
  return letters
    .map((word) => [...word][0])
    .join("")
    .toLocaleUpperCase("id");
}
