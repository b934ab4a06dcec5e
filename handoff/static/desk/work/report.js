/** What becomes of errors: the agent is told, the log-in is asked for again, or the connection is doubted. */

import { NETWORK, RequestError } from "../connection/request.js";

/** Milliseconds that a message to the agent stands; one about a failure stands longer. */
const TOAST_STANDS = { ok: 4_000, info: 6_000, bad: 10_000 };

/** Codes that have a sentence of their own; all others share one. */
const EXPLAINED = [
  "network", "conflict", "unread", "at_capacity", "forbidden", "not_found", "unavailable", "too_many_tries", "invalid_input",
  "opted_out", "upload_refused", "upload_too_large",
];

/** @typedef {ReturnType<typeof createReport>} Report */

/** @param {import("./parts.js").Parts} parts */
export function createReport({ store, clock, live }) {
  let lastToast = 0;

  /**
   * @param {"ok" | "bad" | "info"} tone
   * @param {string} text key of the text
   * @param {Record<string, unknown>} [values]
   */
  function tell(tone, text, values = {}) {
    const id = (lastToast += 1);
    store.dispatch({ type: "toast.shown", toast: { id, tone, text, values } });
    clock.after(() => store.dispatch({ type: "toast.gone", id }), TOAST_STANDS[tone]);
  }

  /**
   * What went wrong behind the agent's back.
   * @param {unknown} error
   */
  function doubt(error) {
    const failure = asRequestError(error);
    if (failure.status === 401) endSession();
    else if (failure.passing) live.giveUp();
  }

  /**
   * What went wrong with something that the agent asked for.
   * @param {unknown} error
   */
  function explain(error) {
    const failure = asRequestError(error);
    if (failure.status === 401) return endSession();
    if (failure.code === NETWORK) live.giveUp();
    tell("bad", EXPLAINED.includes(failure.code) ? `error.${failure.code}` : "error.other");
  }

  function endSession() {
    live.stop();
    store.dispatch({ type: "session.ended", expired: true });
  }

  return { tell, doubt, explain, endSession };
}

/**
 * Errors of requests are expected; anything else is a fault of ours and goes on.
 * @param {unknown} error
 * @returns {RequestError}
 */
export function asRequestError(error) {
  if (error instanceof RequestError) return error;
  throw error;
}
