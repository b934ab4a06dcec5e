/** The first screen: greeting by the time of day, what people often ask, and the privacy notice until the customer writes. */

import { html } from "../../common/view.js";

const STARTERS = /** @type {const} */ (["starter.order", "starter.quotation", "starter.certificate", "starter.person"]);

/**
 * @param {{context: import("./app.js").Context, state: import("../conversation.js").Conversation, isEmpty: boolean, consented: boolean, onStart: (text: string) => void}} props
 */
export function Welcome({ context, isEmpty, consented, onStart }) {
  const { t, options, clock } = context;
  const hour = new Date(clock.now()).getHours();
  return html`<div class=${isEmpty ? "welcome" : "welcome small"}>
    <h2>${t(`greeting.${partOfDay(hour)}`)}</h2>
    <p>${options.greeting ?? t("greeting.text")}</p>
    ${isEmpty && html`<div class="choices" role="group" aria-label=${t("starters.label")}>
      ${STARTERS.map((key) => html`<button key=${key} class="button quiet" type="button" onClick=${() => onStart(t(key))}>${t(key)}</button>`)}
    </div>`}
    ${!consented && html`<p class="privacy">${t("privacy.text")} <a href=${options.privacy} target="_blank" rel="noopener">${t("privacy.link")}</a></p>`}
  </div>`;
}

/**
 * Pagi until 11, siang until 15, sore until 18, malam: as Indonesians greet.
 * @param {number} hour
 * @returns {"morning" | "midday" | "afternoon" | "evening"}
 */
export function partOfDay(hour) {
  if (hour >= 4 && hour < 11) return "morning";
  if (hour >= 11 && hour < 15) return "midday";
  return hour >= 15 && hour < 18 ? "afternoon" : "evening";
}
