/** What the desk knows at one moment, and what it knows at the start. */

/** @typedef {import("../connection/payloads.js").Me} Me */
/** @typedef {import("../connection/payloads.js").Summary} Summary */
/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {import("../connection/payloads.js").StaffMember} StaffMember */

/**
 * `starting`: nobody knows yet who is there; `unreachable`: the server did not answer the first question;
 * `login`: nobody is logged in; `desk`: at work.
 * @typedef {"starting" | "unreachable" | "login" | "desk"} Phase
 */

/**
 * @typedef {object} Link how fresh everything shown is
 * @property {"connecting" | "live" | "lost"} status `live`: the server rings when something changes
 * @property {number | null} retryAt when the next try is made
 * @property {boolean} caughtUp whether everything was read again since the connection came
 * @property {number | null} freshAt when the lists were last known to be right
 */

/** `line`: waiting; `mine`: held by me; `colleagues`: held by others; `bot`; `closed`. */
/** @typedef {"line" | "mine" | "colleagues" | "bot" | "closed"} ListName */

/**
 * @typedef {object} List
 * @property {Summary[]} items
 * @property {boolean} open whether it is unfolded, and so kept up to date
 * @property {boolean} read whether it was ever read
 */

/**
 * `sending`: on its way; `waiting`: not accepted yet, tried again by itself; `failed`: refused, the agent decides.
 * @typedef {object} OutMessage words of mine that the server has not yet confirmed
 * @property {string} conversation
 * @property {string} id
 * @property {string} text
 * @property {number} at
 * @property {"sending" | "waiting" | "failed"} status
 * @property {string | null} code why it failed
 */

/**
 * @typedef {object} Tasks what is to be done beside the conversations
 * @property {import("../connection/payloads.js").CustomerPromise[]} promises
 * @property {import("../connection/payloads.js").UnitRequest[]} requests of all units, or of mine
 * @property {import("../connection/payloads.js").LowRating[]} ratings for supervisors
 * @property {boolean} read whether they were ever read
 */

/** @typedef {import("../connection/payloads.js").OfferAnswer & {endsAt: number}} Offer `endsAt` by this computer's clock */

/** @typedef {"transfer" | "release" | "resolve" | "ask_unit"} ConversationDialog */
/** @typedef {{kind: ConversationDialog | "template", conversation: string} | {kind: "help" | "logout"}} Dialog */
/** @typedef {{id: number, tone: "ok" | "bad" | "info", text: string, values: Record<string, unknown>}} Toast */
/** @typedef {{language: string, channel: string, text: string}} Filters empty strings let everything through */

/**
 * @typedef {object} Preferences kept in this browser
 * @property {import("../../common/i18n.js").Lang} lang
 * @property {"auto" | "light" | "dark"} theme
 * @property {boolean} sound
 * @property {boolean} notify desktop notifications
 * @property {boolean} shortcuts single-letter shortcuts; WCAG 2.1.4 wants them to be switchable
 */

/**
 * @typedef {object} DeskState
 * @property {Phase} phase
 * @property {Me | null} me
 * @property {{busy: boolean, error: string | null, expired: boolean}} login
 * @property {Link} link
 * @property {Record<ListName, List>} lists
 * @property {Filters} filters
 * @property {string | null} openId the conversation on the screen
 * @property {"reply" | "note"} writing what the field under the conversation is for
 * @property {boolean} customerShown the customer's panel, where the screen has no room for it beside
 * @property {Record<string, Detail>} details conversations read so far
 * @property {Record<string, string>} detailErrors why a conversation could not be read
 * @property {OutMessage[]} outbox
 * @property {Record<string, number>} typing until when each customer counts as typing
 * @property {Record<string, number>} seen number of the last message looked at, by conversation
 * @property {Record<string, boolean>} drafts which conversations have words not sent
 * @property {Dialog | null} dialog
 * @property {Record<string, boolean>} busy actions under way
 * @property {Toast[]} toasts
 * @property {Offer | null} offer the customer who is offered to me
 * @property {import("../connection/payloads.js").LineGlance | null} glance the line at a glance
 * @property {StaffMember[] | null} staff
 * @property {Tasks} tasks
 * @property {Preferences} preferences
 * @property {number} skew server's clock minus this computer's, milliseconds
 */

/** @type {Record<ListName, List>} */
const LISTS = {
  line: { items: [], open: true, read: false },
  mine: { items: [], open: true, read: false },
  colleagues: { items: [], open: false, read: false },
  bot: { items: [], open: false, read: false },
  closed: { items: [], open: false, read: false },
};

/** @type {Filters} */
export const NO_FILTERS = { language: "", channel: "", text: "" };

/**
 * @param {Preferences} preferences
 * @returns {DeskState}
 */
export function initialState(preferences) {
  return {
    phase: "starting", me: null, login: { busy: false, error: null, expired: false },
    link: { status: "connecting", retryAt: null, caughtUp: false, freshAt: null },
    lists: LISTS, filters: NO_FILTERS, openId: null, writing: "reply", customerShown: false,
    details: {}, detailErrors: {}, outbox: [], typing: {}, seen: {}, drafts: {},
    dialog: null, busy: {}, toasts: [], offer: null, glance: null, staff: null,
    tasks: { promises: [], requests: [], ratings: [], read: false }, preferences, skew: 0,
  };
}
