/** What every view gets: the state, what can be done, and words. */

import { createFormatter } from "../../common/format.js";
import { createTranslator } from "../../common/i18n.js";
import { createLabels } from "../texts/labels.js";
import { TEXTS } from "../texts/texts.js";

/**
 * @typedef {object} Screen
 * @property {import("../state/desk_state.js").DeskState} state
 * @property {import("../work/desk.js").Desk} work
 * @property {(preferences: Partial<import("../state/desk_state.js").Preferences>) => void} prefer
 * @property {Ticker} ticker
 * @property {(key: string, values?: Record<string, any>) => string} t
 * @property {import("../texts/labels.js").Label} label words for a code: `label("reasons", "asked")`
 * @property {import("../../common/format.js").Formatter} format
 */

/**
 * @typedef {object} Ticker the time, told once a second
 * @property {() => number} now
 * @property {(listener: (now: number) => void) => () => void} subscribe
 */

/** @typedef {Pick<Screen, "t" | "label" | "format">} Words */

/** @type {Map<import("../../common/i18n.js").Lang, Words>} formatters are slow to make */
const made = new Map();

/**
 * @param {import("../../common/i18n.js").Lang} lang
 * @returns {Words}
 */
export function wordsIn(lang) {
  const known = made.get(lang);
  if (known) return known;
  const words = { t: createTranslator(TEXTS, lang), label: createLabels(lang), format: createFormatter(lang) };
  made.set(lang, words);
  return words;
}

/**
 * A clock that ticks only while somebody looks.
 * @returns {Ticker}
 */
export function createTicker() {
  /** @type {Set<(now: number) => void>} */
  const listeners = new Set();
  /** @type {number | undefined} */
  let timer;

  function tick() {
    for (const listener of [...listeners]) listener(Date.now());
  }

  return {
    now: () => Date.now(),
    subscribe(listener) {
      if (listeners.size === 0) timer = setInterval(tick, 1_000);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
}
