/** What the desk says, in both languages. */

import { EN } from "./en.js";
import { ID } from "./id.js";

/** @type {Record<import("../../common/i18n.js").Lang, Record<string, import("../../common/i18n.js").Text>>} */
export const TEXTS = { id: ID, en: EN };
