/** What agents do with conversations: take, note, pass on, give back, resolve. */

/** @typedef {ReturnType<typeof createHandling>} Handling */

/**
 * @param {import("./parts.js").Parts} parts
 * @param {import("./report.js").Report} report
 * @param {import("./read.js").Reading} reading
 * @param {Pick<import("./remember.js").Memory, "keepDraft">} memory
 */
export function createHandling({ api, store }, report, reading, memory) {
  /**
   * Does one thing at a time of a kind, says when it fails, and reads again what it changed.
   * @param {string} action
   * @param {() => Promise<unknown>} job
   * @returns {Promise<boolean>} whether it was done
   */
  async function act(action, job) {
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
      if (store.getState().phase === "desk") reading.renewLists();
    }
  }

  /**
   * @param {import("../connection/payloads.js").Reading | null} answer
   * @param {string} id
   */
  function show(answer, id) {
    if (answer) store.dispatch({ type: "conversation.read", reading: answer });
    else reading.renewConversation(id);
  }

  /** @param {string} id */
  function closeDialogOf(id) {
    const { dialog } = store.getState();
    const isItsOwn = dialog && "conversation" in dialog && dialog.conversation === id;
    if (isItsOwn) store.dispatch({ type: "dialog.changed", dialog: null });
  }

  return {
    /** Takes the most urgent one that I can serve, and opens it. */
    takeNext: () =>
      act("take", async () => {
        const taken = await api.next();
        if (!taken) return report.tell("info", "take.none");
        store.dispatch({ type: "conversation.read", reading: taken });
        store.dispatch({ type: "conversation.opened", id: taken.id });
      }),
    /** Takes who is offered to me, and opens the conversation. @param {string} offer */
    acceptOffer: (offer) =>
      act("offer", async () => {
        const taken = await api.accept(offer).finally(() => store.dispatch({ type: "offer.gone", id: offer }));
        store.dispatch({ type: "conversation.read", reading: taken });
        store.dispatch({ type: "conversation.opened", id: taken.id });
      }),
    /** Leaves who is offered to me to a colleague. @param {string} offer */
    declineOffer: (offer) =>
      act("offer", () => api.decline(offer).finally(() => store.dispatch({ type: "offer.gone", id: offer }))),
    /** @param {string} id */
    claim: async (id) => {
      const done = await act("claim", async () => show(await api.claim(id), id));
      if (!done && store.getState().phase === "desk") reading.renewConversation(id); // who has it now?
      return done;
    },
    /**
     * @param {string} id
     * @param {string} text
     */
    addNote: (id, text) => act("note", async () => show(await api.note(id, text), id)),
    /**
     * @param {string} id
     * @param {import("../connection/api.js").Transfer} transfer
     * @param {string} name of whom it goes to
     */
    transfer: (id, transfer, name) =>
      act("transfer", async () => {
        show(await api.transfer(id, transfer), id);
        closeDialogOf(id);
        report.tell("ok", "transfer.done", { name });
      }),
    /**
     * @param {string} id
     * @param {string | null} note
     */
    release: (id, note) =>
      act("release", async () => {
        show(await api.release(id, note), id);
        closeDialogOf(id);
        report.tell("ok", "release.done");
      }),
    /**
     * @param {string} id
     * @param {import("../connection/api.js").Resolution} resolution
     */
    resolve: (id, resolution) =>
      act("resolve", async () => {
        show(await api.resolve(id, resolution), id);
        memory.keepDraft(id, "reply", ""); // the dialog has warned of it
        closeDialogOf(id);
        report.tell("ok", "resolve.done");
      }),
    /** Reads who could take a conversation, each time anew: presence and load change. */
    readStaff: () =>
      act("staff", async () => {
        store.dispatch({ type: "staff.read", staff: await api.staff() });
      }),
  };
}
