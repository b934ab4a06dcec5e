/** What is offered to me, and the line at a glance, as state. Pure. */

/** @typedef {import("./desk_state.js").Offer} Offer */

/** Customers served below which a share of them says nothing. */
const ENOUGH_SERVED = 5;

/**
 * Whole seconds that I may still think.
 * @param {Offer} offer
 * @param {number} now
 */
export function secondsLeft(offer, now) {
  return Math.max(0, Math.ceil((offer.endsAt - now) / 1000));
}

/**
 * How many of a hundred customers were served within the wait they were told; null while that says nothing yet.
 * @param {import("../connection/payloads.js").LineGlance | null} glance
 */
export function estimatesRight(glance) {
  if (!glance || glance.estimates.count < ENOUGH_SERVED) return null;
  return Math.round((100 * glance.estimates.right) / glance.estimates.count);
}

/** @type {import("./events.js").Handlers<import("./events.js").OfferEvent>} */
export const offerHandlers = {
  "offer.read": (state, { offer, at }) => ({
    ...state, offer: offer && { ...offer, endsAt: endOf(state.offer, offer, at) },
  }),
  "offer.gone": (state, { id }) => (state.offer?.id === id ? { ...state, offer: null } : state),
  "line.seen": (state, { glance }) => ({ ...state, glance }),
};

/**
 * An offer that is read again ends when it was first said to end, so that the seconds do not jump.
 * @param {Offer | null} before
 * @param {import("../connection/payloads.js").OfferAnswer} offer
 * @param {number} at
 */
function endOf(before, offer, at) {
  return before?.id === offer.id ? before.endsAt : at + offer.seconds_left * 1000;
}
