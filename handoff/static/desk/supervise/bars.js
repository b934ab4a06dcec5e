/** Counts as bars. The table is the chart: each row has its figure in words, the bar beside it is for the eye alone. */

import { html } from "../../common/view.js";

/** @typedef {{key: string, count: number}} Tally */

/**
 * @param {{title: string, head: [string, string], rows: Tally[], name: (key: string) => string,
 *   number: (value: number) => string, empty: string}} props
 */
export function BarTable({ title, head, rows, name, number, empty }) {
  const most = Math.max(1, ...rows.map((each) => each.count));
  if (rows.length === 0) return html`<section class="card"><h3>${title}</h3><p class="quiet-text">${empty}</p></section>`;
  return html`<section class="card"><table class="bars">
    <caption><h3>${title}</h3></caption>
    <thead class="visually-hidden"><tr><th scope="col">${head[0]}</th><th scope="col">${head[1]}</th></tr></thead>
    <tbody>${rows.map((each) => html`<tr key=${each.key}>
      <th scope="row">${name(each.key)}</th>
      <td><svg class="bar" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
        <rect width=${(100 * each.count) / most} height="10" /></svg><span>${number(each.count)}</span></td>
    </tr>`)}</tbody>
  </table></section>`;
}

/**
 * One column for each hour of the day; the same in a table that opens below.
 * @param {{title: string, head: [string, string], hours: number[], number: (value: number) => string, open: string}} props
 */
export function HourColumns({ title, head, hours, number, open }) {
  const most = Math.max(1, ...hours);
  const hour = (/** @type {number} */ value) => String(value).padStart(2, "0");
  return html`<section class="card wide"><h3>${title}</h3>
    <svg class="columns-chart" aria-hidden="true" viewBox="0 0 240 60" preserveAspectRatio="none">
      ${hours.map((count, at) => html`<rect key=${at} x=${at * 10 + 1} width="8" y=${60 - (60 * count) / most} height=${(60 * count) / most} />`)}
    </svg>
    <div class="columns-scale" aria-hidden="true">${[0, 6, 12, 18].map((at) => html`<span key=${at}>${hour(at)}</span>`)}</div>
    <details><summary>${open}</summary><table class="plain-table">
      <thead><tr><th scope="col">${head[0]}</th><th scope="col">${head[1]}</th></tr></thead>
      <tbody>${hours.map((count, at) => html`<tr key=${at}><th scope="row">${hour(at)}:00</th><td>${number(count)}</td></tr>`)}</tbody>
    </table></details>
  </section>`;
}
