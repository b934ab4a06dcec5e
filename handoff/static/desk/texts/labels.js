/** Words for the codes that the server uses: reasons, emotions, intents, stages. */

import { EN_LABELS } from "./labels_en.js";
import { ID_LABELS } from "./labels_id.js";
import { WHATSAPP_EN_LABELS } from "./whatsapp_en.js";
import { WHATSAPP_ID_LABELS } from "./whatsapp_id.js";

/** @typedef {Record<string, Record<string, string>>} Labels words by kind and code */
/** @typedef {(kind: string, code: string) => string} Label */

/** @type {Record<import("../../common/i18n.js").Lang, Labels>} */
export const LABELS = {
  id: { ...ID_LABELS, ...WHATSAPP_ID_LABELS }, en: { ...EN_LABELS, ...WHATSAPP_EN_LABELS },
};

/**
 * Makes the function that gives a code's words; a code that is new to the desk is shown as it is, made readable.
 * @param {import("../../common/i18n.js").Lang} lang
 * @returns {Label}
 */
export function createLabels(lang) {
  const labels = LABELS[lang];
  return (kind, code) => labels[kind]?.[code] ?? readable(code);
}

/** @param {string} code */
function readable(code) {
  const words = code.replace(/[_:/]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
