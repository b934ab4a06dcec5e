/** What an agent can ask of the server, each as one function. */

import { readConversation, readMessage } from "./payloads.js";

/** @typedef {import("./payloads.js").Me} Me */
/** @typedef {import("./payloads.js").Summary} Summary */
/** @typedef {import("./payloads.js").Reading} Reading */
/** @typedef {import("./payloads.js").Message} Message */
/** @typedef {import("./payloads.js").StaffMember} StaffMember */
/** @typedef {{to: string | null, unit: string | null, note: string | null}} Transfer */
/** @typedef {{outcome: import("./payloads.js").Outcome, note: string | null, follow_up_at: string | null}} Resolution */
/** @typedef {ReturnType<typeof createApi>} Api */

const ROOT = "/api/desk";

/** @param {import("./request.js").Request} request */
export function createApi(request) {
  /** @param {string} id */
  const at = (id) => `${ROOT}/conversations/${encodeURIComponent(id)}`;
  /**
   * @param {any} value
   * @returns {Reading | null}
   */
  const orNull = (value) => (value ? readConversation(value) : null);
  return {
    /** @returns {Promise<Me>} */
    me: () => request("GET", `${ROOT}/me`),
    /**
     * @param {string} email
     * @param {string} password
     * @returns {Promise<Me>}
     */
    logIn: (email, password) => request("POST", `${ROOT}/session`, { email, password }),
    /** @returns {Promise<null>} */
    logOut: () => request("DELETE", `${ROOT}/session`),
    /**
     * @param {import("./payloads.js").PresenceState} state
     * @returns {Promise<Me>}
     */
    setPresence: (state) => request("PUT", `${ROOT}/presence`, { state }),
    /**
     * @param {Record<string, string>} query
     * @returns {Promise<Summary[]>}
     */
    list: async (query) => (await request("GET", `${ROOT}/conversations?${new URLSearchParams(query)}`)).conversations,
    /**
     * The conversation, with its messages after a number only.
     * @param {string} id
     * @param {number} after
     * @returns {Promise<Reading>}
     */
    read: async (id, after) => readConversation(await request("GET", after ? `${at(id)}?after=${after}` : at(id))),
    /** The most urgent one that I can serve; null when there is none. @returns {Promise<Reading | null>} */
    next: async () => orNull(await request("POST", `${ROOT}/conversations/next`)),
    /**
     * @param {string} id
     * @returns {Promise<Reading>}
     */
    claim: async (id) => readConversation(await request("POST", `${at(id)}/claim`)),
    /**
     * @param {string} id
     * @param {{id: string, text: string}} message
     * @returns {Promise<Message>}
     */
    say: async (id, message) => readMessage((await request("POST", `${at(id)}/messages`, message)).message),
    /**
     * @param {string} id
     * @param {string} text
     */
    note: async (id, text) => orNull(await request("POST", `${at(id)}/notes`, { text })),
    /**
     * @param {string} id
     * @param {Transfer} transfer
     */
    transfer: async (id, transfer) => orNull(await request("POST", `${at(id)}/transfer`, transfer)),
    /**
     * @param {string} id
     * @param {string | null} note
     */
    release: async (id, note) => orNull(await request("POST", `${at(id)}/release`, { note })),
    /**
     * @param {string} id
     * @param {Resolution} resolution
     */
    resolve: async (id, resolution) => orNull(await request("POST", `${at(id)}/resolve`, resolution)),
    /** Who is offered to me now. @returns {Promise<import("./payloads.js").OfferAnswer | null>} */
    offer: async () => (await request("GET", `${ROOT}/offers`)).offer,
    /**
     * @param {string} offer
     * @returns {Promise<Reading>}
     */
    accept: async (offer) => readConversation(await request("POST", `${ROOT}/offers/${encodeURIComponent(offer)}/accept`)),
    /**
     * @param {string} offer
     * @returns {Promise<null>}
     */
    decline: (offer) => request("POST", `${ROOT}/offers/${encodeURIComponent(offer)}/decline`),
    /** The line at a glance. @returns {Promise<import("./payloads.js").LineGlance>} */
    glance: () => request("GET", `${ROOT}/line`),
    /** @returns {Promise<StaffMember[]>} */
    staff: async () => (await request("GET", `${ROOT}/staff`)).staff,
  };
}
