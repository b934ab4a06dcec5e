/** What the desk says, in both languages. */

import { EN } from "./en.js";
import { ID } from "./id.js";
import { WHATSAPP_EN } from "./whatsapp_en.js";
import { WHATSAPP_ID } from "./whatsapp_id.js";

/** @type {Record<import("../../common/i18n.js").Lang, Record<string, import("../../common/i18n.js").Text>>} */
export const TEXTS = { id: { ...ID, ...WHATSAPP_ID }, en: { ...EN, ...WHATSAPP_EN } };
