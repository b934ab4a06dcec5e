/** Puts the desk's work together: all that views can ask for. */

import { createFollowing } from "./follow.js";
import { createHandling } from "./handle.js";
import { createReading } from "./read.js";
import { createMemory } from "./remember.js";
import { createReport } from "./report.js";
import { createSending } from "./send.js";
import { createSessionWork } from "./session.js";
import { createTasks } from "./tasks.js";
import { createSpecialSending } from "./whatsapp.js";

/** @typedef {ReturnType<typeof createDesk>} Desk */
/** @typedef {Omit<import("../connection/live_socket.js").LiveParts, "open" | "clock">} LiveListeners */
/** @typedef {Omit<import("./parts.js").Parts, "live">} GivenParts */

/**
 * @param {GivenParts & {openLive: (listeners: LiveListeners) => import("./parts.js").Live}} given
 */
export function createDesk({ openLive, ...given }) {
  const live = openLive({
    onHello: () => following.catchUp(),
    onFrame: (frame) => following.onFrame(frame),
    onStatus: (status, retryAt) => following.onStatus(status, retryAt),
  });
  const parts = { ...given, live };
  const { store } = parts;
  const memory = createMemory(parts);
  const report = createReport(parts);
  const reading = createReading(parts, report);
  const sending = createSending(parts, report, reading);
  const session = createSessionWork(parts, { report, reading, sending, memory });
  const following = createFollowing(parts, { report, reading, sending, session });

  return {
    start: session.start, logIn: session.logIn, logOut: session.logOut, setPresence: session.setPresence,
    ...createHandling(parts, report, reading, memory),
    ...createTasks(parts, report, reading),
    ...createSpecialSending(parts, report, reading),
    send: sending.send, retry: sending.retry, discard: sending.discard,
    typing: following.typing, lookNow: following.lookNow, reconnect: () => live.renew(),
    draft: memory.draft, keepDraft: memory.keepDraft,
    /** @param {string | null} id */
    open(id) {
      store.dispatch({ type: "conversation.opened", id });
      if (id && store.getState().phase === "desk") reading.renewConversation(id);
    },
    /**
     * The agent has looked at a conversation up to a message.
     * @param {string} id
     * @param {number} seq
     */
    see: (id, seq) => store.dispatch({ type: "conversation.seen", id, seq }),
    /**
     * @param {import("../state/desk_state.js").ListName} name
     * @param {boolean} open
     */
    unfold(name, open) {
      store.dispatch({ type: "list.unfolded", name, open });
      if (open) reading.renewLists();
    },
    /** @param {Partial<import("../state/desk_state.js").Filters>} filters */
    filter: (filters) => store.dispatch({ type: "filters.changed", filters }),
    /** @param {import("../state/desk_state.js").Dialog | null} dialog */
    ask: (dialog) => store.dispatch({ type: "dialog.changed", dialog }),
    /** @param {"reply" | "note"} writing */
    write: (writing) => store.dispatch({ type: "writing.changed", writing }),
    /** @param {boolean} shown */
    showCustomer: (shown) => store.dispatch({ type: "customer.shown", shown }),
    /** @param {number} id */
    dismiss: (id) => store.dispatch({ type: "toast.gone", id }),
    tell: report.tell,
  };
}
