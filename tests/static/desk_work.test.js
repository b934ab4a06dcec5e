import assert from "node:assert/strict";
import { test } from "node:test";

import { readConversation } from "../../handoff/static/desk/connection/payloads.js";
import { createRequest } from "../../handoff/static/desk/connection/request.js";
import { isFresh } from "../../handoff/static/desk/state/selectors.js";
import { coalesce } from "../../handoff/static/desk/work/coalesce.js";
import { failure, FakeServer, ME, message, openDesk, openLiveDesk, settle, summary } from "./desk_fakes.js";

const HELD = { state: "agent", mine: true };
const NETWORK = failure(0, "network");

async function openHolding(id = "c", ...given) {
  const server = new FakeServer();
  server.put(id, HELD, [message(1)]);
  const desk = await openLiveDesk({ server, ...given[0] });
  desk.work.open(id);
  await settle();
  return desk;
}

test("that whoever has no session is asked to log in, and whoever has one is at the desk", async () => {
  const stranger = openDesk();
  stranger.server.fails.me = failure(401, "not_logged_in");
  const known = openDesk();

  stranger.work.start();
  known.work.start();
  await settle();

  assert.equal(stranger.state().phase, "login");
  assert.equal(known.state().phase, "desk");
  assert.equal(known.live.started, 1);
});

test("that a server that does not answer is asked again until it does", async () => {
  const desk = openDesk();
  desk.server.fails.me = NETWORK;
  desk.work.start();
  await settle();
  assert.equal(desk.state().phase, "unreachable");

  desk.server.fails = {};
  desk.clock.advance(1_000);
  await settle();

  assert.equal(desk.state().phase, "desk");
});

test("that who logs in comes on duty, and a unit's account does not", async () => {
  const agent = openDesk();
  agent.server.me.presence = "offline";
  const unit = openDesk();
  unit.server.me = { ...ME, role: "unit", presence: "offline" };

  await Promise.all([agent.work.logIn("a", "b"), unit.work.logIn("a", "b")]);

  assert.equal(agent.state().me.presence, "online");
  assert.equal(unit.state().me.presence, "offline");
  assert.equal(unit.live.started, 0);
});

test("that a refused log-in says why and lets try again", async () => {
  const desk = openDesk();
  desk.server.fails = { me: failure(401), logIn: failure(401, "wrong_password") };
  desk.work.start();
  await settle();

  await desk.work.logIn("a", "b");

  assert.deepEqual(desk.state().login, { busy: false, error: "wrong_password", expired: false });
});

test("that things count as fresh only when all of them were read over the new connection", async () => {
  const desk = openDesk();
  desk.work.start();
  await settle();
  desk.server.fails.list = failure(500);

  desk.live.listeners.onHello();
  await settle();
  assert.equal(isFresh(desk.state()), false);
  assert.deepEqual([desk.live.given_up, desk.live.settledTimes], [1, 0]);

  desk.server.fails = {};
  desk.live.listeners.onHello();
  await settle();
  assert.equal(isFresh(desk.state()), true);
  assert.equal(desk.live.settledTimes, 1);
});

test("that a presence lost with the network is taken up again, but not after a long absence", async () => {
  const desk = await openLiveDesk();
  desk.server.me.presence = "offline";

  desk.live.listeners.onHello();
  await settle();
  assert.equal(desk.state().me.presence, "online");

  desk.live.listeners.onStatus("waiting", null);
  desk.server.me.presence = "offline";
  desk.clock.advance(60 * 60_000);
  desk.live.listeners.onHello();
  await settle();
  assert.equal(desk.state().me.presence, "offline");
});

test("that a doorbell makes the desk read only what is new, and show it", async () => {
  const desk = await openHolding();
  desk.server.hear("c", "customer", "masih di sana?");

  desk.live.listeners.onFrame({ type: "conversation", id: "c" });
  await settle();

  assert.equal(desk.state().details.c.messages.at(-1).text, "masih di sana?");
  assert.deepEqual(desk.server.calls.filter(([name]) => name === "read").at(-1), ["read", "c", 1]);
});

test("that a lost doorbell is made good by the next look", async () => {
  const desk = await openHolding();
  desk.server.hear("c", "customer", "halo?");

  desk.clock.advance(30_000);
  await settle();

  assert.equal(desk.state().details.c.messages.at(-1).text, "halo?");
});

test("that the socket is told of the open conversation and of all in hand", async () => {
  const desk = await openHolding();
  desk.server.put("other", {}, []);
  desk.work.open("other");
  await settle();

  assert.deepEqual(desk.live.watched, ["other", "c"]);
});

test("that my words are shown at once, go out in order, and stand in the conversation afterwards", async () => {
  const desk = await openHolding();

  desk.work.send("c", "satu");
  desk.work.send("c", "dua");
  assert.deepEqual(
    desk.state().outbox.map(({ text, status }) => [text, status]),
    [
      ["satu", "sending"],
      ["dua", "waiting"],
    ],
  );
  await settle();

  assert.deepEqual(desk.state().outbox, []);
  assert.deepEqual(
    desk.state().details.c.messages.map((each) => each.text),
    ["text 1", "satu", "dua"],
  );
});

test("that words without a connection wait, are tried again with the same id, and arrive once", async () => {
  const desk = await openHolding();
  desk.server.fails.say = NETWORK;
  desk.work.send("c", "satu");
  await settle();
  assert.equal(desk.state().outbox[0].status, "waiting");

  desk.server.fails = {};
  desk.live.listeners.onHello();
  await settle();

  assert.deepEqual(
    desk.said().map(([, , id]) => id),
    ["out-1", "out-1"],
  );
  assert.equal(desk.server.conversations.get("c").messages.filter((each) => each.text === "satu").length, 1);
});

test("that what the customer said while I wrote is not lost when my words come back first", async () => {
  const desk = await openHolding();
  desk.server.hear("c", "customer", "di antaranya"); // its doorbell is still on the way

  desk.work.send("c", "satu");
  await settle();

  assert.deepEqual(
    desk.state().details.c.messages.map((each) => each.text),
    ["text 1", "di antaranya", "satu"],
  );
});

test("that words refused by the server stay with the agent, who tries again or throws them away", async () => {
  const desk = await openHolding();
  desk.server.fails.say = failure(403, "forbidden");
  desk.work.send("c", "satu");
  await settle();
  assert.deepEqual(
    desk.state().outbox.map(({ status, code }) => [status, code]),
    [["failed", "forbidden"]],
  );

  desk.server.fails = {};
  desk.work.retry("out-1");
  await settle();

  assert.deepEqual(desk.state().outbox, []);
});

test("that a server that only answers with errors gets a limited number of tries", async () => {
  const desk = await openHolding();
  desk.server.fails.say = failure(500);
  desk.work.send("c", "satu");

  for (let round = 0; round < 30; round += 1) {
    await settle();
    desk.clock.advance(30_000);
  }

  assert.equal(desk.state().outbox[0].status, "failed");
  assert.ok(desk.said().length <= 12, `${desk.said().length} tries`);
});

test("that drafts, unsent words and what was looked at outlive a reload", async () => {
  const desk = await openHolding();
  desk.server.fails.say = NETWORK;
  desk.work.keepDraft("c", "note", "tanya lab");
  desk.work.see("c", 1);
  desk.work.send("c", "satu");
  await settle();

  desk.server.fails = {};
  const again = await openLiveDesk({ server: desk.server, storage: desk.storage });

  assert.equal(again.work.draft("c", "note"), "tanya lab");
  assert.equal(again.state().drafts.c, true);
  assert.equal(again.state().seen.c, 1);
  assert.equal(again.server.conversations.get("c").messages.at(-1).text, "satu");
});

test("that a session that ended keeps the drafts for the same account, and a log-out leaves nothing", async () => {
  const desk = await openHolding();
  desk.work.keepDraft("c", "reply", "rahasia");
  desk.server.fails.list = failure(401, "not_logged_in");
  desk.live.listeners.onFrame({ type: "line" });
  await settle();
  assert.deepEqual([desk.state().phase, desk.state().login.expired], ["login", true]);

  desk.server.fails = {};
  await desk.work.logIn("a", "b");
  assert.equal(desk.work.draft("c", "reply"), "rahasia");

  await desk.work.logOut();
  assert.deepEqual(
    [...desk.storage.values.keys()].filter((key) => key.startsWith("desk.me.")),
    [],
  );
  assert.equal(desk.state().phase, "login");
});

test("that a race that was lost is told, and shows who has the conversation", async () => {
  const desk = await openLiveDesk();
  desk.server.put("c", {}, [message(1)]);
  desk.work.open("c");
  await settle();
  desk.server.change("c", { state: "agent", agent: { id: "other", name: "Bagus" } });

  const done = await desk.work.claim("c");
  await settle();

  assert.equal(done, false);
  assert.equal(desk.state().toasts[0].text, "error.conflict");
  assert.equal(desk.state().details.c.agent.name, "Bagus");
});

test("that taking the next one opens it, and an empty line says so", async () => {
  const desk = await openLiveDesk();
  desk.server.put("c", {}, [message(1)]);

  assert.equal(await desk.work.takeNext(), true);
  assert.equal(desk.state().openId, "c");
  await desk.work.takeNext();

  assert.equal(desk.state().toasts.at(-1).text, "take.none");
});

test("that a double click takes one customer", async () => {
  const desk = await openLiveDesk();
  desk.server.put("c", {}, []);
  desk.server.put("d", {}, []);

  await Promise.all([desk.work.takeNext(), desk.work.takeNext()]);

  assert.equal(desk.server.calls.filter(([name]) => name === "next").length, 1);
});

test("that resolving throws the draft of the reply away and closes the dialog", async () => {
  const desk = await openHolding();
  desk.work.keepDraft("c", "reply", "belum dikirim");
  desk.work.ask({ kind: "resolve", conversation: "c" });

  await desk.work.resolve("c", { outcome: "solved", note: null, follow_up_at: null });

  assert.equal(desk.state().dialog, null);
  assert.equal(desk.work.draft("c", "reply"), "");
  assert.equal(desk.state().details.c.state, "bot");
});

test("that a conversation that cannot be read says so and leaves the rest alone", async () => {
  const desk = await openLiveDesk();

  desk.work.open("gone");
  await settle();

  assert.equal(desk.state().detailErrors.gone, "not_found");
  assert.equal(isFresh(desk.state()), true);
});

test("that the customer's orders are read again once the customer is verified", async () => {
  const desk = await openHolding();
  desk.server.hear("c", "customer", "e-mail saya ...");
  desk.server.change("c", { customer: { name: null, phone_masked: null, verified: true } });

  desk.live.listeners.onFrame({ type: "conversation", id: "c" });
  await settle();

  assert.deepEqual(
    desk.server.calls.filter(([name]) => name === "read").map(([, , after]) => after),
    [0, 1, 0],
  );
});

test("that typing shows for a while, and mine is told now and then", async () => {
  const desk = await openHolding();
  desk.live.listeners.onFrame({ type: "typing", conversation: "c", from: "customer" });
  assert.ok(desk.state().typing.c);
  desk.clock.advance(7_000);
  assert.deepEqual(desk.state().typing, {});

  desk.work.typing("c");
  desk.work.typing("c");
  desk.clock.advance(3_000);
  desk.work.typing("c");

  assert.deepEqual(desk.live.typed, ["c", "c"]);
});

test("that who asks while a job runs gets it run once more, and many get it once", async () => {
  let runs = 0;
  const ask = coalesce(async () => {
    runs += 1;
    await settle();
  });

  await ask();
  assert.equal(runs, 1);
  await Promise.all([ask(), ask(), ask()]);
  assert.equal(runs, 3);
});

test("that requests carry the desk's own header, and every way to fail has its code", async () => {
  const asked = [];
  const answers = [
    new Response(JSON.stringify({ id: "me" }), { status: 200 }),
    new Response(null, { status: 204 }),
    new Response(JSON.stringify({ error: { code: "conflict", message: "Taken." } }), { status: 409 }),
    new Response("<html>", { status: 502 }),
    new Response("<html>", { status: 200 }),
    new TypeError("failed to fetch"),
  ];
  const request = createRequest({
    fetch: async (path, options) => {
      asked.push([path, options]);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const codeOf = () =>
    request("POST", "/x", {}).then(
      () => null,
      (error) => [error.code, error.status, error.passing],
    );

  assert.deepEqual(await request("GET", "/x"), { id: "me" });
  assert.equal(await request("POST", "/x"), null);
  assert.deepEqual(await codeOf(), ["conflict", 409, false]);
  assert.deepEqual(await codeOf(), ["error", 502, true]);
  assert.deepEqual(await codeOf(), ["network", 0, true]);
  assert.deepEqual(await codeOf(), ["network", 0, true]);
  assert.ok(asked.every(([, options]) => options.headers["x-sapa-desk"] === "1"));
});

test("that labels are read where the model's own answer stands in their place", () => {
  const understood = {
    intent: "greet",
    confidence: 0.9,
    language: { code: "id", confidence: 1 },
    emotion: { label: "angry", confidence: 0.8 },
  };

  const { messages, emotions } = readConversation({
    messages: [message(1, "customer", { understood })],
    emotions: [{ at: "", label: { label: "angry" } }],
  });

  assert.deepEqual(messages[0].understood, {
    intent: "greet",
    topic: null,
    confidence: 0.9,
    language: "id",
    emotion: "angry",
  });
  assert.equal(emotions[0].label, "angry");
});

const REQUEST = { id: "r", conversation: "c", unit: "finance", text: "Salinan faktur?", state: "open" };
const PROMISE = { id: "p", conversation: "c", kind: "call_back", state: "due", mine: true };

test("that an agent sees what was promised and asked, and only supervisors the low ratings", async () => {
  const server = new FakeServer();
  server.tasks = { promises: [PROMISE], requests: [REQUEST], ratings: [{ id: "a" }] };
  const agent = await openLiveDesk({ server });
  await settle();
  const boss = new FakeServer();
  boss.me = { ...ME, role: "supervisor" };
  boss.tasks = server.tasks;
  const supervisor = await openLiveDesk({ server: boss });
  await settle();

  assert.deepEqual(agent.state().tasks.promises, [PROMISE]);
  assert.deepEqual(agent.state().tasks.requests, [REQUEST]);
  assert.deepEqual(agent.state().tasks.ratings, []);
  assert.equal(supervisor.state().tasks.ratings.length, 1);
});

test("that a unit looks for its requests now and then, and answers them", async () => {
  const desk = openDesk();
  desk.server.me = { ...ME, role: "unit", unit: "finance", presence: "offline" };
  desk.work.start();
  await settle();
  assert.deepEqual(desk.state().tasks.requests, []);

  desk.server.tasks.requests = [REQUEST];
  desk.clock.advance(15_000);
  await settle();
  assert.deepEqual(desk.state().tasks.requests, [REQUEST]);
  assert.ok(desk.server.calls.every(([name]) => name !== "promises"));

  await desk.work.answerRequest(REQUEST, { text: "Sudah.", for_customer: null });
  await settle();
  assert.deepEqual(desk.state().tasks.requests, []);
});

test("that a try to reach a customer is sent once and leaves the list when it is done", async () => {
  const server = new FakeServer();
  server.tasks.promises = [PROMISE];
  const desk = await openLiveDesk({ server });
  await settle();

  await Promise.all([desk.work.attempt(PROMISE, true, "Jelas."), desk.work.attempt(PROMISE, true, "Jelas.")]);
  await settle();

  assert.equal(server.calls.filter(([name]) => name === "attempt").length, 1);
  assert.deepEqual(desk.state().tasks.promises, []);
});

test("that a unit is asked from a conversation, and a refusal keeps the dialog", async () => {
  const desk = await openHolding();
  const question = { conversation: "c", unit: "finance", text: "Salinan faktur?", office_hours: 8 };
  desk.work.ask({ kind: "ask_unit", conversation: "c" });
  desk.server.fails.askUnit = failure(400, "invalid_input");
  await desk.work.askUnit(question);
  assert.equal(desk.state().dialog.kind, "ask_unit");

  desk.server.fails = {};
  await desk.work.askUnit(question);
  await settle();

  assert.equal(desk.state().dialog, null);
  assert.equal(desk.state().tasks.requests.length, 1);
});

test("that who is offered to me is shown, counted down from when I heard of it, and taken", async () => {
  const desk = await openLiveDesk();
  desk.server.put("budi");
  desk.server.offer = { id: "o1", seconds: 30, seconds_left: 20, conversation: summary("budi") };
  desk.live.listeners.onFrame({ type: "line" });
  await settle();
  const { endsAt } = desk.state().offer;
  assert.equal(endsAt, desk.clock.now() + 20_000);

  desk.server.offer = { ...desk.server.offer, seconds_left: 3 };
  desk.live.listeners.onFrame({ type: "line" });
  await settle();
  assert.equal(desk.state().offer.endsAt, endsAt, "the seconds do not jump");

  assert.equal(await desk.work.acceptOffer("o1"), true);
  assert.equal(desk.state().openId, "budi");
});

test("that an offer that somebody else has taken goes, and I am told", async () => {
  const desk = await openLiveDesk();
  desk.server.offer = { id: "o1", seconds: 30, seconds_left: 20, conversation: summary("budi") };
  desk.live.listeners.onFrame({ type: "line" });
  await settle();
  desk.server.fails = { accept: failure(409, "conflict") };
  desk.server.offer = null;

  assert.equal(await desk.work.acceptOffer("o1"), false);
  await settle();

  assert.equal(desk.state().offer, null);
  assert.deepEqual(desk.state().toasts.map((each) => each.text), ["error.conflict"]);
});

test("that what happened to a colleague is told, and to me in other words", async () => {
  const desk = await openLiveDesk();
  const alert = { type: "alert", name: "Rina", customers: 2 };

  for (const [kind, staff] of [["agent_lost", "other"], ["agent_lost", "me"], ["set_away", "other"], ["unknown", "other"]]) {
    desk.live.listeners.onFrame({ ...alert, kind, staff });
  }

  assert.deepEqual(desk.state().toasts.map((each) => each.text), ["alert.agent_lost", "alert.i_was_lost"]);
});
