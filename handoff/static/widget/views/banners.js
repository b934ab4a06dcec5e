/** What holds for the whole conversation now: no connection, a place in line, a problem on our side. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { describeWait } from "../wait.js";

/**
 * @param {{context: import("./app.js").Context, state: import("../conversation.js").Conversation, ask: (question: import("./app.js").Question) => void}} props
 */
export function Banners({ context, state, ask }) {
  return html`
    ${isCut(state) && html`<${Cut} ...${{ context, state }} />`}
    ${state.problem && html`<${Problem} ...${{ context, problem: state.problem, onClose: () => context.chat.store.dispatch({ type: "problem.over" }) }} />`}
    ${state.standing.state === "queued" && html`<${Waiting} ...${{ context, standing: state.standing, ask }} />`}`;
}

/** @param {import("../conversation.js").Conversation} state */
function isCut({ status, networkUp }) {
  return status === "waiting" || (!networkUp && status !== "stopped");
}

/** @param {{context: import("./app.js").Context, state: import("../conversation.js").Conversation}} props */
function Cut({ context: { t, chat }, state }) {
  return html`<div class="banner warn">
    <${Icon} name="offline" />
    <p>${t(state.networkUp ? "offline.banner" : "offline.no_network")}</p>
    ${state.networkUp && html`<button class="button plain" type="button" onClick=${() => chat.retryNow()}>${t("offline.retry")}</button>`}
  </div>`;
}

/** @param {{context: import("./app.js").Context, problem: import("../conversation.js").Problem, onClose: () => void}} props */
function Problem({ context: { t }, problem, onClose }) {
  const known = problem.code === "rate_limited" || problem.code === "unavailable" ? problem.code : "other";
  return html`<div class="banner warn" role="alert">
    <${Icon} name="alert" />
    <p>${t(`error.${known}`, { seconds: Math.ceil(problem.seconds ?? 0) })}</p>
    <button class="icon-button" type="button" aria-label=${t("error.close")} onClick=${onClose}><${Icon} name="close" size=${16} /></button>
  </div>`;
}

/**
 * @param {{context: import("./app.js").Context, standing: import("../frames.js").Standing, ask: (question: import("./app.js").Question) => void}} props
 */
function Waiting({ context: { t, format, clock }, standing, ask }) {
  const { title, detail } = describeWait(standing, t, format, clock.now());
  return html`<section class="waiting" aria-label=${title}>
    <span class="place" aria-hidden="true">${standing.officeOpen && standing.position ? standing.position : html`<${Icon} name="clock" size=${22} />`}</span>
    <div>
      <p class="waiting-title">${title}</p>
      <p>${detail}</p>
      <p class="hint"><span class="hint-text">${t("wait.meanwhile")} </span><button class="link" type="button" onClick=${() => ask("leave")}>${t("wait.leave")}</button></p>
    </div>
  </section>`;
}
