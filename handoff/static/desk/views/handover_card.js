/** What the bot hands over, so that the customer need not say it twice. */

import { html } from "../../common/view.js";
import { minutesRange } from "../../common/format.js";
import { brokenPromise } from "../state/selectors.js";
import { DeskIcon } from "./desk_icons.js";
import { useNow } from "./elapsed.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */

/** @param {{screen: Screen, detail: Detail}} props */
export function HandoverCard({ screen, detail }) {
  const { t } = screen;
  if (!detail.summary || detail.state === "bot" || detail.state === "closed") return null;
  return html`<details class="handover" open data-test="summary">
    <summary><${DeskIcon} name="handover" /> ${t("handover.title")}</summary>
    <div class="handover-body">
      <ul>${detail.summary.split("\n").map((line, index) => html`<li key=${index}><${SummaryLine} line=${line} /></li>`)}</ul>
      <${ToldWait} screen=${screen} detail=${detail} />
    </div>
  </details>`;
}

/** A line as `Label: text`. @param {{line: string}} props */
function SummaryLine({ line }) {
  const match = /^([^:“"]{2,30}): (.+)$/s.exec(line);
  if (!match) return html`<span class="said">${line}</span>`;
  return html`<b>${match[1]}</b> <span class="said">${match[2]}</span>`;
}

/** The wait that the customer was told: a promise that the agent must know of. @param {{screen: Screen, detail: Detail}} props */
function ToldWait({ screen, detail }) {
  const { t } = screen;
  const now = useNow(screen);
  const told = detail.escalations.at(-1);
  if (!told || told.wait_low === null || told.wait_high === null) return null;
  const [low, high] = minutesRange([told.wait_low, told.wait_high]);
  const broken = brokenPromise(detail, now);
  return html`<p class="told-wait ${broken ? "broken" : ""}">
    ${t("handover.told", { low, high })}${broken && html` <b>${t("handover.broken")}</b>`}
  </p>`;
}
