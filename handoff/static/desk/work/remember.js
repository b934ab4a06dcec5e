/** What outlives a reload, in this browser and for one account: drafts, unsent words, what was looked at, presence. */

/** @typedef {"reply" | "note"} DraftKind */
/** @typedef {ReturnType<typeof createMemory>} Memory */

/** Conversations whose reading place is kept; older ones are closed or seldom opened again. */
const MOST_SEEN = 300;

/** @param {Pick<import("./parts.js").Parts, "store" | "keep">} parts */
export function createMemory({ store, keep }) {
  /** @type {string | null} */
  let owner = null;
  let outbox = store.getState().outbox;
  let seen = store.getState().seen;

  store.subscribe((state) => {
    if (state.me?.id !== owner) owner = null; // the state was emptied, what is kept must not be
    if (!owner) return;
    if (state.outbox !== outbox) write("outbox", state.outbox.length > 0 ? state.outbox : null);
    if (state.seen !== seen) write("seen", newest(state.seen));
    ({ outbox, seen } = state);
  });

  /** @param {string} name */
  const keyOf = (name) => `desk.${owner}.${name}`;

  /**
   * @param {string} name
   * @param {unknown} value
   */
  const write = (name, value) => keep.set(keyOf(name), value === null ? null : JSON.stringify(value));

  /**
   * @param {string} conversation
   * @param {DraftKind} kind
   */
  const draftKey = (conversation, kind) => keyOf(`draft.${conversation}.${kind}`);

  /** @param {string} conversation */
  function markDraft(conversation) {
    const present = Boolean(keep.get(draftKey(conversation, "reply")) || keep.get(draftKey(conversation, "note")));
    store.dispatch({ type: "draft.marked", conversation, present });
  }

  return {
    /**
     * Brings back what an account has kept, and keeps for it from now on.
     * @param {string} id of the account
     */
    begin(id) {
      owner = id;
      const kept = { outbox: keep.get(keyOf("outbox")), seen: readNumbers(keep.get(keyOf("seen"))) };
      const prefix = keyOf("draft.");
      const drafted = keep.keys(prefix).map((key) => key.slice(prefix.length).split(".")[0]);
      for (const conversation of drafted) markDraft(conversation);
      return kept;
    },
    /**
     * @param {string} conversation
     * @param {DraftKind} kind
     */
    draft: (conversation, kind) => keep.get(draftKey(conversation, kind)) ?? "",
    /**
     * @param {string} conversation
     * @param {DraftKind} kind
     * @param {string} text
     */
    keepDraft(conversation, kind, text) {
      keep.set(draftKey(conversation, kind), text.trim() ? text : null);
      markDraft(conversation);
    },
    /** What the agent last said of their presence. */
    presence: () => /** @type {import("../connection/payloads.js").PresenceState | null} */ (keep.get(keyOf("presence"))),
    /** @param {import("../connection/payloads.js").PresenceState} state */
    keepPresence: (state) => keep.set(keyOf("presence"), state),
    /** Leaves nothing of a customer on a shared computer. */
    forget() {
      for (const key of keep.keys(keyOf(""))) keep.set(key, null);
    },
  };
}

/** @param {Record<string, number>} seen */
function newest(seen) {
  return Object.fromEntries(Object.entries(seen).slice(-MOST_SEEN));
}

/**
 * @param {string | null} json
 * @returns {Record<string, number>}
 */
function readNumbers(json) {
  try {
    const entries = Object.entries(JSON.parse(json ?? "{}"));
    return Object.fromEntries(entries.filter(([, value]) => typeof value === "number"));
  } catch {
    return {};
  }
}
