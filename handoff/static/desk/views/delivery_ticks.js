/** How far our words came on WhatsApp: one tick, two, two in colour; or why they did not. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Delivery} Delivery */

const TICKS = /** @type {Record<string, string>} */ ({
  sent: "M4.5 12.5l4.5 4.5L18.5 7.5",
  delivered: "M1.5 12.5l4.5 4.5L15.5 7.5M9.5 16l1.2 1L21 7.5",
  read: "M1.5 12.5l4.5 4.5L15.5 7.5M9.5 16l1.2 1L21 7.5",
});

/** @param {{screen: Screen, delivery: Delivery | null}} props null: not even in the ledger yet */
export function DeliveryTicks({ screen, delivery }) {
  const { t, format } = screen;
  const { state, at } = delivery ?? { state: "queued", at: null };
  const when = at ? format.time(Date.parse(at)) : null;
  const reason = delivery?.reason?.[screen.state.preferences.lang] ?? null;
  return html`<span class="delivery ${state}" data-test="delivery" data-state=${state} title=${when ?? ""}>
    ${TICKS[state] && html`<svg class="icon" width="1em" height="1em" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d=${TICKS[state]} fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>`}
    ${state === "failed" && html`<${Icon} name="alert" size=${14} />`}
    ${!TICKS[state] && state !== "failed" && html`<${Icon} name="clock" size=${13} />`}
    ${t(`delivery.${state}`)}${reason && html`<span class="delivery-reason">${reason}</span>`}
    ${delivery?.template && html` · ${t("delivery.template")}`}
  </span>`;
}
