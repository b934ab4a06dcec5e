/** What the bot hands over, so that the customer need not say it twice; in the agent's language, whatever the customer's is. */

import { minutesRange } from "../../common/format.js";
import { html } from "../../common/view.js";
import { knownFacts } from "../state/known_facts.js";
import { brokenPromise } from "../state/selectors.js";
import { DeskIcon } from "./desk_icons.js";
import { useNow } from "./elapsed.js";
import { EmotionTag } from "./people.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").Escalation} Escalation */
/** @typedef {{screen: Screen, detail: Detail}} Props */

/** The customer's own sentences shown; the others stand in the conversation. */
const MOST_EVIDENCE = 2;

/** @param {Props} props */
export function HandoverCard({ screen, detail }) {
  const last = detail.escalations.at(-1);
  const waitsOrServed = detail.state === "queued" || detail.state === "agent";
  if (!last || !waitsOrServed) return null;
  return html`<details class="handover" open=${!isKnownAlready(detail)} data-test="summary">
    <summary><${DeskIcon} name="handover" /> ${screen.t("handover.title")}</summary>
    <div class="handover-body">
      <dl>
        <${Reason} screen=${screen} escalation=${last} />
        <${Evidence} screen=${screen} evidence=${last.evidence} />
        <${Known} screen=${screen} detail=${detail} />
      </dl>
      <${ToldWait} screen=${screen} detail=${detail} />
    </div>
  </details>`;
}

/** On a phone the room is the conversation's once the agent has begun to answer. @param {Detail} detail */
function isKnownAlready(detail) {
  return window.matchMedia("(max-width: 46rem)").matches && detail.messages.at(-1)?.from === "agent";
}

/** @param {{screen: Screen, escalation: Escalation}} props */
function Reason({ screen, escalation: { reason, emotion } }) {
  return html`<div class="fact"><dt>${screen.t("handover.reason")}</dt><dd>${screen.label("reasons", reason)}
    ${emotion !== "neutral" && html` <${EmotionTag} screen=${screen} emotion=${emotion} />`}</dd></div>`;
}

/** @param {{screen: Screen, evidence: string[]}} props */
function Evidence({ screen, evidence }) {
  const said = evidence.filter((each) => each.trim()).slice(-MOST_EVIDENCE);
  if (said.length === 0) return null;
  return html`<div class="fact"><dt>${screen.t("handover.said")}</dt>
    <dd class="said">${said.map((each) => `“${each}”`).join("\n")}</dd></div>`;
}

/** @param {Props} props */
function Known({ screen, detail }) {
  const facts = knownFacts(detail.slots);
  if (facts.length === 0) return null;
  const text = facts.map(({ name, value }) => `${screen.label("slots", name)} ${value}`).join(" · ");
  return html`<div class="fact"><dt>${screen.t("customer.known")}</dt><dd class="said">${text}</dd></div>`;
}

/** The wait that the customer was told: a promise that the agent must know of. @param {Props} props */
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
