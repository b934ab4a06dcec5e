/** Follows what happens on the server: doorbells, catching up after a lost connection, and doubt when nothing rings. */

/** @typedef {ReturnType<typeof createFollowing>} Following */

/** Milliseconds that somebody counts as typing after the last sign of it. */
const TYPING_LASTS = 6_000;
/** Milliseconds between two signs of my own typing. */
const TYPING_EVERY = 3_000;
/** Conversations that the server lets one desk watch. */
const MOST_WATCHED = 50;
/** Milliseconds after which the lists are read although nothing rang: a dead connection shows itself by this. */
const LOOK_EVERY = 30_000;

/** What is said of what happened to a colleague or a customer. @type {Record<string, string>} */
const ALERTS = {
  agent_lost: "alert.agent_lost", agent_logged_out: "alert.agent_logged_out", nobody_takes: "alert.nobody_takes",
};
/** What is said of what happened to me. @type {Record<string, string>} */
const OWN_ALERTS = { agent_lost: "alert.i_was_lost", set_away: "alert.set_away" };

/**
 * @param {import("./parts.js").Parts} parts
 * @param {{report: import("./report.js").Report, reading: import("./read.js").Reading,
 *   sending: import("./send.js").Sending, session: import("./session.js").SessionWork}} works
 */
export function createFollowing({ store, clock, live }, { report, reading, sending, session }) {
  /** @type {Map<string, unknown>} */
  const typingTimers = new Map();
  let typedAt = 0;
  /** @type {unknown} */
  let looking = null;

  store.subscribe((state) => live.watch(watched(state)));

  /** The server has accepted the connection: everything may be different from what is shown. */
  async function catchUp() {
    store.dispatch({ type: "link.changed", status: "live", retryAt: null });
    const { openId } = store.getState();
    try {
      await Promise.all([session.readMe(), reading.readLists(), openId ? reading.readConversation(openId) : null]);
      store.dispatch({ type: "link.caught_up" });
      live.settled();
      sending.flushAll();
      lookLater();
    } catch (error) {
      report.doubt(error);
    }
  }

  function lookLater() {
    clock.cancel(looking);
    looking = clock.after(look, LOOK_EVERY);
  }

  function look() {
    if (store.getState().link.status !== "live") return;
    reading.renewLists();
    void session.readMe().catch(report.doubt);
    lookLater();
  }

  /** Something that somebody has to see to. @param {Record<string, any>} alert */
  function heardAlert(alert) {
    const mine = alert.staff === store.getState().me?.id;
    if (mine) void session.readMe().catch(report.doubt);
    const said = mine ? OWN_ALERTS[alert.kind] : ALERTS[alert.kind];
    if (said) report.tell("info", said, alert);
  }

  /** @param {string} conversation */
  function heardTyping(conversation) {
    clock.cancel(typingTimers.get(conversation));
    store.dispatch({ type: "typing.heard", conversation, until: clock.now() + TYPING_LASTS });
    typingTimers.set(conversation, clock.after(() => store.dispatch({ type: "typing.over", conversation }), TYPING_LASTS));
  }

  return {
    catchUp: () => void catchUp(),
    /** @param {Record<string, unknown>} frame */
    onFrame(frame) {
      if (frame.type === "line") reading.renewLists();
      if (frame.type === "alert") heardAlert(frame);
      if (frame.type === "conversation" && typeof frame.id === "string") {
        if (store.getState().details[frame.id]) reading.renewConversation(frame.id);
        reading.renewLists();
      }
      if (frame.type === "typing" && frame.from === "customer" && typeof frame.conversation === "string") {
        heardTyping(frame.conversation);
      }
      if (frame.type === "error" && frame.code === "not_logged_in") report.endSession();
    },
    /**
     * @param {import("../../common/reconnecting_socket.js").SocketStatus} status
     * @param {number | null} retryAt
     */
    onStatus(status, retryAt) {
      if (status === "waiting") {
        store.dispatch({ type: "link.changed", status: "lost", retryAt });
        void session.readMe().catch(report.doubt); // a refused handshake does not say that the session has ended
      }
      if (status === "connecting") {
        const lost = store.getState().link.status === "lost";
        store.dispatch({ type: "link.changed", status: lost ? "lost" : "connecting", retryAt: null });
      }
    },
    /** @param {string} conversation */
    typing(conversation) {
      if (clock.now() - typedAt < TYPING_EVERY) return;
      typedAt = clock.now();
      live.sendTyping(conversation);
    },
    /** Somebody looks at the page again, or the network changed. */
    lookNow() {
      const { phase, link } = store.getState();
      if (phase !== "desk") return;
      if (link.status === "live") look();
      else live.renew();
    },
  };
}

/** @param {import("../state/desk_state.js").DeskState} state */
function watched(state) {
  const ids = [state.openId, ...state.lists.mine.items.map((item) => item.id)].filter((id) => id !== null);
  return [...new Set(ids)].slice(0, MOST_WATCHED);
}
