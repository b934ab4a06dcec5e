/** In the left column: what was promised and must be done now, what units were asked, and low ratings. */

import { html } from "../../common/view.js";
import { PromiseCard } from "./promise_card.js";
import { RequestCard } from "./request_card.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** @param {{screen: Screen}} props */
export function TasksSections({ screen }) {
  const { promises, requests, ratings } = screen.state.tasks;
  return html`
    <${Section} screen=${screen} name="promises" count=${promises.length}>
      ${promises.map((each) => html`<${PromiseCard} key=${each.id} screen=${screen} promise=${each} linked />`)}
    <//>
    <${Section} screen=${screen} name="ratings" count=${ratings.length}>
      ${ratings.map((each) => html`<${LowRatingCard} key=${each.id} screen=${screen} rating=${each} />`)}
    <//>
    <${Section} screen=${screen} name="requests" count=${requests.length}>
      ${requests.map((each) => html`<${RequestCard} key=${each.id} screen=${screen} request=${each} linked />`)}
    <//>`;
}

/** @param {{screen: Screen, name: string, count: number, children?: import("../../common/view.js").ComponentChild}} props */
function Section({ screen, name, count, children }) {
  if (count === 0) return null;
  return html`<section class="list-section" aria-labelledby="list-${name}" data-test="tasks-${name}">
    <h2 id="list-${name}">${screen.t(`tasks.${name}`)} <span class="count">${count}</span></h2>
    <ul class="tasks">${children}</ul>
  </section>`;
}

/** @param {{screen: Screen, rating: import("../connection/payloads.js").LowRating}} props */
function LowRatingCard({ screen, rating }) {
  const { t, work, state } = screen;
  return html`<li class="task" data-test="low-rating">
    <p class="task-head"><b>${t("customer.score", { score: rating.score })}</b>
      <span class="quiet-text">${t("rating.served_by", { name: rating.agent })}</span></p>
    ${rating.comment && html`<p class="said">${rating.comment}</p>`}
    <div class="task-actions">
      <button class="button quiet small" type="button" onClick=${() => work.open(rating.conversation)}>${t("rating.read")}</button>
      <button class="button small" type="button" data-test="rating-reopen" disabled=${state.busy.review}
        onClick=${() => work.reviewRating(rating, true)}>${t("rating.reopen")}</button>
      <button class="button plain small" type="button" data-test="rating-reviewed" disabled=${state.busy.review}
        onClick=${() => work.reviewRating(rating, false)}>${t("rating.reviewed")}</button>
    </div>
  </li>`;
}
