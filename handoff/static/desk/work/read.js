/** Reads lists and conversations again, as often as needed and no oftener. */

import { knownUpTo, readAfter } from "../state/conversations.js";
import { servesCustomers, supervises } from "../state/selectors.js";
import { asRequestError } from "./report.js";
import { coalesce } from "./coalesce.js";

/** @typedef {import("../state/desk_state.js").ListName} ListName */
/** @typedef {ReturnType<typeof createReading>} Reading */

/** @type {Record<ListName, Record<string, string>>} */
const QUERIES = {
  line: { state: "queued" },
  mine: { state: "agent", mine: "true" },
  colleagues: { state: "agent" },
  bot: { state: "bot" },
  closed: { state: "closed" },
};

/** Read always, folded or not: the counts, the marks and the sound hang on them. */
const ALWAYS = /** @type {ListName[]} */ (["line", "mine"]);

/**
 * @param {import("./parts.js").Parts} parts
 * @param {import("./report.js").Report} report
 */
export function createReading({ api, store, clock }, report) {
  /** @type {Map<string, () => Promise<void>>} */
  const readers = new Map();

  const readLists = coalesce(async () => {
    const { lists } = store.getState();
    const names = /** @type {ListName[]} */ (Object.keys(lists)).filter((name) => ALWAYS.includes(name) || lists[name].open);
    await Promise.all([...names.map(readList), readOffer(), readGlance()]);
    store.dispatch({ type: "link.confirmed", at: clock.now() });
    await readWhatChanged();
    await readTasks();
  });

  /** Promises, requests and low ratings: whatever of them the account may see. */
  const readTasks = coalesce(async () => {
    const { me } = store.getState();
    if (!me) return;
    const serves = servesCustomers(me);
    const [promises, requests, ratings] = await Promise.all([
      serves ? api.promises() : [],
      api.requests(serves ? "open" : "open,answered"),
      supervises(me) ? api.lowRatings() : [],
    ]);
    store.dispatch({ type: "tasks.read", tasks: { promises, requests, ratings } });
  });

  async function readOffer() {
    store.dispatch({ type: "offer.read", offer: await api.offer(), at: clock.now() });
  }

  async function readGlance() {
    store.dispatch({ type: "line.seen", glance: await api.glance() });
  }

  /** @param {ListName} name */
  async function readList(name) {
    const items = await api.list(QUERIES[name]);
    const shown = name === "colleagues" ? items.filter((item) => !item.mine) : items;
    store.dispatch({ type: "list.read", name, items: shown });
  }

  /** A doorbell may have been lost: conversations that the lists know to be newer than what was read are read again. */
  async function readWhatChanged() {
    const { lists, details } = store.getState();
    const items = Object.values(lists).flatMap((list) => list.items);
    const newer = items.filter((item) => details[item.id] && isNewer(item, details[item.id]));
    await Promise.all(newer.map((item) => readConversation(item.id)));
  }

  /**
   * Reads a conversation, or what is new in it.
   * @param {string} id
   * @returns {Promise<void>}
   */
  function readConversation(id) {
    const reader = readers.get(id) ?? coalesce(() => readOnce(id));
    readers.set(id, reader);
    return reader();
  }

  /** @param {string} id */
  async function readOnce(id) {
    const known = store.getState().details[id];
    try {
      const news = await api.read(id, readAfter(known?.messages ?? []));
      store.dispatch({ type: "conversation.read", reading: news });
      // News leave out the customer's orders, whose every reading is audited; whoever was verified just now has some.
      const proved = known && news.customer.verified && !known.customer.verified;
      if (proved) store.dispatch({ type: "conversation.read", reading: await api.read(id, 0) });
    } catch (error) {
      const failure = asRequestError(error);
      if (failure.status === 0 || failure.status === 401) throw failure; // no fault of this conversation
      store.dispatch({ type: "conversation.failed", id, code: failure.code });
    }
  }

  return {
    readLists,
    readTasks,
    readConversation,
    /** Reads lists without anybody waiting for it. */
    renewLists: () => void readLists().catch(report.doubt),
    /** @param {string} id */
    renewConversation: (id) => void readConversation(id).catch(report.doubt),
    /** Forgets which conversations were read, with the session. */
    forget: () => readers.clear(),
  };
}

/**
 * @param {import("../connection/payloads.js").Summary} item
 * @param {import("../connection/payloads.js").Detail} detail
 */
function isNewer(item, detail) {
  return item.last_seq > knownUpTo(detail.messages) || item.state !== detail.state || item.mine !== detail.mine;
}
