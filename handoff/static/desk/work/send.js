/** Sends the agent's words: shown at once, in order, tried again until the server has them or refuses. */

import { backoff } from "../../common/backoff.js";
import { knownUpTo } from "../state/conversations.js";
import { nextToSend, readOutbox } from "../state/outbox.js";
import { asRequestError } from "./report.js";

/** Tries that a server which answers with errors gets, about two minutes; one that cannot be reached is tried for ever. */
const MOST_TRIES = 10;

/** @typedef {ReturnType<typeof createSending>} Sending */

/**
 * @param {import("./parts.js").Parts} parts
 * @param {import("./report.js").Report} report
 * @param {import("./read.js").Reading} reading
 */
export function createSending({ api, store, clock, newId }, report, reading) {
  let failures = 0;
  /** @type {unknown} */
  let timer = null;

  /** @param {string} conversation */
  async function flush(conversation) {
    for (;;) {
      const message = nextToSend(store.getState().outbox, conversation);
      if (!message || !(await deliver(message))) return;
    }
  }

  /**
   * @param {import("../state/desk_state.js").OutMessage} message
   * @returns {Promise<boolean>} whether the next one may follow
   */
  async function deliver({ conversation, id, text }) {
    move(id, "sending", null);
    try {
      const said = await api.say(conversation, { id, text });
      failures = 0;
      store.dispatch({ type: "conversation.told", conversation, message: { ...said, name: said.name ?? myName() } });
      readGap(conversation, said.seq);
      return true;
    } catch (error) {
      return failed(id, asRequestError(error));
    }
  }

  /**
   * @param {string} id
   * @param {import("../connection/request.js").RequestError} failure
   */
  function failed(id, failure) {
    failures += 1;
    const refused = !failure.passing && failure.status !== 401;
    if (refused || (failure.status >= 500 && failures > MOST_TRIES)) {
      failures = 0;
      move(id, "failed", failure.code);
      reading.renewLists(); // somebody else may have the conversation now
      return refused;
    }
    move(id, "waiting", failure.code);
    if (failure.status < 500) report.doubt(failure);
    clock.cancel(timer);
    timer = clock.after(flushAll, backoff(failures));
    return false;
  }

  /**
   * @param {string} id
   * @param {import("../state/desk_state.js").OutMessage["status"]} status
   * @param {string | null} code
   */
  function move(id, status, code) {
    store.dispatch({ type: "outbox.moved", id, status, code });
  }

  /**
   * Something was said before mine that is not known yet.
   * @param {string} conversation
   * @param {number} seq
   */
  function readGap(conversation, seq) {
    const detail = store.getState().details[conversation];
    if (detail && knownUpTo(detail.messages) < seq) reading.renewConversation(conversation);
  }

  function myName() {
    return store.getState().me?.name ?? null;
  }

  /** Tries everything that waits. */
  function flushAll() {
    const { outbox, phase } = store.getState();
    if (phase !== "desk") return;
    for (const conversation of new Set(outbox.map((each) => each.conversation))) void flush(conversation);
  }

  return {
    /**
     * @param {string} conversation
     * @param {string} text
     */
    send(conversation, text) {
      const message = { conversation, id: newId(), text, at: clock.now() };
      store.dispatch({ type: "outbox.added", message: { ...message, status: "waiting", code: null } });
      void flush(conversation);
    },
    /** @param {string} id */
    retry(id) {
      move(id, "waiting", null);
      flushAll();
    },
    /** @param {string} id */
    discard: (id) => store.dispatch({ type: "outbox.dropped", id }),
    flushAll,
    /** @param {string | null} kept the outbox as JSON, from before a reload */
    restore: (kept) => store.dispatch({ type: "outbox.restored", messages: readOutbox(parse(kept)) }),
  };
}

/** @param {string | null} json */
function parse(json) {
  try {
    return JSON.parse(json ?? "null");
  } catch {
    return null;
  }
}
