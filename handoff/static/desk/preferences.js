/** What this browser's agent likes: language, colours, sound. */

import { chooseLang } from "../common/i18n.js";

const KEY = "desk.preferences";

/** @typedef {import("./state/desk_state.js").Preferences} Preferences */

/**
 * @param {import("../common/storage.js").Keep} keep
 * @param {readonly string[]} languages the browser's wishes
 * @returns {Preferences}
 */
export function readPreferences(keep, languages) {
  const kept = parse(keep.get(KEY));
  return {
    lang: chooseLang(kept.lang, ...languages),
    theme: kept.theme === "light" || kept.theme === "dark" ? kept.theme : "auto",
    sound: kept.sound === true,
    notify: kept.notify === true,
    shortcuts: kept.shortcuts !== false,
  };
}

/**
 * @param {import("../common/storage.js").Keep} keep
 * @param {Preferences} preferences
 */
export function keepPreferences(keep, preferences) {
  keep.set(KEY, JSON.stringify(preferences));
}

/**
 * @param {string | null} json
 * @returns {Record<string, unknown>}
 */
function parse(json) {
  try {
    return JSON.parse(json ?? "{}") ?? {};
  } catch {
    return {};
  }
}
