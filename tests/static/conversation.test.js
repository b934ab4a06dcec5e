import assert from "node:assert/strict";
import { test } from "node:test";

import { EMPTY, reduceConversation } from "../../handoff/static/widget/conversation.js";
import { newEntry } from "../../handoff/static/widget/outbox.js";

const message = (id, from = "bot", text = id) => ({ id, from, name: null, text, buttons: [], attachment: null, at: 1 });
const standing = (state, more = {}) => ({
  state,
  position: null,
  waitRange: null,
  agent: null,
  officeOpen: true,
  opensAt: null,
  ...more,
});
const session = (more = {}) => ({
  type: "session",
  token: "t",
  conversation: "c",
  messages: [],
  standing: standing("bot"),
  lang: "id",
  question: null,
  uploads: false,
  ...more,
});
const after = (...events) => events.reduce(reduceConversation, EMPTY);

test("that messages keep the server's order and none appears twice", () => {
  const state = after(
    session({ messages: [message("a"), message("b")] }),
    { type: "message", message: message("c") },
    session({ messages: [message("b"), message("c"), message("d")] }),
  );

  assert.deepEqual(
    state.messages.map((each) => each.id),
    ["a", "b", "c", "d"],
  );
  assert.equal(state.lastStreamed, "d");
});

test("that the customer's own message leaves the outbox when it comes back with its id", () => {
  const said = { type: "said", entry: newEntry("mine", "Halo", null, 1) };
  const waiting = after(session(), said, { type: "sending", id: "mine" }, { type: "ack", id: "mine" });
  assert.equal(waiting.outbox[0].state, "sent");

  const back = reduceConversation(waiting, { type: "message", message: message("mine", "customer", "Halo") });

  assert.deepEqual(back.outbox, []);
  assert.deepEqual(
    back.messages.map((each) => each.id),
    ["mine"],
  );
});

test("that an acknowledgement does not move the place where a reconnect goes on", () => {
  const state = after(
    session({ messages: [message("a")] }),
    { type: "said", entry: newEntry("mine", "x", null, 1) },
    { type: "ack", id: "mine" },
  );

  assert.equal(state.lastStreamed, "a");
});

test("that what was on its way when the connection broke waits to be sent again", () => {
  const state = after(
    session(),
    { type: "said", entry: newEntry("i", "x", null, 1) },
    { type: "sending", id: "i" },
    { type: "status", status: "waiting" },
  );

  assert.equal(state.outbox[0].state, "waiting");
  assert.equal(state.ready, false);
});

test("that an answer and a change of who speaks end the typing", () => {
  const typing = after(session(), { type: "typing", from: "bot" });

  assert.equal(reduceConversation(typing, { type: "message", message: message("a") }).typing, null);
  assert.equal(reduceConversation(typing, { type: "message", message: message("a", "customer") }).typing, "bot");
  assert.equal(reduceConversation(typing, { type: "standing", standing: standing("agent") }).typing, null);
  assert.equal(reduceConversation(typing, { type: "standing", standing: standing("bot") }).typing, "bot");
});

test("that a rating on its way stays so over a reconnect until the server no longer asks or thanks", () => {
  const sending = after(session(), { type: "rate", question: "Bagaimana?" }, { type: "rated", score: 4 });
  assert.equal(sending.rating.state, "sending");

  assert.equal(reduceConversation(sending, session({ question: "Bagaimana?" })).rating.state, "sending");
  assert.equal(reduceConversation(sending, session()).rating, null);
  assert.equal(reduceConversation(sending, { type: "message", message: message("thanks", "system") }).rating, null);
});

test("that a rating asked for while away is asked with the session", () => {
  assert.deepEqual(after(session({ question: "Bagaimana?" })).rating, {
    question: "Bagaimana?",
    score: null,
    state: "asked",
  });
});

test("that clearing forgets the conversation but not the connection", () => {
  const state = after({ type: "status", status: "open" }, session({ messages: [message("a")] }), { type: "cleared" });

  assert.deepEqual([state.messages, state.id, state.lastStreamed, state.status], [[], null, null, "open"]);
});
