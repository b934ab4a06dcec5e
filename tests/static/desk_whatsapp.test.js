import assert from "node:assert/strict";
import { test } from "node:test";

import { asWritten, doneTo, isFilled, preview, timeLeft, windowOf } from "../../handoff/static/desk/state/whatsapp.js";

const NOW = Date.parse("2026-11-24T02:00:00Z");
const MINUTE = 60_000;
const at = (minutes) => new Date(NOW + minutes * MINUTE).toISOString();
const said = (seq, from, minutes = seq, text = `${seq}`) => ({ seq, from, at: at(minutes), text });
const mark = (seq, minutes, more = {}) => ({ seq, kind: "text", sent_at: at(minutes), about: null, forwarded: false, ...more });

test("that the 24 hours are counted down, urge before the end, and are over a minute early", () => {
  assert.equal(windowOf(null, NOW), null);
  assert.deepEqual(windowOf(at(181), NOW), { state: "open", left: 180 * MINUTE });
  assert.equal(windowOf(at(90), NOW).state, "closing");
  assert.equal(windowOf(at(1), NOW).state, "closed");
});

test("that what is left never promises too little time and reads as hours and minutes", () => {
  assert.deepEqual(timeLeft(61.5 * MINUTE), { key: "window.hours", values: { hours: 1, minutes: 2 } });
  assert.deepEqual(timeLeft(30_000), { key: "window.minutes", values: { hours: 0, minutes: 1 } });
});

test("that a customer's messages stand in the order in which they were sent", () => {
  const messages = [said(1, "customer"), said(2, "bot"), said(3, "customer"), said(4, "customer")];
  const marks = [mark(1, 1), mark(3, 0.9), mark(4, 0.5)];

  assert.deepEqual(asWritten(messages, marks).map((each) => each.seq), [4, 3, 1, 2]);
});

test("that a message which came hours late stays where it is noticed", () => {
  const messages = [said(1, "customer", 0), said(2, "agent", 1), said(3, "customer", 200)];

  assert.deepEqual(asWritten(messages, [mark(1, 0), mark(3, -10)]).map((each) => each.seq), [1, 2, 3]);
});

test("that a message shows the last reaction, and that it was changed or deleted", () => {
  const messages = [said(1, "agent"), said(2, "customer", 2, "Menanggapi dengan 👍"), said(3, "customer", 3, "Menanggapi dengan ❤️")];
  const marks = [mark(2, 2, { kind: "reaction", about: 1 }), mark(3, 3, { kind: "reaction", about: 1 })];

  assert.deepEqual(doneTo({ messages, marks }, 1), { reaction: "❤️", edited: false, deleted: false });
  assert.deepEqual(doneTo({ messages, marks: [mark(2, 2, { kind: "deletion", about: 1 })] }, 1), {
    reaction: null, edited: false, deleted: true,
  });
});

test("that a template's preview shows what is filled in and an example where nothing is yet", () => {
  const variables = [{ name: "customer", example: "Budi", value: "Sari" }, { name: "order", example: "ORD-1", value: null }];
  const template = { name: "x", language: "id", category: "UTILITY", text: "Halo, {{1}}: {{2}}.", variables };

  assert.deepEqual(preview(template, {}), [
    { text: "Halo, ", filled: null }, { text: "Sari", filled: true }, { text: ": ", filled: null },
    { text: "ORD-1", filled: false }, { text: ".", filled: null },
  ]);
  assert.equal(isFilled(template, {}), false);
  assert.equal(isFilled(template, { order: "ORD-2026-00104" }), true);
});
