/** Words of mine that the server has not yet confirmed, as state. Pure. */

/** @typedef {import("./desk_state.js").OutMessage} OutMessage */

/**
 * The message to send next in a conversation; null when there is none or one is on its way: order must hold.
 * @param {OutMessage[]} outbox
 * @param {string} conversation
 * @returns {OutMessage | null}
 */
export function nextToSend(outbox, conversation) {
  const own = outbox.filter((each) => each.conversation === conversation && each.status !== "failed");
  return own[0]?.status === "waiting" ? own[0] : null;
}

/**
 * What a reload may bring back: what was on its way counts as waiting, since its id makes a second try harmless.
 * @param {unknown} value as it was kept
 * @returns {OutMessage[]}
 */
export function readOutbox(value) {
  if (!Array.isArray(value)) return [];
  return value
    .filter((each) => each && [each.id, each.conversation, each.text].every((part) => typeof part === "string"))
    .map((each) => ({ ...each, status: each.status === "failed" ? "failed" : "waiting" }));
}

/** @type {import("./events.js").Handlers<import("./events.js").OutboxEvent>} */
export const outboxHandlers = {
  "outbox.restored": (state, { messages }) => ({ ...state, outbox: messages }),
  "outbox.added": (state, { message }) => ({ ...state, outbox: [...state.outbox, message] }),
  "outbox.moved": (state, { id, status, code }) => ({
    ...state, outbox: state.outbox.map((each) => (each.id === id ? { ...each, status, code } : each)),
  }),
  "outbox.dropped": (state, { id }) => ({ ...state, outbox: state.outbox.filter((each) => each.id !== id) }),
};
