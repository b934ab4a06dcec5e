/** Texts in Indonesian and English. Pure. */

/** @typedef {"id" | "en"} Lang */
/**
 * @typedef {string | ((values: Record<string, any>) => string)} Text a text with {places}, or a function where grammar
 *   needs one
 */
/** @typedef {Record<string, Text>} Texts */

/** @type {readonly Lang[]} */
export const LANGS = ["id", "en"];

/**
 * Reads a language tag such as `en-GB`; null for one we do not speak.
 * @param {unknown} tag
 * @returns {Lang | null}
 */
export function readLang(tag) {
  if (typeof tag !== "string") return null;
  const code = tag.slice(0, 2).toLowerCase();
  // Old code of Indonesian; languages whose readers read it.
  if (code === "in" || code === "ms" || code === "jv" || code === "su") return "id";
  return LANGS.find((lang) => lang === code) ?? null;
}

/**
 * The first language we speak among wishes, strongest first; Indonesian when there is none.
 * @param {...unknown} wishes
 * @returns {Lang}
 */
export function chooseLang(...wishes) {
  for (const wish of wishes) {
    const lang = readLang(wish);
    if (lang) return lang;
  }
  return "id";
}

/**
 * Makes the function that gives texts: `t("wait.place", {place: 2})`.
 * @template {string} K
 * @param {Record<Lang, Record<K, Text>>} catalog
 * @param {Lang} lang
 * @returns {(key: K, values?: Record<string, any>) => string}
 */
export function createTranslator(catalog, lang) {
  const texts = catalog[lang];
  return (key, values = {}) => {
    const text = /** @type {Text} */ (texts[key]);
    if (typeof text === "function") return text(values);
    if (typeof text !== "string") throw new Error(`No text ${key} in ${lang}`);
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}
