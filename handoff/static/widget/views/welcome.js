/**
 * The first screen: greeting by the time of day, what people often ask, and the privacy notice until the customer
 * writes.
 */

import { html } from "../../common/view.js";

/** @import { Conversation } from "../conversation.js" */
/** @import { Translate } from "../texts.js" */
/** @import { Context } from "./app.js" */

const STARTERS = /** @type {const} */ (["starter.order", "starter.quotation", "starter.certificate", "starter.person"]);

/**
 * @param {{context: Context, state: Conversation, isEmpty: boolean, consented: boolean, onStart: (text: string) =>
 *   void}} props
 */
export function Welcome({ context, isEmpty, consented, onStart }) {
  const { t, options, clock } = context;
  const hour = new Date(clock.now()).getHours();
  return html`<div class=${isEmpty ? "welcome" : "welcome small"}>
    <h2>${t(`greeting.${partOfDay(hour)}`)}</h2>
    <p>${options.greeting ?? t("greeting.text")}</p>
    ${isEmpty && html`<${Starters} ...${{ t, onStart }} />`}
    ${!consented && html`<${PrivacyNotice} ...${{ t, address: options.privacy }} />`}
  </div>`;
}

/** @param {{t: Translate, onStart: (text: string) => void}} props */
function Starters({ t, onStart }) {
  return html`<div class="choices" role="group" aria-label=${t("starters.label")}>
    ${STARTERS.map((key) => t(key)).map(
      (text) => html`<button key=${text} class="button quiet" type="button"
        onClick=${() => onStart(text)}>${text}</button>`,
    )}
  </div>`;
}

/** @param {{t: Translate, address: string}} props */
function PrivacyNotice({ t, address }) {
  return html`<p class="privacy">
    ${t("privacy.text")}${" "}<a href=${address} target="_blank" rel="noopener">${t("privacy.link")}</a>
  </p>`;
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
