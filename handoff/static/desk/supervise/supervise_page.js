/** The page: a period, the figures (for supervisors) and the scores (for everybody who serves customers). */

import { createFormatter } from "../../common/format.js";
import { html, useEffect, useState } from "../../common/view.js";
import { Overview } from "./overview.js";
import { queryOf } from "./period.js";
import { Scorecard } from "./scorecard.js";

/**
 * @typedef {object} Words
 * @property {(key: string, values?: Record<string, any>) => string} t
 * @property {import("../texts/labels.js").Label} label
 * @property {import("../../common/format.js").Formatter} format
 * @property {import("../../common/i18n.js").Lang} lang
 */
/** @typedef {import("./period.js").Period} Period */
/** @typedef {{period?: any, figures?: any, scores?: any, problem?: string, door?: boolean}} Read */

const REPORTS = "/api/desk/reports";

/** @param {{words: Words, request: import("../connection/request.js").Request, first: Period}} props */
export function SupervisePage({ words, request, first }) {
  const { t } = words;
  const [period, setPeriod] = useState(first);
  const [read, setRead] = useState(/** @type {Read | null} */ (null));
  useEffect(() => {
    setRead(null);
    let wanted = true; // of two periods asked for quickly, the later one is shown
    void readReports(request, period).then((found) => wanted && setRead(found));
    return () => void (wanted = false);
  }, [period]);

  /** @param {Period} chosen */
  function choose(chosen) {
    history.replaceState(null, "", `${location.pathname}${queryOf(chosen)}`);
    setPeriod(chosen);
  }

  const inOffice = read?.period ? { ...words, format: createFormatter(words.lang, read.period.timezone) } : words;
  return html`<header class="bar"><a class="button quiet" href="/desk/">${t("page.back")}</a><h1>${t("page.title")}</h1></header>
    <main class="supervise">
      ${read?.period && html`<${PeriodForm} key=${read.period.first + read.period.last} words=${words} period=${read.period} onChoose=${choose} />`}
      ${read === null && html`<p role="status">${t("page.reading")}</p>`}
      ${read?.problem && html`<p class="card" role="alert">${t(`problem.${read.problem}`)}
        ${" "}<a href=${read.door ? "/desk/" : ""}>${t(read.door ? "page.back" : "page.again")}</a></p>`}
      ${read?.figures && html`<section><h2>${t("report.title")}</h2>
        <p><a href=${`${REPORTS}/overview.csv${queryOf(period)}`} download>${t("report.csv")}</a></p>
        <${Overview} words=${words} figures=${read.figures} /></section>`}
      ${read?.scores && html`<section><h2>${t("score.title")}</h2><${Scorecard} words=${inOffice} report=${read.scores} /></section>`}
    </main>`;
}

/** @param {{words: Words, period: {first: string, last: string, timezone: string}, onChoose: (period: Period) => void}} props */
function PeriodForm({ words, period, onChoose }) {
  const { t } = words;

  /** @param {SubmitEvent} event */
  function submit(event) {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
    onChoose({ from: String(given.get("from")), to: String(given.get("to")) });
  }

  return html`<form class="period" onSubmit=${submit}>
    <label>${t("period.from")} <input class="field" type="date" name="from" required value=${period.first} max="9999-12-31" /></label>
    <label>${t("period.to")} <input class="field" type="date" name="to" required value=${period.last} max="9999-12-31" /></label>
    <button class="button" type="submit">${t("period.show")}</button>
    <small>${period.timezone}</small>
  </form>`;
}

/**
 * @param {import("../connection/request.js").Request} request
 * @param {Period} period
 * @returns {Promise<Read>}
 */
async function readReports(request, period) {
  try {
    const me = await request("GET", "/api/desk/me");
    const supervises = me.role === "supervisor" || me.role === "admin";
    const [scores, overview] = await Promise.all([
      request("GET", `${REPORTS}/scorecard${queryOf(period)}`),
      supervises ? request("GET", `${REPORTS}/overview${queryOf(period)}`) : null,
    ]);
    return { period: scores.period, figures: overview?.figures, scores };
  } catch (error) {
    const code = /** @type {{code?: string}} */ (error).code ?? "";
    const known = ["not_logged_in", "forbidden", "invalid_input"].includes(code);
    return { problem: known ? code : "other", door: code === "not_logged_in" || code === "forbidden" };
  }
}
