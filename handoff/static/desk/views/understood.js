/** What the bot made of a customer's words, for the agent to judge. */

import { html } from "../../common/view.js";
import { DeskIcon } from "./desk_icons.js";
import { EmotionTag } from "./people.js";

/** Confidence under which the bot itself was not sure; shown as such. */
const UNSURE_BELOW = 0.6;

/**
 * @param {{screen: import("./screen.js").Screen, detail: import("../connection/payloads.js").Detail,
 *   understood: import("../connection/payloads.js").Understood}} props
 */
export function UnderstoodTag({ screen, detail, understood }) {
  const { t, label } = screen;
  const { intent, topic, confidence, language, emotion } = understood;
  if (!intent && !topic) return null;
  const what = topic ? label("topics", topic.replace(/^faq\//, "")) : label("intents", intent ?? "");
  const unsure = typeof confidence === "number" && confidence < UNSURE_BELOW;
  return html`<span class="understood ${unsure ? "unsure" : ""}" data-test="understood">
    <${DeskIcon} name="brain" size=${14} />
    <span>${t("understood.as", { what })}</span>
    ${typeof confidence === "number" && html`<span title=${t("understood.confidence")}>${Math.round(confidence * 100)}%</span>`}
    ${language && language !== detail.language && html`<span>${label("languages", language)}</span>`}
    ${emotion && emotion !== "neutral" && html`<${EmotionTag} screen=${screen} emotion=${emotion} />`}
  </span>`;
}
