import assert from "node:assert/strict";
import { test } from "node:test";

import { entryFrame, helloFrame, readFrame } from "../../handoff/static/widget/frames.js";
import { newEntry } from "../../handoff/static/widget/outbox.js";

const SESSION = {
  type: "session",
  token: "t",
  conversation: "c",
  state: "queued",
  position: 2,
  wait_seconds: 240,
  wait_range: [120, 360],
  agent: null,
  office_open: true,
  opens_at: null,
  lang: "en",
  rate: null,
  messages: [
    {
      type: "message",
      id: "m1",
      from: "bot",
      name: null,
      text: "Halo",
      buttons: [{ title: "Ya", payload: "/affirm" }],
      attachment: null,
      at: "2026-03-31T09:00:00+07:00",
    },
  ],
};

test("that a session is read with its standing and messages", () => {
  const session = readFrame(SESSION);

  assert.deepEqual(session.standing, {
    state: "queued",
    position: 2,
    waitRange: [120, 360],
    agent: null,
    officeOpen: true,
    opensAt: null,
    callBack: null,
  });
  assert.deepEqual(session.messages, [
    {
      id: "m1",
      from: "bot",
      name: null,
      text: "Halo",
      buttons: [{ title: "Ya", payload: "/affirm" }],
      attachment: null,
      at: Date.parse("2026-03-31T02:00:00Z"),
    },
  ]);
  assert.equal(session.lang, "en");
  assert.equal(session.question, null);
  assert.equal(session.uploads, false);
});

test("that a rating left open comes with the session", () => {
  assert.equal(readFrame({ ...SESSION, rate: { question: "Bagaimana?" } }).question, "Bagaimana?");
});

test("that frames of a later version, and broken ones, do no harm", () => {
  for (const frame of [{}, { type: "novelty" }, { type: "ack" }, { type: "message", text: "x" }, { type: "session" }])
    assert.equal(readFrame(frame), null);

  const odd = readFrame({
    type: "message",
    id: "m",
    from: "robot",
    text: 5,
    buttons: [{}, { title: "A" }, null],
    at: "soon",
  });
  assert.deepEqual(odd.message, {
    id: "m",
    from: "system",
    name: null,
    text: "",
    buttons: [{ title: "A", payload: "A" }],
    attachment: null,
    at: null,
  });
  assert.deepEqual(readFrame({ type: "state", state: "asleep", wait_range: [1] }).standing, {
    state: "bot",
    position: null,
    waitRange: null,
    agent: null,
    officeOpen: true,
    opensAt: null,
    callBack: null,
  });
});

test("that an attachment is taken from our own server only", () => {
  const read = (url) =>
    readFrame({
      type: "message",
      id: "m",
      attachment: { id: "u", name: "foto.jpg", media_type: "image/jpeg", size: 5, url },
    }).message.attachment;

  assert.deepEqual(read("/chat/uploads/u"), {
    name: "foto.jpg",
    mediaType: "image/jpeg",
    size: 5,
    url: "/chat/uploads/u",
  });
  for (const url of [
    "https://elsewhere.example/u",
    "//elsewhere.example/u",
    "/\\elsewhere.example",
    "javascript:alert(1)",
    "",
    null,
  ])
    assert.equal(read(url), null, url);
});

test("that errors carry their code and when to come back", () => {
  assert.deepEqual(readFrame({ type: "error", code: "rate_limited", message: "...", retry_after: 7 }), {
    type: "error",
    code: "rate_limited",
    retryAfter: 7,
    id: null,
  });
});

test("that hello and messages have the shape of the contract", () => {
  assert.deepEqual(helloFrame({ token: null, lang: "id", after: null, identity: null }), {
    type: "hello",
    token: null,
    lang: "id",
    after: null,
  });
  assert.deepEqual(entryFrame(newEntry("i", "Halo", null, 1)), { type: "message", id: "i", text: "Halo" });
  assert.deepEqual(entryFrame(newEntry("i", "Ya", "/affirm", 1)), {
    type: "choice",
    id: "i",
    payload: "/affirm",
    title: "Ya",
  });
});
