/** What the customer chose in this browser. */

import { readLang } from "../common/i18n.js";

/** @import { Lang } from "../common/i18n.js" */
/** @import { Keep } from "../common/storage.js" */

/**
 * @typedef {object} Settings
 * @property {Lang} lang
 * @property {boolean} sound
 * @property {boolean} consented to the privacy notice, by sending a message
 * @property {boolean} open whether the panel is open
 * @property {boolean} visible whether the customer can see it
 * @property {string | null} lastRead
 */

const LANG = "sapa.lang";
const SOUND = "sapa.sound";
const CONSENT = "sapa.consent";
const READ = "sapa.read";
/** The names under which they are kept. */
export const SETTINGS = [LANG, SOUND, CONSENT, READ];

/** @param {Settings} old @param {Partial<Settings>} change @returns {Settings} */
export function reduceSettings(old, change) {
  const isNews = Object.entries(change).some(([key, value]) => old[/** @type {keyof Settings} */ (key)] !== value);
  return isNews ? { ...old, ...change } : old;
}

/**
 * @param {Keep} keep
 * @param {{lang: Lang, isEmbedded: boolean}} page
 * @returns {Settings}
 */
export function loadSettings(keep, { lang, isEmbedded }) {
  return {
    lang: chosenLang(keep) ?? lang,
    sound: keep.get(SOUND) === "on",
    consented: keep.get(CONSENT) !== null,
    open: !isEmbedded,
    visible: false,
    lastRead: keep.get(READ),
  };
}

/** The language the customer chose by hand; null when they never did. @param {Keep} keep */
export function chosenLang(keep) {
  return readLang(keep.get(LANG));
}

/**
 * Writes down what differs.
 * @param {Keep} keep
 * @param {Partial<Settings>} change
 * @param {number} now
 */
export function keepSettings(keep, change, now) {
  if (change.lang) keep.set(LANG, change.lang);
  if (change.sound !== undefined) keep.set(SOUND, change.sound ? "on" : null);
  if (change.consented) keep.set(CONSENT, new Date(now).toISOString());
  if (change.lastRead !== undefined) keep.set(READ, change.lastRead);
}

/** Forgets everything but the language and the sound. @param {Keep} keep */
export function forgetSettings(keep) {
  keep.set(CONSENT, null);
  keep.set(READ, null);
}
