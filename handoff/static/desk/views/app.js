/** The whole page. */

import { html } from "../../common/view.js";
import { servesCustomers } from "../state/selectors.js";
import { ConversationPane } from "./conversation_pane.js";
import { CustomerPane } from "./customer_pane.js";
import { Dialogs } from "./dialogs.js";
import { LinkBanner } from "./link_banner.js";
import { ListPane } from "./list_pane.js";
import { LogIn, Waiting } from "./log_in.js";
import { Announcer, Toasts } from "./notices.js";
import { OfferCard } from "./offer_card.js";
import { TopBar } from "./top_bar.js";
import { UnitPage } from "./unit_page.js";

/** @param {{screen: import("./screen.js").Screen}} props */
export function App({ screen }) {
  const { phase, me } = screen.state;
  if (phase === "login") return html`<${LogIn} screen=${screen} />`;
  if (phase !== "desk" || !me) return html`<${Waiting} screen=${screen} />`;
  return servesCustomers(me) ? html`<${Workplace} screen=${screen} />` : html`<${UnitPage} screen=${screen} />`;
}

/** @param {{screen: import("./screen.js").Screen}} props */
function Workplace({ screen }) {
  const { openId } = screen.state;
  return html`<div class="desk ${openId ? "has-open" : ""}">
    <${TopBar} screen=${screen} />
    <${LinkBanner} screen=${screen} />
    <${OfferCard} screen=${screen} />
    <div class="columns">
      <${ListPane} screen=${screen} />
      <${ConversationPane} screen=${screen} />
      <${CustomerPane} screen=${screen} />
    </div>
    <${Dialogs} screen=${screen} />
    <${Toasts} screen=${screen} />
    <${Announcer} screen=${screen} />
  </div>`;
}
