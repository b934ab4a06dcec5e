import assert from "node:assert/strict";
import { test } from "node:test";

import { createKeep } from "../../handoff/static/common/storage.js";
import { createStore } from "../../handoff/static/common/store.js";
import { Chat } from "../../handoff/static/widget/chat.js";
import { EMPTY, reduceConversation } from "../../handoff/static/widget/conversation.js";
import { keepOutbox } from "../../handoff/static/widget/outbox.js";
import { FakeClock, FakeSocket, FakeStorage } from "./fakes.js";

/** One tab; tabs that are given the same storage are tabs of the same browser. */
function openTab(storage = new FakeStorage(), clock = new FakeClock()) {
  const sockets = [];
  const keep = createKeep(() => storage);
  const store = createStore(EMPTY, reduceConversation);
  let ids = 0;
  const chat = new Chat({
    store,
    keep,
    outbox: keepOutbox(keep, clock),
    clock,
    open: () => sockets[sockets.push(new FakeSocket()) - 1],
    newId: () => `id-${clock.now()}-${(ids += 1)}`,
    wishedLang: () => "id",
    random: () => 0,
  });
  const socket = () => sockets.at(-1);
  const session = (more = {}) =>
    socket().deliver({
      type: "session",
      token: "token-1",
      conversation: "c1",
      state: "bot",
      office_open: true,
      lang: "id",
      rate: null,
      messages: [],
      ...more,
    });
  const connect = (more) => {
    socket().accept();
    session(more);
  };
  const sent = (type) => socket().sent.filter((frame) => frame.type === type);
  return { chat, clock, keep, store, storage, sockets, socket, session, connect, sent };
}

function openConnectedTab(...given) {
  const tab = openTab(...given);
  tab.chat.start();
  tab.connect();
  return tab;
}

test("that the first hello has no token and the next one the token and the last message", () => {
  const tab = openTab();
  tab.chat.start();
  tab.connect({ messages: [{ id: "m1", from: "bot", text: "Halo" }] });
  assert.deepEqual(tab.socket().sent[0], { type: "hello", token: null, lang: "id", after: null });

  tab.socket().breakOff();
  tab.clock.advance(1000);
  tab.socket().accept();

  assert.deepEqual(tab.socket().sent[0], { type: "hello", token: "token-1", lang: "id", after: "m1" });
});

test("that messages go out one by one and in order", () => {
  const tab = openConnectedTab();
  tab.chat.say("satu");
  tab.chat.say("dua");
  assert.deepEqual(
    tab.sent("message").map((frame) => frame.text),
    ["satu"],
  );

  tab.socket().deliver({ type: "ack", id: tab.sent("message")[0].id });

  assert.deepEqual(
    tab.sent("message").map((frame) => frame.text),
    ["satu", "dua"],
  );
});

test("that what is written offline is sent once the connection is there, with the same id after every cut", () => {
  const tab = openTab();
  tab.chat.say("halo");
  assert.equal(tab.store.getState().outbox[0].state, "waiting");

  tab.connect();
  const first = tab.sent("message")[0];
  tab.socket().breakOff();
  tab.clock.advance(1000);
  tab.connect();

  assert.deepEqual(tab.sent("message"), [first]);
});

test("that a message survives a reload and comes before what is written then", () => {
  const storage = new FakeStorage();
  const before = openTab(storage);
  before.chat.say("sebelum");

  const reloaded = openTab(storage);
  reloaded.clock.advance(1000);
  reloaded.chat.say("sesudah");
  reloaded.connect();
  reloaded.socket().deliver({ type: "ack", id: reloaded.sent("message")[0].id });

  assert.deepEqual(
    reloaded.sent("message").map((frame) => frame.text),
    ["sebelum", "sesudah"],
  );
  assert.equal(reloaded.keep.keys("sapa.outbox.").length, 1);
});

test("that a message which the server has is not sent again after a reload", () => {
  const storage = new FakeStorage();
  const before = openConnectedTab(storage);
  before.chat.say("halo");
  const id = before.sent("message")[0].id;

  const reloaded = openTab(storage);
  reloaded.chat.start();
  reloaded.connect({ messages: [{ id, from: "customer", text: "halo" }] });

  assert.deepEqual(reloaded.sent("message"), []);
  assert.deepEqual(reloaded.keep.keys("sapa.outbox."), []);
});

test("that a connection which does not acknowledge is taken for dead", () => {
  const tab = openConnectedTab();
  tab.chat.say("halo");

  tab.clock.advance(10_000);

  assert.equal(tab.sockets.length, 2);
  tab.connect();
  assert.equal(tab.sent("message").length, 1);
});

test("that a message never acknowledged is shown as failed, and can be tried again", () => {
  const tab = openConnectedTab();
  tab.chat.say("halo");
  for (let tries = 0; tries < 4; tries += 1) {
    tab.clock.advance(10_000);
    tab.connect();
  }
  const [entry] = tab.store.getState().outbox;
  assert.equal(entry.state, "failed");

  tab.chat.retry(entry.id);

  assert.equal(tab.store.getState().outbox[0].state, "sending");
});

test("that a refused message names its reason and lets the next one pass", () => {
  const tab = openConnectedTab();
  tab.chat.say("terlalu panjang");
  tab.chat.say("berikutnya");

  tab.socket().deliver({ type: "error", code: "message_too_long", message: "...", id: tab.sent("message")[0].id });

  const { outbox } = tab.store.getState();
  assert.deepEqual(
    outbox.map((entry) => [entry.state, entry.reason]),
    [
      ["failed", "message_too_long"],
      ["sending", null],
    ],
  );
  assert.equal(tab.keep.keys("sapa.outbox.").length, 1);
});

test("that a limit is waited for, said, and the message sent by itself", () => {
  const tab = openConnectedTab();
  tab.chat.say("halo");

  tab
    .socket()
    .deliver({ type: "error", code: "rate_limited", message: "...", retry_after: 7, id: tab.sent("message")[0].id });
  assert.deepEqual(tab.store.getState().problem, { code: "rate_limited", seconds: 7 });
  tab.clock.advance(6_999);
  assert.equal(tab.sent("message").length, 1);
  tab.clock.advance(1);

  assert.equal(tab.sent("message").length, 2);
  assert.equal(tab.store.getState().problem, null);
});

test("that a message which could not be stored is kept and sent again", () => {
  const tab = openConnectedTab();
  tab.chat.say("halo");
  tab.socket().deliver({ type: "error", code: "unavailable", message: "...", id: tab.sent("message")[0].id });

  tab.clock.advance(4_000);

  assert.equal(tab.sent("message").length, 2);
  assert.equal(tab.sent("message")[0].id, tab.sent("message")[1].id);
});

test("that an error which names no message leaves the messages alone", () => {
  const tab = openConnectedTab();
  tab.chat.say("halo");

  tab.socket().deliver({ type: "error", code: "invalid_input", message: "...", id: null });
  tab.socket().deliver({ type: "error", code: "conflict", message: "...", id: null });

  assert.equal(tab.store.getState().outbox[0].state, "sending");
  assert.deepEqual(tab.store.getState().problem, { code: "invalid_input", seconds: null });
});

test("that two tabs opened at once end up in one conversation", () => {
  const storage = new FakeStorage();
  const one = openTab(storage);
  const other = openTab(storage);
  one.chat.start();
  other.chat.start();
  one.socket().accept();
  other.socket().accept();

  one.session({ token: "token-1" });
  other.session({ token: "token-2" });
  other.socket().accept();

  assert.equal(other.sent("hello")[0].token, "token-1");
  assert.equal(storage.getItem("sapa.token"), "token-1");
});

test("that typing is told, but not for every key", () => {
  const tab = openConnectedTab();
  for (let key = 0; key < 10; key += 1) {
    tab.chat.typing();
    tab.clock.advance(400);
  }

  assert.equal(tab.sent("typing").length, 2);
});

test("that somebody who stops typing without a word is not shown as typing for ever", () => {
  const tab = openConnectedTab();
  tab.socket().deliver({ type: "typing", from: "agent" });
  assert.equal(tab.store.getState().typing, "agent");

  tab.clock.advance(8_000);

  assert.equal(tab.store.getState().typing, null);
});

test("that a rating given while the connection breaks is sent again if the server still asks", () => {
  const tab = openConnectedTab();
  tab.socket().deliver({ type: "rate", question: "Bagaimana?" });
  tab.chat.rate(5, "ramah");
  tab.socket().breakOff();
  tab.clock.advance(1000);

  tab.connect({ rate: { question: "Bagaimana?" } });

  assert.deepEqual(tab.sent("rating"), [{ type: "rating", score: 5, comment: "ramah" }]);
});

test("that starting anew waits for the end of the old conversation and shows nothing of it", () => {
  const tab = openTab();
  tab.chat.start();
  tab.connect({ messages: [{ id: "m1", from: "bot", text: "lama" }] });

  tab.chat.startAnew();
  tab.socket().deliver({ type: "message", id: "m2", from: "bot", text: "masih lama" });
  assert.deepEqual([tab.sockets.length, tab.store.getState().messages], [1, []]);
  tab.socket().deliver({ type: "state", state: "closed" });
  tab.socket().accept();

  assert.deepEqual(tab.sent("hello"), [{ type: "hello", token: "token-1", lang: "id", after: null }]);
});

test("that starting anew without a connection ends the old conversation as soon as there is one", () => {
  const tab = openConnectedTab();
  tab.socket().breakOff();
  tab.chat.startAnew();
  tab.clock.advance(1000);

  tab.connect({ messages: [{ id: "m1", from: "bot", text: "lama" }] });

  assert.deepEqual([tab.sent("end").length, tab.store.getState().messages], [1, []]);
});

test("that forgetting leaves no token and no unsent message in the browser", () => {
  const tab = openConnectedTab();
  tab.chat.say("rahasia");
  tab.chat.forget();
  tab.socket().deliver({ type: "state", state: "closed" });
  assert.equal(tab.sent("forget").length, 1);
  assert.equal(tab.keep.get("sapa.token"), "token-1", "not before the server has confirmed it");
  tab.socket().deliver({ type: "forgotten" });

  assert.deepEqual(tab.keep.keys("sapa."), []);
  assert.equal(tab.store.getState().notice, "forgotten");
});

test("that a wish to be forgotten survives a lost connection", () => {
  const tab = openConnectedTab();
  tab.chat.forget();
  tab.socket().breakOff();
  tab.clock.advance(2_000);
  tab.connect();

  assert.equal(tab.sent("forget").length, 1);
});

test("that a silent connection is asked for a sign of life and left when none comes", () => {
  const tab = openConnectedTab();
  tab.clock.advance(25_000);
  assert.equal(tab.sent("ping").length, 1);
  tab.socket().deliver({ type: "pong" });
  tab.clock.advance(34_000);
  assert.equal(tab.sockets.length, 1);

  tab.clock.advance(1_000);

  assert.equal(tab.sockets.length, 2);
});

test("that a rating given in another tab is asked no more in this one", () => {
  const tab = openConnectedTab();
  tab.socket().deliver({ type: "rate", question: "Bagaimana?" });
  tab.socket().deliver({ type: "rated" });

  assert.equal(tab.store.getState().rating, null);
});

test("that a call-back is asked for, mended and promised", () => {
  const tab = openConnectedTab({ state: "queued" });
  tab.chat.askCallBack({ channel: "phone", address: "0", note: "" });
  tab.socket().deliver({ type: "error", code: "invalid_address", id: null });
  assert.equal(tab.store.getState().callBack, "invalid");
  tab.chat.askCallBack({ channel: "phone", address: "08112345678", note: "siang" });
  tab.socket().deliver({ type: "callback", address: "+628112345678", due_at: "2026-03-31T11:00:00+07:00" });

  assert.deepEqual(tab.sent("callback").at(-1), {
    type: "callback",
    channel: "phone",
    address: "08112345678",
    note: "siang",
  });
  assert.equal(tab.store.getState().callBack, "done");
});

test("that a call-back whose answer is lost with the connection is asked for again by the customer", () => {
  const tab = openConnectedTab({ state: "queued" });
  tab.chat.askCallBack({ channel: "phone", address: "08112345678", note: "" });
  tab.socket().breakOff();

  assert.equal(tab.store.getState().callBack, "failed");
});

test("that the tab follows into the conversation that another tab began", () => {
  const tab = openConnectedTab();
  tab.socket().deliver({ type: "state", state: "closed" });
  tab.session({ conversation: "c2" });

  assert.equal(tab.store.getState().id, "c2");
  assert.equal(tab.store.getState().standing.state, "bot");
  assert.equal(tab.sockets.length, 1);
});

test("that a page looked at again after a long silence does not trust its old connection", () => {
  const tab = openConnectedTab();
  tab.clock.time += 60_000; // asleep, so that no timer ran

  tab.chat.wake();

  assert.equal(tab.sockets.length, 2);
});
