/** Company, who is speaking now, language, menu, close. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { isCut } from "../conversation.js";
import { initials } from "../names.js";
import { IconButton } from "./icon_button.js";
import { Menu } from "./menu.js";

/** @import { Lang } from "../../common/i18n.js" */
/** @import { Conversation } from "../conversation.js" */
/** @import { Translate } from "../texts.js" */
/** @import { Context, Question } from "./app.js" */

/**
 * @typedef {object} Actions
 * @property {(question: Question) => void} ask
 * @property {() => void} close
 * @property {(lang: Lang) => void} changeLang
 * @property {() => void} toggleSound
 * @property {() => void} download
 */

/**
 * @param {{context: Context, state: Conversation,
 *   lang: Lang, sound: boolean, isEmbedded: boolean, actions: Actions}} props
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
    ${isEmbedded &&
      html`<${IconButton} icon="close" label=${t("panel.close")} onClick=${actions.close} />`}
  </header>`;
}

/** @param {{context: Context, state: Conversation}} props */
function Face({ context, state }) {
  const { agent, state: who } = state.standing;
  if (who === "agent") return html`<span class="avatar person face" aria-hidden="true">${initials(agent)}</span>`;
  if (context.options.logo)
    return html`<img class="face logo" src=${context.options.logo} alt="" width="40" height="40" />`;
  return html`<span class="face mark" aria-hidden="true"><${Icon} name="chat" size=${26} /></span>`;
}

/** @param {{t: Translate, lang: Lang, onChoose: Actions["changeLang"]}} props */
function Languages({ t, lang, onChoose }) {
  const choice = (/** @type {Lang} */ code) => html`
    <button type="button" aria-pressed=${String(code === lang)} aria-label=${t(`lang.${code}`)}
      onClick=${() => onChoose(code)}>${code.toUpperCase()}</button>`;
  return html`<div class="languages" role="group" aria-label=${t("lang.label")}>${choice("id")}${choice("en")}</div>`;
}

/** @param {Conversation} state */
function tone(state) {
  if (isCut(state)) return "off";
  return { bot: "on", queued: "pending", agent: "on", closed: "off" }[state.standing.state];
}

/**
 * @param {Conversation} state
 * @param {Translate} t
 */
function describeStatus(state, t) {
  if (isCut(state)) return t("status.offline");
  if (!state.known && state.status !== "stopped") return t("status.connecting");
  const { state: who, agent } = state.standing;
  if (who !== "agent") return t(`status.${who}`);
  return agent ? t("status.agent", { name: agent }) : t("status.agent_unnamed");
}
