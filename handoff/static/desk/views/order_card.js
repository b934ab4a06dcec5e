/** One order: where it stands, who acts next, and its instruments. */

import { html } from "../../common/view.js";
import { STAGES, stageNumber } from "../state/stages.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Order} Order */

/** @param {{screen: Screen, order: Order, open: boolean}} props */
export function OrderCard({ screen, order, open }) {
  const { label } = screen;
  return html`<details class="order" open=${open} data-test="order">
    <summary><b>${order.number}</b>
      <span class="badge ${order.overdue ? "warn" : ""}">${label("stages", order.stage)}</span></summary>
    <${StageBar} screen=${screen} stage=${order.stage} />
    <dl class="order-facts">${factsOf(screen, order).map(({ name, value, late }) => html`<div key=${name} class="fact">
      <dt>${name}</dt><dd class=${late ? "overdue" : ""}>${value}</dd></div>`)}
    </dl>
    <ul class="instruments">
      ${order.instruments.map((each, index) => html`<${InstrumentLine} key=${index} screen=${screen} instrument=${each} />`)}
    </ul>
  </details>`;
}

/**
 * Since when, what comes next, who acts, by when.
 * @param {Screen} screen
 * @param {Order} order
 * @returns {{name: string, value: string, late?: boolean}[]}
 */
function factsOf({ t, label, format }, order) {
  /** A day without a time is the same day wherever it is read: noon keeps it so. @param {string} day */
  const dayOf = (day) => format.day(Date.parse(`${day}T12:00:00`), Date.now());
  const facts = [{ name: t("order.since"), value: dayOf(order.stage_since) }];
  if (order.next_stage) facts.push({ name: t("order.next"), value: label("stages", order.next_stage) });
  if (order.next_actor !== "nobody") facts.push({ name: t("order.actor"), value: label("actors", order.next_actor) });
  if (!order.expected) return facts;
  const late = order.overdue ? ` · ${t("order.overdue")}` : "";
  return [...facts, { name: t("order.expected"), value: dayOf(order.expected) + late, late: order.overdue }];
}

/** The eleven stages as a bar; words say the same for who cannot see it. @param {{screen: Screen, stage: string}} props */
function StageBar({ screen, stage }) {
  const at = stageNumber(stage);
  const text = screen.t("order.stage_of", { stage: screen.label("stages", stage), at, of: STAGES.length });
  return html`<div class="stage-bar" role="img" aria-label=${text} title=${text}>
    ${STAGES.map((each, index) => html`<i key=${each} class=${index + 1 < at ? "past" : index + 1 === at ? "now" : ""}></i>`)}
  </div>`;
}

/** @param {{screen: Screen, instrument: import("../connection/payloads.js").Instrument}} props */
function InstrumentLine({ screen, instrument: { type, brand, model, quantity, work, passed } }) {
  const result = passed === null ? screen.label("works", work) : screen.t(passed ? "order.passed" : "order.failed");
  return html`<li><span>${quantity}× ${type}</span> <span class="quiet-text">${brand} ${model}</span>
    <span class="result ${passed === false ? "failed" : ""}">${result}</span></li>`;
}
