/** The middle: one conversation, with what can be done with it. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { hindranceToTakeNext, isFresh, openSummary } from "../state/selectors.js";
import { Composer } from "./composer.js";
import { ConversationHeader } from "./conversation_header.js";
import { takeAndWrite } from "./writing.js";
import { HandoverCard } from "./handover_card.js";
import { TimelineView } from "./timeline_view.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** @param {{screen: Screen}} props */
export function ConversationPane({ screen }) {
  const { state, t } = screen;
  const summary = openSummary(state);
  const detail = state.openId ? state.details[state.openId] : undefined;
  const error = state.openId ? state.detailErrors[state.openId] : undefined;
  return html`<main class="conversation-pane ${isFresh(state) ? "" : "stale"}" aria-label=${t("conversation.label")}>
    ${!state.openId && html`<${NothingOpen} screen=${screen} />`}
    ${summary && html`<${ConversationHeader} key=${`header-${summary.id}`} screen=${screen} summary=${summary} />`}
    ${state.openId && !detail && html`<${NotRead} screen=${screen} error=${error} />`}
    ${detail && error && html`<p class="warning not-renewed" role="alert">${t("conversation.not_renewed")}
      <button class="link-button" type="button" onClick=${() => screen.work.open(detail.id)}>${t("retry")}</button></p>`}
    ${detail && html`
      <${HandoverCard} key=${`handover-${detail.id}`} screen=${screen} detail=${detail} />
      <${TimelineView} key=${`timeline-${detail.id}`} screen=${screen} detail=${detail} />
      <${Composer} key=${`composer-${detail.id}`} screen=${screen} detail=${detail} />
    `}
  </main>`;
}

/** @param {{screen: Screen}} props */
function NothingOpen({ screen }) {
  const { state, t, work } = screen;
  const hindrance = hindranceToTakeNext(state);
  return html`<div class="nothing-open">
    <span class="nothing-icon"><${Icon} name="chat" size=${34} /></span>
    <h2>${t("empty.title", { name: (state.me?.name ?? "").split(" ")[0] })}</h2>
    <p>${t(hindrance === "nobody" ? "empty.nobody" : "empty.choose")}</p>
    ${!hindrance && html`<button class="button" type="button" onClick=${() => takeAndWrite(work)}>${t("take.next")}</button>`}
    <p class="nothing-hint">${t("empty.shortcuts")} <kbd>?</kbd></p>
  </div>`;
}

/** @param {{screen: Screen, error: string | undefined}} props */
function NotRead({ screen, error }) {
  const { state, t, work } = screen;
  if (!error) {
    return html`<p class="reading" role="status"><span class="spinner" aria-hidden="true"></span>${t("conversation.reading")}</p>`;
  }
  return html`<div class="nothing-open" role="alert">
    <h2>${t(error === "not_found" ? "conversation.gone" : "conversation.not_read")}</h2>
    <button class="button quiet" type="button" onClick=${() => work.open(state.openId)}>${t("retry")}</button>
    <button class="button plain" type="button" onClick=${() => work.open(null)}>${t("back_to_list")}</button>
  </div>`;
}
