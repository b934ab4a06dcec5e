/**
 * Small values kept in the browser, where the browser allows it: private windows and blocked cookies make
 * `localStorage` throw.
 */

/**
 * @typedef {object} Keep
 * @property {(key: string) => string | null} get
 * @property {(key: string, value: string | null) => void} set null takes it away
 * @property {(prefix: string) => string[]} keys names that begin so
 */

/**
 * Wraps the first `Storage` that the browser allows; where it allows none, values live as long as the page.
 * @param {...() => Storage} opens e.g. `() => window.localStorage`
 * @returns {Keep}
 */
export function createKeep(...opens) {
  const storage = opens.map(tryOpen).find((each) => each !== null) ?? null;
  /** @type {Map<string, string>} what the browser did not take */
  const memory = new Map();
  return {
    get: (key) => memory.get(key) ?? storage?.getItem(key) ?? null,
    set(key, value) {
      memory.delete(key);
      if (value === null) storage?.removeItem(key);
      else if (!tryWrite(storage, key, value)) memory.set(key, value);
    },
    keys: (prefix) => [...new Set([...namesIn(storage), ...memory.keys()])].filter((key) => key.startsWith(prefix)),
  };
}

/** @param {() => Storage} open */
function tryOpen(open) {
  try {
    const storage = open();
    storage.getItem("sapa"); // some browsers throw only here
    return storage;
  } catch {
    return null;
  }
}

/**
 * @param {Storage | null} storage
 * @param {string} key
 * @param {string} value
 */
function tryWrite(storage, key, value) {
  try {
    storage?.setItem(key, value);
    return storage !== null;
  } catch {
    return false; // full, or forbidden
  }
}

/** @param {Storage | null} storage */
function namesIn(storage) {
  return Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index) ?? "");
}
