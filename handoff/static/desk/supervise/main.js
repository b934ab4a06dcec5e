/** The page of reports and scores: the one place where its parts are made and joined. */

import { createFormatter } from "../../common/format.js";
import { createTranslator } from "../../common/i18n.js";
import { createKeep } from "../../common/storage.js";
import { html, render } from "../../common/view.js";
import { createRequest } from "../connection/request.js";
import { readPreferences } from "../preferences.js";
import { createLabels } from "../texts/labels.js";
import { readPeriod } from "./period.js";
import { SupervisePage } from "./supervise_page.js";
import { TEXTS } from "./texts.js";

const { lang, theme } = readPreferences(createKeep(() => window.localStorage), navigator.languages);
const request = createRequest({ fetch: (path, options) => fetch(path, options) });
const t = createTranslator(TEXTS, lang);

document.documentElement.lang = lang;
if (theme !== "auto") document.documentElement.dataset.theme = theme;
document.title = t("page.title");
const words = { t, label: createLabels(lang), format: createFormatter(lang), lang };
render(
  html`<${SupervisePage} words=${words} request=${request} first=${readPeriod(location.search)} />`,
  document.getElementById("page") ?? document.body,
);
