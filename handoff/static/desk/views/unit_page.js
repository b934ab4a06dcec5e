/** What a back-office unit sees: its requests with their due times, and where to answer them. */

import { html } from "../../common/view.js";
import { RequestCard } from "./request_card.js";
import { AccountMenu } from "./top_bar.js";
import { Toasts } from "./notices.js";

/** @param {{screen: import("./screen.js").Screen}} props */
export function UnitPage({ screen }) {
  const { state, t, label } = screen;
  const open = state.tasks.requests.filter((each) => each.state === "open");
  const answered = state.tasks.requests.filter((each) => each.state === "answered");
  return html`<div class="desk unit-desk" data-test="unit-page">
    <header class="top-bar">
      <p class="brand"><span class="brand-mark" aria-hidden="true">S</span> Sapa <span class="brand-place">${label("units", state.me?.unit ?? "")}</span></p>
      <span class="spacer"></span>
      <${AccountMenu} screen=${screen} />
    </header>
    <main class="unit-page">
      <h1>${t("unit.requests")} <span class="count">${open.length}</span></h1>
      <p class="quiet-text">${t("unit.about")}</p>
      ${!state.tasks.read && html`<p role="status">${t("list.reading")}</p>`}
      ${state.tasks.read && open.length === 0 && html`<p class="unit-empty" role="status">${t("unit.empty")}</p>`}
      <ul class="tasks">${open.map((each) => html`<${RequestCard} key=${each.id} screen=${screen} request=${each} answering />`)}</ul>
      ${answered.length > 0 && html`<details class="unit-answered"><summary>${t("unit.answered", { count: answered.length })}</summary>
        <ul class="tasks">${answered.map((each) => html`<${RequestCard} key=${each.id} screen=${screen} request=${each} answering />`)}</ul>
      </details>`}
    </main>
    <${Toasts} screen=${screen} />
  </div>`;
}
