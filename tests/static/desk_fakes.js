/** A desk without a browser and without a server, for the desk's tests. */

import { createKeep } from "../../handoff/static/common/storage.js";
import { createStore } from "../../handoff/static/common/store.js";
import { RequestError } from "../../handoff/static/desk/connection/request.js";
import { initialState } from "../../handoff/static/desk/state/desk_state.js";
import { reduce } from "../../handoff/static/desk/state/reduce.js";
import { createDesk } from "../../handoff/static/desk/work/desk.js";
import { FakeClock, FakeStorage } from "./fakes.js";

export const PREFERENCES = { lang: "id", theme: "auto", sound: false, notify: false, shortcuts: true };
export const ME = {
  id: "me",
  name: "Rina Wulandari",
  email: "agent1@sapa.local",
  role: "agent",
  unit: null,
  languages: ["id"],
  capacity: 2,
  presence: "online",
};

export function summary(id, more = {}) {
  return {
    id,
    state: "queued",
    channel: "web",
    language: "id",
    customer: { name: null, phone_masked: null, verified: false },
    reason: "asked",
    emotion: "neutral",
    urgency: 0,
    why: ["waiting"],
    queued_at: "2026-03-31T02:00:00Z",
    position: 1,
    agent: null,
    mine: false,
    skill: null,
    last_message: null,
    created_at: "2026-03-31T02:00:00Z",
    updated_at: "2026-03-31T02:00:00Z",
    last_seq: 0,
    ...more,
  };
}

export function message(seq, from = "customer", more = {}) {
  const at = new Date(Date.parse("2026-03-31T02:00:00Z") + seq * 1000).toISOString();
  return {
    seq,
    id: `m${seq}`,
    from,
    name: null,
    text: `text ${seq}`,
    payload: null,
    buttons: [],
    attachment: null,
    at,
    understood: null,
    ...more,
  };
}

export const failure = (status, code = "error") => new RequestError(code, status);

/** A server in memory; `fails` makes the named call throw until it is taken away. */
export class FakeServer {
  me = { ...ME };
  conversations = new Map();
  calls = [];
  offer = null;
  glance = { waiting: 0, longest_seconds: null, free_places: 0, busy_places: 0, estimates: { count: 0, right: 0 } };
  fails = {};
  tasks = { promises: [], requests: [], ratings: [] };

  put(id, more = {}, messages = []) {
    const last = messages.at(-1);
    this.conversations.set(id, {
      ...summary(id, { last_seq: last?.seq ?? 0, last_message: last ?? null, ...more }),
      messages,
    });
  }

  async answer(name, args, job) {
    this.calls.push([name, ...args]);
    if (this.fails[name]) throw this.fails[name];
    return job();
  }

  api = {
    me: () => this.answer("me", [], () => ({ ...this.me })),
    logIn: (email, password) => this.answer("logIn", [email, password], () => ({ ...this.me })),
    logOut: () => this.answer("logOut", [], () => null),
    setPresence: (presence) => this.answer("setPresence", [presence], () => (this.me = { ...this.me, presence })),
    list: (query) => this.answer("list", [query], () => this.list(query)),
    read: (id, after) => this.answer("read", [id, after], () => this.read(id, after)),
    next: () =>
      this.answer("next", [], () =>
        this.claim([...this.conversations.values()].find((each) => each.state === "queued")?.id),
      ),
    claim: (id) => this.answer("claim", [id], () => this.claim(id)),
    say: (id, { id: messageId, text }) =>
      this.answer("say", [id, messageId, text], () => this.say(id, messageId, text)),
    note: (id, text) => this.answer("note", [id, text], () => this.read(id, 0)),
    resolve: (id, resolution) =>
      this.answer("resolve", [id, resolution], () => this.change(id, { state: "bot", mine: false })),
    offer: () => this.answer("offer", [], () => this.offer),
    accept: (id) => this.answer("accept", [id], () => this.claim(this.offer?.conversation.id)),
    decline: (id) => this.answer("decline", [id], () => void (this.offer = null)),
    glance: () => this.answer("glance", [], () => this.glance),
    staff: () => this.answer("staff", [], () => []),
    promises: () => this.answer("promises", [], () => this.tasks.promises),
    takePromise: (id) => this.answer("takePromise", [id], () => null),
    attempt: (id, attempt) => this.answer("attempt", [id, attempt], () => (this.tasks.promises = [])),
    requests: (states) => this.answer("requests", [states], () => this.tasks.requests),
    askUnit: (question) => this.answer("askUnit", [question], () => this.tasks.requests.push({ id: "r", ...question })),
    answerRequest: (id, answer) => this.answer("answerRequest", [id, answer], () => (this.tasks.requests = [])),
    withdrawRequest: (id) => this.answer("withdrawRequest", [id], () => (this.tasks.requests = [])),
    lowRatings: () => this.answer("lowRatings", [], () => this.tasks.ratings),
    reviewRating: (id, reopen) => this.answer("reviewRating", [id, reopen], () => (this.tasks.ratings = [])),
  };

  list({ state, mine }) {
    const found = [...this.conversations.values()].filter((each) => each.state === state && (!mine || each.mine));
    return found.map(({ messages: _messages, ...rest }) => rest);
  }

  read(id, after) {
    const found = this.conversations.get(id);
    if (!found) throw failure(404, "not_found");
    return { ...found, messages: found.messages.filter((each) => each.seq > after) };
  }

  change(id, more) {
    this.conversations.set(id, { ...this.conversations.get(id), ...more });
    return this.read(id, 0);
  }

  claim(id) {
    if (!id) return null;
    const found = this.conversations.get(id);
    if (found.state !== "queued") throw failure(409, "conflict");
    return this.change(id, { state: "agent", mine: true });
  }

  hear(id, from, text, messageId) {
    const found = this.conversations.get(id);
    const known = found.messages.find((each) => each.id === messageId);
    if (known) return known;
    const said = message(found.last_seq + 1, from, { text, ...(messageId ? { id: messageId } : {}) });
    this.change(id, { messages: [...found.messages, said], last_seq: said.seq, last_message: said });
    return said;
  }

  say(id, messageId, text) {
    return this.hear(id, "agent", text, messageId);
  }
}

/** A desk on a fake server; `live` records what goes over the socket and lets the test speak for the server. */
export function openDesk({ server = new FakeServer(), storage = new FakeStorage(), clock = new FakeClock() } = {}) {
  const store = createStore(initialState(PREFERENCES), reduce);
  const live = { started: 0, given_up: 0, settledTimes: 0, watched: [], typed: [], listeners: null };
  let ids = 0;
  const work = createDesk({
    api: server.api,
    store,
    clock,
    keep: createKeep(() => storage),
    newId: () => `out-${(ids += 1)}`,
    openLive: (listeners) => {
      live.listeners = listeners;
      return {
        start: () => void (live.started += 1),
        stop: () => void (live.stopped = true),
        renew: () => {},
        giveUp: () => void (live.given_up += 1),
        settled: () => void (live.settledTimes += 1),
        watch: (ids) => void (live.watched = ids),
        sendTyping: (id) => void live.typed.push(id),
      };
    },
  });
  return {
    server,
    storage,
    clock,
    store,
    work,
    live,
    state: () => store.getState(),
    said: () => server.calls.filter(([name]) => name === "say"),
  };
}

/** Lets everything that was begun come to its end; nothing here waits for real time. */
export async function settle() {
  for (let round = 0; round < 40; round += 1) await Promise.resolve();
}

export async function openLiveDesk(...given) {
  const desk = openDesk(...given);
  desk.work.start();
  await settle();
  desk.live.listeners.onHello();
  await settle();
  return desk;
}
