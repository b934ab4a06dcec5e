/** Who it is, who speaks, and what the agent can do now. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { DeskIcon } from "./desk_icons.js";
import { Elapsed } from "./elapsed.js";
import { CustomerAvatar, EmotionTag, LanguageTag, nameOf } from "./people.js";
import { WindowTag } from "./whatsapp_window.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Summary} Summary */

const ACTIONS = /** @type {const} */ (["transfer", "release", "resolve"]);

/** @param {{screen: Screen, summary: Summary}} props */
export function ConversationHeader({ screen, summary }) {
  const { state, t, work } = screen;
  return html`<header class="conversation-header">
    <button class="icon-button back" type="button" aria-label=${t("back_to_list")} onClick=${() => work.open(null)}>
      <${Icon} name="back" />
    </button>
    <${CustomerAvatar} screen=${screen} summary=${summary} />
    <div class="conversation-who">
      <h1>${nameOf(screen, summary)}</h1>
      <p class="conversation-state">
        <${Standing} screen=${screen} summary=${summary} />
        <span class="tags">
          <${LanguageTag} screen=${screen} language=${summary.language} />
          ${summary.emotion !== "neutral" && html`<${EmotionTag} screen=${screen} emotion=${summary.emotion} />`}
          <${WindowTag} screen=${screen} summary=${summary} />
        </span>
      </p>
    </div>
    ${summary.mine && summary.state === "agent" && html`<${Actions} screen=${screen} summary=${summary} />`}
    <button class="icon-button ask-unit" type="button" aria-label=${t("ask_unit.action")} title=${t("ask_unit.action")}
      data-test="ask-unit" disabled=${!isFresh(state)} onClick=${() => work.ask({ kind: "ask_unit", conversation: summary.id })}>
      <${DeskIcon} name="unit" size=${20} />
    </button>
    <button class="icon-button customer-toggle" type="button" aria-label=${t("customer.show")} title=${t("customer.show")}
      aria-expanded=${state.customerShown ? "true" : "false"} data-test="customer-toggle"
      onClick=${() => work.showCustomer(!state.customerShown)}>
      <${DeskIcon} name="panel" size=${20} />
    </button>
  </header>`;
}

/** Who speaks now. @param {{screen: Screen, summary: Summary}} props */
function Standing({ screen, summary }) {
  const { t } = screen;
  if (summary.state === "queued") {
    return html`<span class="standing queued" data-test="state" data-state="queued">
      ${summary.position ? t("standing.queued_at", { position: summary.position }) : t("standing.queued")}
      ${summary.queued_at && html` · <${Elapsed} screen=${screen} since=${summary.queued_at} waiting />`}
    </span>`;
  }
  const key = summary.state === "agent" && summary.mine ? "mine" : summary.state;
  return html`<span class="standing ${key}" data-test="state" data-state=${summary.state}>
    ${t(`standing.${key}`, { name: summary.agent?.name ?? t("who.agent") })}
  </span>`;
}

/** @param {{screen: Screen, summary: Summary}} props */
function Actions({ screen, summary }) {
  const { state, t, work } = screen;
  const fresh = isFresh(state);
  return html`<div class="actions" role="group" aria-label=${t("actions.label")}>
    ${ACTIONS.map((kind) => html`<button key=${kind} class="button ${kind === "resolve" ? "" : "quiet"}" type="button"
      data-test=${kind} disabled=${!fresh} title=${t(`${kind}.title`)} onClick=${() => work.ask({ kind, conversation: summary.id })}>
      <${DeskIcon} name=${kind} /> ${t(`${kind}.action`)}
    </button>`)}
  </div>`;
}
