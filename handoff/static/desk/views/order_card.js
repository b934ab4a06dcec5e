/** One order: where it stands, who acts next, and its instruments. */

import { html } from "../../common/view.js";
import { STAGES, stageNumber } from "../state/stages.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Order} Order */

/** @param {{screen: Screen, order: Order, open: boolean}} props */
export function OrderCard({ screen, order, open }) {
  const { t, label, format } = screen;
  /** A day without a time is the same day wherever it is read: noon keeps it so. @param {string} day */
  const dayOf = (day) => format.day(Date.parse(`${day}T12:00:00`), Date.now());
  return html`<details class="order" open=${open} data-test="order">
    <summary><b>${order.number}</b> <span class="badge ${order.overdue ? "warn" : ""}">${label("stages", order.stage)}</span></summary>
    <${StageBar} screen=${screen} stage=${order.stage} />
    <dl class="order-facts">
      <div class="fact"><dt>${t("order.since")}</dt><dd>${dayOf(order.stage_since)}</dd></div>
      ${order.next_stage && html`<div class="fact"><dt>${t("order.next")}</dt><dd>${label("stages", order.next_stage)}</dd></div>`}
      ${order.next_actor !== "nobody" && html`<div class="fact"><dt>${t("order.actor")}</dt><dd>${label("actors", order.next_actor)}</dd></div>`}
      ${order.expected && html`<div class="fact"><dt>${t("order.expected")}</dt>
        <dd class=${order.overdue ? "overdue" : ""}>${dayOf(order.expected)}${order.overdue ? ` · ${t("order.overdue")}` : ""}</dd></div>`}
    </dl>
    <ul class="instruments">${order.instruments.map((each, index) => html`<${InstrumentLine} key=${index} screen=${screen} instrument=${each} />`)}</ul>
  </details>`;
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
