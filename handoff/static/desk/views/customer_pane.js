/** The right column: who the customer is, what is known, what they have with us. */

import { Icon, Star } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { knownFacts } from "../state/known_facts.js";
import { isFresh } from "../state/selectors.js";
import { DeskIcon } from "./desk_icons.js";
import { OrderCard } from "./order_card.js";
import { CustomerAvatar, nameOf } from "./people.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {{screen: Screen, detail: Detail}} Props */

/** Newest feelings shown; older ones say little about now. */
const MOST_EMOTIONS = 12;

/** @param {{screen: Screen}} props */
export function CustomerPane({ screen }) {
  const { state, t, work } = screen;
  const detail = state.openId ? state.details[state.openId] : undefined;
  return html`<aside class="customer-pane ${state.customerShown ? "shown" : ""} ${isFresh(state) ? "" : "stale"}"
    aria-label=${t("customer.label")} data-test="customer">
    <div class="customer-close">
      <h2>${t("customer.label")}</h2>
      <button class="icon-button" type="button" aria-label=${t("close")} onClick=${() => work.showCustomer(false)}>
        <${Icon} name="close" /></button>
    </div>
    ${detail
      ? html`<${Profile} key=${detail.id} screen=${screen} detail=${detail} />`
      : html`<p class="customer-empty">${t("customer.empty")}</p>`}
  </aside>`;
}

/** @param {Props} props */
function Profile({ screen, detail }) {
  return html`<div>
    <${Identity} screen=${screen} detail=${detail} />
    <${CallBack} screen=${screen} detail=${detail} />
    <${Emotions} screen=${screen} detail=${detail} />
    <${Facts} screen=${screen} detail=${detail} />
    <${Orders} screen=${screen} detail=${detail} />
    <${Rating} screen=${screen} detail=${detail} />
    <${Previous} screen=${screen} detail=${detail} />
  </div>`;
}

/** @param {Props} props */
function Identity({ screen, detail }) {
  const { t, label } = screen;
  const { customer, identity } = detail;
  return html`<section class="card identity">
    <div class="identity-head">
      <${CustomerAvatar} screen=${screen} summary=${detail} />
      <div>
        <h2>${nameOf(screen, detail)}</h2>
        <span class="badge ${customer.verified ? "ok" : ""}" data-test="verified">
          <${Icon} name=${customer.verified ? "shield" : "info"} size=${14} />
          ${t(customer.verified ? "customer.verified" : "customer.unverified")}
        </span>
      </div>
    </div>
    <dl>
      ${identity.map(({ company, name }) => html`<${Fact} key=${company + name} name=${t("customer.company")}
        value="${company} (${name})" />`)}
      <${Fact} name=${t("customer.channel")} value=${label("channels", detail.channel)} />
      ${customer.phone_masked && html`<${Fact} name=${t("customer.phone")} value=${customer.phone_masked} />`}
      <${Fact} name=${t("customer.language")} value=${label("languages", detail.language)} />
      <${Fact} name=${t("customer.since")} value=${screen.format.dateTime(Date.parse(detail.created_at))} />
    </dl>
  </section>`;
}

/** @param {{name: string, value: string}} props */
function Fact({ name, value }) {
  return html`<div class="fact"><dt>${name}</dt><dd class="said">${value}</dd></div>`;
}

/** The customer would rather be called than wait. @param {Props} props */
function CallBack({ screen, detail }) {
  const { t, label, format } = screen;
  const { call_back: wish } = detail;
  if (!wish) return null;
  return html`<section class="card" data-test="call-back"><h2>${t("call_back.title")}</h2>
    <dl>
      <${Fact} name=${t("call_back.by")} value=${label("call_back_channels", wish.channel)} />
      ${wish.number && html`<${Fact} name=${t("call_back.number")} value=${wish.number} />`}
      <${Fact} name=${t("call_back.due")} value=${format.dateTime(Date.parse(wish.due_at))} />
    </dl>
  </section>`;
}

/** How the feeling went, turn by turn. @param {Props} props */
function Emotions({ screen, detail }) {
  const { t, label, format } = screen;
  const shown = detail.emotions.slice(-MOST_EMOTIONS);
  if (shown.every((each) => each.label === "neutral")) return null;
  return html`<section class="card"><h2>${t("customer.emotions")}</h2>
    <ol class="emotions">${shown.map(
      (each, index) => html`<li key=${index} class="emotion-${each.label}" title=${format.time(Date.parse(each.at))}>
        <${DeskIcon} name=${each.label} size=${22} /><span class="visually-hidden">${label("emotions", each.label)}</span></li>`,
    )}</ol>
  </section>`;
}

/** What the bot has asked already. @param {Props} props */
function Facts({ screen, detail }) {
  const facts = knownFacts(detail.slots);
  if (facts.length === 0) return null;
  return html`<section class="card"><h2>${screen.t("customer.known")}</h2>
    <dl>${facts.map(({ name, value }) => html`<${Fact} key=${name} name=${screen.label("slots", name)} value=${value} />`)}</dl>
  </section>`;
}

/** @param {Props} props */
function Orders({ screen, detail }) {
  const { t } = screen;
  const { orders, customer } = detail;
  const none = t(customer.verified ? "customer.no_orders" : "customer.orders_hidden");
  return html`<section class="card">
    <h2>${t("customer.orders")} ${orders.length > 0 && html`<span class="count">${orders.length}</span>`}</h2>
    ${orders.length === 0 && html`<p class="quiet-text">${none}</p>`}
    ${orders.map((order, index) => html`<${OrderCard} key=${order.number} screen=${screen} order=${order} open=${index === 0} />`)}
  </section>`;
}

/** @param {Props} props */
function Rating({ screen, detail }) {
  const { rating } = detail;
  if (!rating) return null;
  return html`<section class="card" data-test="rating"><h2>${screen.t("customer.rating")}</h2>
    <p class="stars" role="img" aria-label=${screen.t("customer.score", { score: rating.score })}>
      ${[1, 2, 3, 4, 5].map((star) => html`<${Star} key=${star} filled=${star <= rating.score} size=${18} />`)}
    </p>
    ${rating.comment && html`<p class="said">${rating.comment}</p>`}
  </section>`;
}

/** @param {Props} props */
function Previous({ screen, detail }) {
  const { t, label, format, work } = screen;
  if (detail.previous.length === 0) return null;
  return html`<section class="card"><h2>${t("customer.previous")}</h2>
    <ul class="previous">${detail.previous.map(
      (each) => html`<li key=${each.id}><button class="previous-button" type="button" onClick=${() => work.open(each.id)}>
        <span>${format.day(Date.parse(each.created_at), Date.now())}</span>
        <span class="quiet-text">${each.reason ? label("reasons", each.reason) : t("customer.bot_only")}
          ${each.outcome && ` · ${label("outcomes", each.outcome)}`}</span>
      </button></li>`,
    )}</ul>
  </section>`;
}
