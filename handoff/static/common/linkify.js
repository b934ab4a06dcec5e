/** Finds web and e-mail addresses in what people wrote. Pure; gives parts, never markup. */

/** @typedef {{text: string, href: string | null}} TextPart */

// Web addresses with their scheme or www., and e-mail addresses; deliberately no bare "example.com" ("selesai.terima
// kasih").
const CANDIDATE = /\b(?:https?:\/\/|www\.)[^\s<>"]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
// Characters that turn the reading direction or hide: an address with them can look like another one.
const DISGUISE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;
const TRAILING = /[.,;:!?'’”*_~]/u;

/**
 * Splits a text into plain parts and links. The parts' texts together are the text.
 * @param {string} text
 * @returns {TextPart[]}
 */
export function linkify(text) {
  /** @type {TextPart[]} */
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = trim(match[0]);
    const href = addressOf(shown);
    if (!href) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/**
 * Leaves off what ends the sentence rather than the address: punctuation, and brackets that were opened before it.
 * @param {string} candidate
 */
function trim(candidate) {
  const spare = {
    ")": surplus(candidate, "(", ")"),
    "]": surplus(candidate, "[", "]"),
    "}": surplus(candidate, "{", "}"),
  };
  let end = candidate.length;
  for (; end > 0; end -= 1) {
    const last = /** @type {")" | "]" | "}"} */ (candidate[end - 1]);
    if (TRAILING.test(last)) continue;
    if (!(spare[last] > 0)) break;
    spare[last] -= 1;
  }
  return candidate.slice(0, end);
}

/**
 * How many more closing brackets than opening ones.
 * @param {string} text
 * @param {string} open
 * @param {string} close
 */
function surplus(text, open, close) {
  return text.split(close).length - text.split(open).length;
}

/**
 * @param {string} shown
 * @returns {string | null} null for what is no address, or one that could deceive
 */
function addressOf(shown) {
  if (DISGUISE.test(shown)) return null;
  if (!/^(https?:|www\.)/i.test(shown)) return `mailto:${shown}`;
  const address = URL.parse ? URL.parse(withScheme(shown)) : tryUrl(withScheme(shown));
  if (!address || address.username || address.password) return null; // https://bank.co.id@elsewhere.example
  return address.hostname.includes(".") || address.hostname === "localhost" ? address.href : null;
}

/** @param {string} shown */
function withScheme(shown) {
  return /^https?:/i.test(shown) ? shown : `https://${shown}`;
}

/** @param {string} text */
function tryUrl(text) {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
