/** Who is at the desk: log-in, log-out, presence. */

import { backoff } from "../../common/backoff.js";
import { servesCustomers } from "../state/selectors.js";
import { asRequestError } from "./report.js";

/** @typedef {import("../connection/payloads.js").Me} Me */
/** @typedef {ReturnType<typeof createSessionWork>} SessionWork */

/** Milliseconds without a connection after which an agent who comes back says themselves that they are there. */
const PRESENCE_FADES = 15 * 60_000;

/** Milliseconds between two looks of a unit at its requests. */
const TASKS_EVERY = 15_000;

/**
 * @param {import("./parts.js").Parts} parts
 * @param {{report: import("./report.js").Report, reading: import("./read.js").Reading,
 *   sending: import("./send.js").Sending, memory: import("./remember.js").Memory}} works
 */
export function createSessionWork({ api, store, clock, live }, { report, reading, sending, memory }) {
  let failures = 0;
  /** @type {unknown} */
  let looking = null;

  /** Finds out who is there; asks again while the server does not answer. */
  async function start() {
    try {
      begin(await api.me());
    } catch (error) {
      const failure = asRequestError(error);
      if (!failure.passing) return store.dispatch({ type: "session.ended", expired: false });
      failures += 1;
      store.dispatch({ type: "session.unreachable" });
      clock.after(() => void start(), backoff(failures));
    }
  }

  /** @param {Me} me */
  function begin(me) {
    failures = 0;
    store.dispatch({ type: "session.began", me });
    const kept = memory.begin(me.id);
    if (me.presence !== "offline") memory.keepPresence(me.presence);
    store.dispatch({ type: "seen.restored", seen: kept.seen });
    sending.restore(kept.outbox);
    if (servesCustomers(me)) live.start(); // the server lets nobody else in
    else void followTasks();
  }

  /** Units have no socket: their few requests are looked for now and then. */
  async function followTasks() {
    if (store.getState().phase !== "desk") return;
    await reading.readTasks().catch(report.doubt);
    clock.cancel(looking);
    looking = clock.after(() => void followTasks(), TASKS_EVERY);
  }

  /**
   * @param {string} email
   * @param {string} password
   */
  async function logIn(email, password) {
    store.dispatch({ type: "login.begun" });
    try {
      const me = await api.logIn(email, password);
      begin(servesCustomers(me) ? await arrive(me) : me);
    } catch (error) {
      store.dispatch({ type: "login.refused", code: asRequestError(error).code });
    }
  }

  /**
   * Who logs in comes to work; the log-in counts even if this is not understood.
   * @param {Me} me
   */
  async function arrive(me) {
    return api.setPresence("online").catch(() => me);
  }

  async function logOut() {
    try {
      await api.logOut();
    } catch (error) {
      if (asRequestError(error).status !== 401) return report.explain(error);
    }
    live.stop();
    reading.forget();
    memory.forget();
    store.dispatch({ type: "session.ended", expired: false });
  }

  /** @param {import("../connection/payloads.js").PresenceState} state */
  async function setPresence(state) {
    try {
      store.dispatch({ type: "me.read", me: await api.setPresence(state) });
      memory.keepPresence(state);
    } catch (error) {
      report.explain(error);
    }
  }

  /** Reads who I am; a presence that a short loss of the network has taken is taken up again. */
  async function readMe() {
    const me = await api.me();
    const wish = memory.presence();
    const { freshAt } = store.getState().link;
    const faded = freshAt !== null && clock.now() - freshAt > PRESENCE_FADES;
    const lost = me.presence === "offline" && wish !== null && wish !== "offline" && !faded;
    store.dispatch({ type: "me.read", me: lost ? await api.setPresence(wish) : me });
  }

  return { start: () => void start(), logIn, logOut, setPresence, readMe };
}
