/**
 * A few small values in cookies that belong to this frame on this host page only (CHIPS): allowed in frames where
 * browsers deny `localStorage`.
 */

/** Seconds: the longest that browsers keep a cookie. */
const MAX_AGE = 400 * 86_400;
/** Characters: every request carries the cookies, and browsers take 4,096. */
const LONGEST = 400;

/**
 * @param {readonly string[]} names the only ones taken; others are refused as by a full storage
 * @param {{cookie: string}} jar the document
 * @returns {Storage}
 */
export function openCookieStorage(names, jar = document) {
  const all = () => new Map(jar.cookie.split("; ").map((pair) => /** @type {[string, string]} */ (pair.split("=", 2))));
  const kept = () => [...all().keys()].filter((name) => names.includes(name));
  /**
   * @param {string} name
   * @param {string} value
   * @param {number} age
   */
  const write = (name, value, age) => {
    jar.cookie = `${name}=${value}; Path=/; Max-Age=${age}; Secure; SameSite=None; Partitioned`;
  };
  const storage = {
    get length() {
      return kept().length;
    },
    key: (/** @type {number} */ index) => kept()[index] ?? null,
    getItem(/** @type {string} */ name) {
      const value = names.includes(name) ? all().get(name) : undefined;
      return value === undefined ? null : decodeURIComponent(value);
    },
    setItem(/** @type {string} */ name, /** @type {string} */ text) {
      const value = encodeURIComponent(text);
      if (!names.includes(name) || value.length > LONGEST) throw new Error(`No cookie for ${name}`);
      write(name, value, MAX_AGE);
      if (all().get(name) !== value) throw new Error("Cookies are blocked");
    },
    removeItem: (/** @type {string} */ name) => names.includes(name) && write(name, "", 0),
    clear: () => kept().forEach((name) => write(name, "", 0)),
  };
  return /** @type {Storage} */ (storage);
}
