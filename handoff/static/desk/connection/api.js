/** What an agent can ask of the server, each as one function. */

import { readConversation, readMessage } from "./payloads.js";

/** @typedef {import("./payloads.js").Me} Me */
/** @typedef {import("./payloads.js").Summary} Summary */
/** @typedef {import("./payloads.js").Reading} Reading */
/** @typedef {import("./payloads.js").Message} Message */
/** @typedef {import("./payloads.js").StaffMember} StaffMember */
/** @typedef {{to: string | null, unit: string | null, note: string | null}} Transfer */
/**
 * `seen`: number of the last message that the agent was shown.
 * @typedef {{outcome: import("./payloads.js").Outcome, note: string | null, follow_up_at: string | null, seen?: number}}
 *   Resolution
 */
/** @typedef {{conversation: string, unit: string, text: string, office_hours: number}} UnitQuestion */
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
    /** @returns {Promise<import("./payloads.js").CustomerPromise[]>} */
    promises: async () => (await request("GET", `${ROOT}/promises`)).promises,
    /** @param {string} id */
    takePromise: (id) => request("POST", `${ROOT}/promises/${encodeURIComponent(id)}/take`),
    /**
     * @param {string} id
     * @param {{reached: boolean, note: string}} attempt
     */
    attempt: (id, attempt) => request("POST", `${ROOT}/promises/${encodeURIComponent(id)}/attempts`, attempt),
    /**
     * @param {string} states separated by commas
     * @returns {Promise<import("./payloads.js").UnitRequest[]>}
     */
    requests: async (states) => (await request("GET", `${ROOT}/requests?state=${states}`)).requests,
    /** @param {UnitQuestion} question */
    askUnit: (question) => request("POST", `${ROOT}/requests`, question),
    /**
     * @param {string} id
     * @param {{text: string, for_customer: string | null}} answer
     */
    answerRequest: (id, answer) => request("POST", `${ROOT}/requests/${encodeURIComponent(id)}/answer`, answer),
    /** @param {string} id */
    withdrawRequest: (id) => request("POST", `${ROOT}/requests/${encodeURIComponent(id)}/withdraw`),
    /** @returns {Promise<import("./payloads.js").LowRating[]>} */
    lowRatings: async () => (await request("GET", `${ROOT}/ratings`)).ratings,
    /**
     * @param {string} id
     * @param {boolean} reopen
     */
    reviewRating: (id, reopen) => request("POST", `${ROOT}/ratings/${encodeURIComponent(id)}/review`, { reopen }),
    /**
     * @param {string} id
     * @returns {Promise<import("./payloads.js").Templates>}
     */
    templates: (id) => request("GET", `${at(id)}/templates`),
    /**
     * @param {string} id
     * @param {{id: string, name: string, variables: Record<string, string>}} template
     */
    sendTemplate: (id, template) => request("POST", `${at(id)}/templates`, template),
    /**
     * @param {string} id
     * @param {string} messageId
     * @param {File} file
     */
    sendFile: (id, messageId, file) => {
      const form = new FormData();
      form.append("id", messageId);
      form.append("file", file);
      return request("POST", `${at(id)}/files`, form);
    },
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
