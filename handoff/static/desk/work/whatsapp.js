/** What agents send beside words: approved templates on WhatsApp, and files. */

/** @typedef {ReturnType<typeof createSpecialSending>} SpecialSending */

/**
 * @param {import("./parts.js").Parts} parts
 * @param {import("./report.js").Report} report
 * @param {import("./read.js").Reading} reading
 */
export function createSpecialSending({ api, store, newId }, report, reading) {
  /**
   * Does one thing at a time of a kind, and says when it fails.
   * @template T
   * @param {string} action
   * @param {() => Promise<T>} job
   * @returns {Promise<T | null>} null when it was not done
   */
  async function act(action, job) {
    if (store.getState().busy[action]) return null;
    store.dispatch({ type: "busy.changed", action, busy: true });
    try {
      return await job();
    } catch (error) {
      report.explain(error);
      return null;
    } finally {
      store.dispatch({ type: "busy.changed", action, busy: false });
    }
  }

  return {
    /**
     * The templates for a conversation's customer; an empty list when they could not be read.
     * @param {string} id
     * @returns {Promise<import("../connection/payloads.js").Templates>}
     */
    readTemplates: async (id) => (await act("templates", () => api.templates(id))) ?? { templates: [], opted_out: false },
    /**
     * @param {string} id
     * @param {string} name
     * @param {Record<string, string>} variables
     */
    sendTemplate: (id, name, variables) =>
      act("template", async () => {
        await api.sendTemplate(id, { id: newId(), name, variables });
        store.dispatch({ type: "dialog.changed", dialog: null });
        report.tell("ok", "template.sent");
        reading.renewConversation(id);
      }),
    /**
     * @param {string} id
     * @param {File} file
     */
    sendFile: (id, file) =>
      act("file", async () => {
        await api.sendFile(id, newId(), file);
        reading.renewConversation(id);
      }),
  };
}
