/** A waiting customer offered to me: who it is, how long I may think, two buttons. A bar that covers nothing. */

import { html, useEffect, useState } from "../../common/view.js";
import { secondsLeft } from "../state/offers.js";
import { Elapsed } from "./elapsed.js";
import { CustomerAvatar, LanguageTag, nameOf, WhyTags } from "./people.js";
import { acceptAndWrite } from "./writing.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../state/desk_state.js").Offer} Offer */

/** @param {{screen: Screen}} props */
export function OfferCard({ screen }) {
  const { offer } = screen.state;
  return html`<div role="status" aria-live="polite">
    ${offer && html`<${Card} key=${offer.id} screen=${screen} offer=${offer} />`}
  </div>`;
}

/** @param {{screen: Screen, offer: Offer}} props */
function Card({ screen, offer }) {
  const { state, t, work } = screen;
  const { conversation } = offer;
  const busy = Boolean(state.busy.offer);
  return html`<section class="offer-card" data-test="offer" data-conversation=${conversation.id} aria-label=${t("offer.title")}>
    <${CustomerAvatar} screen=${screen} summary=${conversation} />
    <div class="offer-who">
      <p class="offer-title">${t("offer.title")} <${Countdown} screen=${screen} offer=${offer} /></p>
      <p class="offer-name"><b>${nameOf(screen, conversation)}</b> <${LanguageTag} screen=${screen} language=${conversation.language} />
        ${conversation.queued_at && html`<span class="quiet-text">${t("list.waits")}${" "}
          <${Elapsed} screen=${screen} since=${conversation.queued_at} waiting /></span>`}</p>
      ${conversation.last_message && html`<p class="offer-last">${conversation.last_message.text}</p>`}
      <${WhyTags} screen=${screen} summary=${conversation} />
    </div>
    <div class="offer-answers">
      <button class="button" type="button" data-test="offer-accept" disabled=${busy}
        onClick=${() => acceptAndWrite(work, offer.id)}>${t("offer.accept")}</button>
      <button class="button quiet" type="button" data-test="offer-decline" disabled=${busy}
        onClick=${() => work.declineOffer(offer.id)}>${t("offer.decline")}</button>
    </div>
  </section>`;
}

/** Not read aloud every second. @param {{screen: Screen, offer: Offer}} props */
function Countdown({ screen, offer }) {
  const { ticker, t } = screen;
  const [now, setNow] = useState(ticker.now);
  useEffect(() => ticker.subscribe(setNow), [ticker]);
  const seconds = secondsLeft(offer, now);
  return html`<span class="offer-left" aria-hidden="true" data-test="offer-left">
    <progress max=${offer.seconds} value=${seconds}></progress> ${t("elapsed.seconds", { seconds })}</span>`;
}
