/** The JSON of the desk's interface (docs/protocols.md), as types, and how a conversation is read from it. Pure. */

/** @typedef {"bot" | "queued" | "agent" | "closed"} ConversationState who speaks; `queued`: nobody yet */
/** @typedef {"online" | "away" | "offline"} PresenceState */
/** @typedef {"solved" | "answered" | "call_back" | "no_reply" | "other"} Outcome */

/**
 * @typedef {object} Me the account that is logged in
 * @property {string} id
 * @property {string} name
 * @property {string} email
 * @property {"agent" | "unit" | "supervisor" | "admin"} role
 * @property {string | null} unit
 * @property {string[]} languages
 * @property {number} capacity conversations held at once
 * @property {PresenceState} presence
 */

/**
 * @typedef {object} StaffMember
 * @property {string} id
 * @property {string} name
 * @property {Me["role"]} role
 * @property {string | null} unit
 * @property {PresenceState} presence
 * @property {number} load conversations held now
 * @property {number} capacity
 */

/**
 * @typedef {object} Summary a conversation in a list; times are ISO 8601
 * @property {string} id
 * @property {ConversationState} state
 * @property {"web" | "whatsapp"} channel
 * @property {"id" | "en"} language
 * @property {{name: string | null, phone_masked: string | null, verified: boolean}} customer
 * @property {string | null} reason why it left the bot
 * @property {string} emotion
 * @property {number} urgency 0 to 3
 * @property {string[]} why codes of what made its place in line
 * @property {string | null} [window_closes_at] on WhatsApp: until when free text may be sent
 * @property {string | null} queued_at
 * @property {number | null} position from 1, while queued
 * @property {{id: string, name: string} | null} agent
 * @property {boolean} mine
 * @property {string | null} skill the unit whose matter it is
 * @property {{from: Sender, text: string, at: string} | null} last_message
 * @property {{kind: string, due_at: string, channel: string | null} | null} [promised] the call-back still to be kept
 * @property {string} created_at
 * @property {string} updated_at
 * @property {number} last_seq number of the newest message
 */

/** @typedef {"customer" | "bot" | "agent" | "system"} Sender */

/**
 * @typedef {object} Understood what the bot made of a customer's turn
 * @property {string | null} [intent]
 * @property {string | null} [topic] of a frequent question
 * @property {number | null} [confidence] 0 to 1
 * @property {string | null} [language]
 * @property {string | null} [emotion]
 */

/**
 * @typedef {object} Message
 * @property {number} seq its number in the conversation, without gaps
 * @property {string} id
 * @property {Sender} from
 * @property {string | null} name
 * @property {string} text
 * @property {string | null} payload set when the customer tapped a button
 * @property {{title: string, payload: string}[]} buttons
 * @property {Attachment | null} attachment
 * @property {string} at
 * @property {Understood | null} understood
 */

/**
 * @typedef {object} Attachment a file that the customer sent
 * @property {string} id
 * @property {string} name
 * @property {string} media_type
 * @property {number} size bytes
 * @property {string} url on our own server
 * @property {string} [state] `loading` while it is being fetched from the channel; ready when left out
 */

/**
 * @typedef {object} Delivery how far a message of ours came on WhatsApp
 * @property {number} seq
 * @property {"queued" | "held" | "sending" | "sent" | "delivered" | "read" | "failed"} state
 * @property {string | null} at
 * @property {string | null} template
 * @property {number | null} code Meta's
 * @property {{id: string, en: string} | null} reason
 */

/**
 * @typedef {object} Mark what WhatsApp says of a customer's message beside its text
 * @property {number} seq
 * @property {string} kind
 * @property {string} sent_at
 * @property {number | null} about the message that it quotes, reacts to, changes or deletes
 * @property {boolean} forwarded
 */

/**
 * @typedef {object} Template a message that Meta has approved
 * @property {string} name
 * @property {"id" | "en"} language
 * @property {string} category
 * @property {string} text with {{1}} where the first variable stands
 * @property {{name: string, example: string, value: string | null}[]} variables
 */
/** @typedef {{templates: Template[], opted_out: boolean}} Templates */
/** @typedef {{id: string, author: string, text: string, at: string}} Note */

/**
 * @typedef {object} Escalation
 * @property {string} reason
 * @property {string} emotion
 * @property {string} at
 * @property {string[]} evidence the customer's own sentences that made the reason
 * @property {number | null} wait_low seconds, as told to the customer
 * @property {number | null} wait_high
 */

/**
 * @typedef {object} Instrument
 * @property {string} type
 * @property {string} brand
 * @property {string} model
 * @property {number} quantity
 * @property {string} work waiting, in work, done
 * @property {boolean | null} passed null while nobody knows
 */

/**
 * @typedef {object} Order
 * @property {string} number
 * @property {string} company
 * @property {string} stage
 * @property {string} stage_since a day
 * @property {string | null} next_stage
 * @property {string} next_actor
 * @property {string | null} expected a day
 * @property {boolean} overdue
 * @property {Instrument[]} instruments
 */

/**
 * @typedef {object} Learnt what is known beside the summary
 * @property {Message[]} messages
 * @property {Note[]} notes
 * @property {string | null} summary the hand-over, up to five lines
 * @property {Escalation[]} escalations
 * @property {{at: string, label: string}[]} emotions
 * @property {Record<string, unknown>} slots
 * @property {{name: string, company: string}[]} identity who the customer was proved to be
 * @property {Order[]} orders
 * @property {{id: string, created_at: string, reason: string | null, outcome: string | null}[]} previous
 * @property {{score: number, comment: string | null} | null} rating
 * @property {CustomerPromise[]} promises still to be kept in this conversation
 * @property {UnitRequest[]} requests what units were asked
 * @property {Delivery[]} deliveries
 * @property {Mark[]} marks
 */

/**
 * @typedef {object} OfferAnswer a waiting customer, offered to me for a while
 * @property {string} id
 * @property {number} seconds how long it stands in all
 * @property {number} seconds_left
 * @property {Summary} conversation
 */

/**
 * @typedef {object} LineGlance
 * @property {number} waiting
 * @property {number | null} longest_seconds
 * @property {number} free_places
 * @property {number} busy_places
 * @property {{count: number, right: number}} estimates customers served, and those served within the wait they were told
 */

/**
 * @typedef {object} CustomerPromise something that a customer was promised
 * @property {string} id
 * @property {"call_back" | "follow_up" | "reminder" | "complaint"} kind
 * @property {string} state
 * @property {string} due_at
 * @property {boolean} overdue
 * @property {string | null} conversation
 * @property {string | null} customer
 * @property {string | null} reason
 * @property {string | null} channel
 * @property {string | null} number masked until I have taken it on
 * @property {string | null} complaint
 * @property {string | null} instrument
 * @property {{id: string, name: string} | null} taken_by
 * @property {boolean} mine
 * @property {{by: string, reached: boolean, note: string, at: string}[]} attempts
 */

/**
 * @typedef {object} UnitRequest something that a back-office unit was asked
 * @property {string} id
 * @property {string} conversation
 * @property {string | null} customer
 * @property {"id" | "en"} language
 * @property {string} unit
 * @property {string} text
 * @property {"open" | "answered" | "withdrawn"} state
 * @property {string} asked_by
 * @property {string} asked_at
 * @property {string} due_at
 * @property {boolean} overdue
 * @property {boolean} due_soon
 * @property {string | null} answer for the team only
 * @property {string | null} for_customer
 * @property {string | null} answered_by
 * @property {string | null} answered_at
 */

/** @typedef {{id: string, conversation: string, customer: string | null, agent: string, score: number, comment: string | null, at: string}} LowRating */

/** @typedef {Summary & Learnt} Detail a conversation with everything that was learnt */
/** @typedef {Summary & Partial<Learnt>} Reading a conversation as it was answered; news leave out what is not read anew */

/** @type {Learnt} */
export const NOTHING_LEARNT = {
  messages: [], notes: [], summary: null, escalations: [], emotions: [], slots: {}, identity: [], orders: [], previous: [],
  rating: null, promises: [], requests: [], deliveries: [], marks: [],
};

/**
 * Reads a conversation, with labels where the model's answer holds `{label, confidence}`.
 * @param {any} value
 * @returns {Reading}
 */
export function readConversation(value) {
  const messages = (value.messages ?? []).map(readMessage);
  const emotions = (value.emotions ?? []).map((/** @type {any} */ each) => ({ ...each, label: labelOf(each.label) }));
  return { ...value, messages, emotions };
}

/**
 * Reads a message; an answer to my own words names only what the server has added to them.
 * @param {any} value
 * @returns {Message}
 */
export function readMessage(value) {
  const said = { from: "agent", name: null, payload: null, buttons: [], attachment: null, understood: null, ...value };
  return { ...said, understood: said.understood ? readUnderstood(said.understood) : null };
}

/**
 * @param {any} value
 * @returns {Understood}
 */
function readUnderstood(value) {
  const { intent, topic, confidence, language, emotion } = value;
  return { intent: labelOf(intent), topic: labelOf(topic), confidence, language: labelOf(language), emotion: labelOf(emotion) };
}

/**
 * @param {any} value
 * @returns {any}
 */
function labelOf(value) {
  return value && typeof value === "object" ? (value.label ?? value.code ?? value.name ?? null) : (value ?? null);
}
