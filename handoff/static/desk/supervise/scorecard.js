/** The Moment of Truth scorecard: means first, then the lowest conversations with the sentences that made them. */

import { html } from "../../common/view.js";

/** @typedef {import("./supervise_page.js").Words} Words */

const DIMENSIONS = /** @type {const} */ (["responsiveness", "empathy", "reliability", "assurance"]);

/** @param {{words: Words, report: any}} props */
export function Scorecard({ words, report }) {
  const { t } = words;
  if (report.groups.length === 0) return html`<p class="card" data-test="scorecard">${t("score.none")}</p>`;
  return html`<div data-test="scorecard">
    <p class="quiet-text">${t("score.about", { count: report.most })}</p>
    <section class="card wide"><div class="scrolls" tabindex="0" role="region" aria-label=${t("score.means")}><table class="plain-table">
      <caption><h3>${t("score.means")}</h3></caption>
      <thead><tr><th scope="col">${t("score.who")}</th><th scope="col">${t("score.total")}</th>
        ${DIMENSIONS.map((each) => html`<th scope="col" key=${each}>${t(`score.${each}`)}</th>`)}
        <th scope="col">${t("score.count")}</th></tr></thead>
      <tbody>${report.groups.map((/** @type {any} */ group) => html`<${Group} key=${group.kind + group.name} words=${words} group=${group} />`)}</tbody>
    </table></div></section>
    <h3 class="section-head">${t("score.lowest")}</h3>
    <ul class="scored">${report.parts.map((/** @type {any} */ part) => html`<${Part} key=${part.conversation + part.ended_at} words=${words} part=${part} />`)}</ul>
  </div>`;
}

/** @param {{words: Words, group: any}} props */
function Group({ words, group }) {
  const { t, label, format } = words;
  const named = group.kind === "team" ? (group.name ? label("units", group.name) : t("score.front_office")) : group.name;
  const name = group.kind === "bot" ? t("score.bot") : t(`score.kind.${group.kind}`, { name: named });
  const written = (/** @type {number | undefined | null} */ value) => (value === undefined || value === null ? "–" : format.number(value));
  return html`<tr><th scope="row">${name}</th><td><b>${written(group.total)}</b></td>
    ${DIMENSIONS.map((each) => html`<td key=${each}>${written(group.dimensions[each])}</td>`)}<td>${format.number(group.count)}</td></tr>`;
}

/** @param {{words: Words, part: any}} props */
function Part({ words, part }) {
  const { t, format } = words;
  return html`<li class="card"><details>
    <summary><b class="score-total">${format.number(part.total)}</b> <span>${part.by === "Bot" ? t("score.bot") : part.by}</span>
      <small>${format.dateTime(Date.parse(part.ended_at))}</small></summary>
    <ul class="checks">${part.checks.map((/** @type {any} */ check) => html`<li key=${check.name}>
      <span class="badge ${check.value >= 1 ? "ok" : check.value > 0 ? "warn" : "bad"}">${format.number(Math.round(check.value * 100))}%</span>
      <span>${t(`check.${check.name}`)} <small>${t(`score.${check.dimension}`)}</small></span>
      ${check.sentences.map((/** @type {any} */ each) => html`<q key=${each.seq} class="said">${each.text}</q>`)}
    </li>`)}</ul>
    <a href=${`/desk/#/c/${encodeURIComponent(part.conversation)}`}>${t("score.open")}</a>
  </details></li>`;
}
