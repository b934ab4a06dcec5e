/** What is done beside the conversations: promises kept, units asked, requests answered, low ratings seen to. */

/** @typedef {ReturnType<typeof createTasks>} TasksWork */

/**
 * @param {import("./parts.js").Parts} parts
 * @param {import("./report.js").Report} report
 * @param {import("./read.js").Reading} reading
 */
export function createTasks({ api, store }, report, reading) {
  /**
   * Does one thing at a time, says when it fails, and reads again what it changed.
   * @param {string} action
   * @param {() => Promise<unknown>} job
   * @param {string | null} conversation which is read again, too
   * @returns {Promise<boolean>} whether it was done
   */
  async function act(action, job, conversation) {
    if (store.getState().busy[action]) return false;
    store.dispatch({ type: "busy.changed", action, busy: true });
    try {
      await job();
      return true;
    } catch (error) {
      report.explain(error);
      return false;
    } finally {
      store.dispatch({ type: "busy.changed", action, busy: false });
      if (store.getState().phase === "desk") renew(conversation);
    }
  }

  /** @param {string | null} conversation */
  function renew(conversation) {
    void reading.readTasks().catch(report.doubt);
    if (conversation && store.getState().details[conversation]) reading.renewConversation(conversation);
  }

  return {
    /** @param {import("../connection/payloads.js").CustomerPromise} promise */
    takePromise: ({ id, conversation }) => act("promise", () => api.takePromise(id), conversation),
    /**
     * @param {import("../connection/payloads.js").CustomerPromise} promise
     * @param {boolean} reached
     * @param {string} note
     */
    attempt: ({ id, conversation }, reached, note) =>
      act("promise", async () => {
        await api.attempt(id, { reached, note });
        report.tell("ok", reached ? "promise.kept" : "promise.again");
      }, conversation),
    /** @param {import("../connection/api.js").UnitQuestion} question */
    askUnit: (question) =>
      act("ask_unit", async () => {
        await api.askUnit(question);
        store.dispatch({ type: "dialog.changed", dialog: null });
        report.tell("ok", "ask_unit.done");
      }, question.conversation),
    /**
     * @param {import("../connection/payloads.js").UnitRequest} request
     * @param {{text: string, for_customer: string | null}} answer
     */
    answerRequest: ({ id, conversation }, answer) =>
      act("answer", async () => {
        await api.answerRequest(id, answer);
        report.tell("ok", "request.answered");
      }, conversation),
    /** @param {import("../connection/payloads.js").UnitRequest} request */
    withdrawRequest: ({ id, conversation }) => act("withdraw", () => api.withdrawRequest(id), conversation),
    /**
     * @param {import("../connection/payloads.js").LowRating} rating
     * @param {boolean} reopen
     */
    reviewRating: ({ id, conversation }, reopen) =>
      act("review", async () => {
        await api.reviewRating(id, reopen);
        if (reopen) report.tell("ok", "rating.reopened");
      }, conversation),
  };
}
