/** What holds for the whole conversation now: no connection, a place in line, a problem on our side. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { isCut } from "../conversation.js";
import { describeCallBack, describeWait } from "../wait.js";
import { IconButton } from "./icon_button.js";

/** @import { Conversation, Problem as ProblemState } from "../conversation.js" */
/** @import { Standing } from "../frames.js" */
/** @import { Context, Question } from "./app.js" */

/**
 * @param {{context: Context, state: Conversation, ask: (question: Question) => void, onCallBack: () => void}} props
 */
export function Banners({ context, state, ask, onCallBack }) {
  const onClose = () => context.chat.store.dispatch({ type: "problem.over" });
  return html`
    ${isCut(state) && html`<${Cut} ...${{ context, state }} />`}
    ${state.problem && html`<${Problem} ...${{ context, problem: state.problem, onClose }} />`}
    ${state.notice && html`<${Notice} context=${context} />`}
    ${state.standing.state === "queued" &&
      html`<${Waiting} ...${{ context, standing: state.standing, ask, onCallBack }} />`}`;
}

/** @param {{context: Context, state: Conversation}} props */
function Cut({ context: { t, chat }, state }) {
  return html`<div class="banner warn">
    <${Icon} name="offline" />
    <p>${t(state.networkUp ? "offline.banner" : "offline.no_network")}</p>
    ${state.networkUp &&
      html`<button class="button plain" type="button" onClick=${() => chat.retryNow()}>${t("offline.retry")}</button>`}
  </div>`;
}

/** @param {{context: Context, problem: ProblemState, onClose: () => void}} props */
function Problem({ context: { t }, problem, onClose }) {
  const known = problem.code === "rate_limited" || problem.code === "unavailable" ? problem.code : "other";
  return html`<div class="banner warn" role="alert">
    <${Icon} name="alert" />
    <p>${t(`error.${known}`, { seconds: Math.ceil(problem.seconds ?? 0) })}</p>
    <${IconButton} icon="close" size=${18} label=${t("error.close")} onClick=${onClose} />
  </div>`;
}

/** @param {{context: Context}} props */
function Notice({ context: { t, chat } }) {
  const onClose = () => chat.store.dispatch({ type: "notice", notice: null });
  return html`<div class="banner good" role="status">
    <${Icon} name="check" />
    <p>${t("notice.forgotten")}</p>
    <${IconButton} icon="close" size=${18} label=${t("error.close")} onClick=${onClose} />
  </div>`;
}

/**
 * @param {{context: Context, standing: Standing, ask: (question: Question) => void, onCallBack: () => void}} props
 */
function Waiting({ context: { t, format, clock }, standing, ask, onCallBack }) {
  const { title, detail } = describeWait(standing, t, format, clock.now());
  const place = standing.officeOpen && standing.position ? standing.position : html`<${Icon} name="clock" />`;
  return html`<section class="waiting" aria-label=${title}>
    <span class="place" aria-hidden="true">${place}</span>
    <div>
      <p class="waiting-title">${title}</p>
      <p>${detail}</p>
      ${standing.callBack !== null &&
        html`<p class="promised"><${Icon} name="phone" size=${16} />${describeCallBack(standing, t, format, clock.now())}</p>`}
      <p class="hint hint-text">${t("wait.meanwhile")}</p>
      <p class="waiting-links">
        <button class="link" type="button" onClick=${onCallBack}>
          ${t(standing.callBack === null ? "wait.call_back" : "wait.call_back_change")}
        </button>
        <button class="link" type="button" onClick=${() => ask("leave")}>${t("wait.leave")}</button>
      </p>
    </div>
  </section>`;
}
