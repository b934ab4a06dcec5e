/** Company, who is speaking now, language, menu, close. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { initials } from "../names.js";
import { Menu } from "./menu.js";

/**
 * @typedef {object} Actions
 * @property {(question: import("./app.js").Question) => void} ask
 * @property {() => void} close
 * @property {(lang: import("../../common/i18n.js").Lang) => void} changeLang
 * @property {() => void} toggleSound
 * @property {() => void} download
 */

/**
 * @param {{context: import("./app.js").Context, state: import("../conversation.js").Conversation,
 *   lang: import("../../common/i18n.js").Lang, sound: boolean, isEmbedded: boolean, actions: Actions}} props
 */
export function Header({ context, state, lang, sound, isEmbedded, actions }) {
  const { t, title } = context;
  return html`<header class="header">
    <${Face} ...${{ context, state }} />
    <div class="header-text">
      <h1 tabindex="-1">${title}</h1>
      <p class="status"><span class=${`dot ${tone(state)}`}></span><span>${describeStatus(state, t)}</span></p>
    </div>
    <${Languages} ...${{ t, lang, onChoose: actions.changeLang }} />
    <${Menu} ...${{ context, state, sound, actions }} />
    ${isEmbedded && html`<button class="icon-button" type="button" aria-label=${t("panel.close")} onClick=${actions.close}><${Icon} name="close" /></button>`}
  </header>`;
}

/** @param {{context: import("./app.js").Context, state: import("../conversation.js").Conversation}} props */
function Face({ context, state }) {
  const { agent, state: who } = state.standing;
  if (who === "agent") return html`<span class="avatar person face" aria-hidden="true">${initials(agent)}</span>`;
  if (context.options.logo) return html`<img class="face logo" src=${context.options.logo} alt="" width="40" height="40" />`;
  return html`<span class="face mark" aria-hidden="true"><${Icon} name="chat" size=${26} /></span>`;
}

/** @param {{t: import("../texts.js").Translate, lang: import("../../common/i18n.js").Lang, onChoose: Actions["changeLang"]}} props */
function Languages({ t, lang, onChoose }) {
  const choice = (/** @type {import("../../common/i18n.js").Lang} */ code) => html`
    <button type="button" aria-pressed=${String(code === lang)} aria-label=${t(`lang.${code}`)} onClick=${() => onChoose(code)}>${code.toUpperCase()}</button>`;
  return html`<div class="languages" role="group" aria-label=${t("lang.label")}>${choice("id")}${choice("en")}</div>`;
}

/** @param {import("../conversation.js").Conversation} state */
function isAway({ status, networkUp }) {
  return status === "waiting" || (!networkUp && status !== "stopped");
}

/** @param {import("../conversation.js").Conversation} state */
function tone(state) {
  if (isAway(state)) return "off";
  return { bot: "on", queued: "pending", agent: "on", closed: "off" }[state.standing.state];
}

/**
 * @param {import("../conversation.js").Conversation} state
 * @param {import("../texts.js").Translate} t
 */
function describeStatus(state, t) {
  if (isAway(state)) return t("status.offline");
  if (!state.known && state.status !== "stopped") return t("status.connecting");
  const { state: who, agent } = state.standing;
  if (who !== "agent") return t(`status.${who}`);
  return agent ? t("status.agent", { name: agent }) : t("status.agent_unnamed");
}
