import { estimatesRight } from "../../handoff/static/desk/state/offers.js";
import assert from "node:assert/strict";
import { test } from "node:test";

import { knownUpTo, mergeReading, readAfter } from "../../handoff/static/desk/state/conversations.js";
import { initialState } from "../../handoff/static/desk/state/desk_state.js";
import { followUpSuggestions, localInput, readLocalInput } from "../../handoff/static/desk/state/follow_up.js";
import { knownFacts } from "../../handoff/static/desk/state/known_facts.js";
import { newsBetween } from "../../handoff/static/desk/state/news.js";
import { nextToSend, readOutbox } from "../../handoff/static/desk/state/outbox.js";
import { reduce } from "../../handoff/static/desk/state/reduce.js";
import { readRoute, routeOf } from "../../handoff/static/desk/state/routes.js";
import { hindranceToTakeNext, shownItems, unreadIn } from "../../handoff/static/desk/state/selectors.js";
import { timelineOf } from "../../handoff/static/desk/state/timeline.js";
import { transferTargets } from "../../handoff/static/desk/state/transfer_targets.js";
import { concernOf, elapsed, waitedTooLong } from "../../handoff/static/desk/state/waiting.js";
import { actionOf } from "../../handoff/static/desk/views/keyboard.js";
import { ME, message, PREFERENCES, summary } from "./desk_fakes.js";

const atDesk = (...events) => [{ type: "session.began", me: ME }, ...events].reduce(reduce, initialState(PREFERENCES));
const FRESH = [{ type: "link.changed", status: "live", retryAt: null }, { type: "link.caught_up" }];
const reading = (id, more, messages) => ({ ...summary(id, more), messages });

test("that what is asked for next begins before a gap, so that the customer's words in it are not lost", () => {
  assert.equal(knownUpTo([]), 0);
  assert.equal(knownUpTo([message(1), message(2), message(4, "agent")]), 2);
});

test("that a file still being fetched is asked for again with what is new", () => {
  const file = { id: "f", name: "foto.jpg", media_type: "image/jpeg", size: 0, url: "/chat/uploads/f", state: "loading" };
  const messages = [message(1), message(2, "customer", { attachment: file }), message(3)];

  assert.equal(readAfter(messages), 1);
  assert.equal(readAfter([message(1), message(2), message(3)]), 3);
});

test("that news leave standing what they do not name", () => {
  const old = mergeReading(undefined, { ...reading("c", {}, [message(1)]), orders: [{ number: "ORD-2026-00107" }] });

  const detail = mergeReading(old, reading("c", {}, [message(2)]));

  assert.deepEqual(
    detail.messages.map((each) => each.seq),
    [1, 2],
  );
  assert.equal(detail.orders.length, 1);
});

test("that a conversation that was claimed moves from the line to my own at once", () => {
  const state = atDesk({ type: "list.read", name: "line", items: [summary("c"), summary("d")] });

  const after = reduce(state, { type: "conversation.read", reading: reading("c", { state: "agent", mine: true }, []) });

  assert.deepEqual(
    after.lists.line.items.map((each) => each.id),
    ["d"],
  );
  assert.deepEqual(
    after.lists.mine.items.map((each) => each.id),
    ["c"],
  );
});

test("that an unchanged item stays the same object when a list is read again", () => {
  const state = atDesk({ type: "list.read", name: "line", items: [summary("c"), summary("d")] });

  const after = reduce(state, { type: "list.read", name: "line", items: [summary("c"), summary("d", { urgency: 3 })] });

  assert.equal(after.lists.line.items[0], state.lists.line.items[0]);
  assert.equal(after.lists.line.items[1].urgency, 3);
});

test("that a customer whom the CRM has recognised has their name everywhere, also when a list is read again", () => {
  const known = { ...reading("c", { state: "agent", mine: true }, []), identity: [{ name: "Fajar Nugroho", company: "PT Mitra" }] };
  const state = atDesk({ type: "conversation.read", reading: known });

  const after = reduce(state, { type: "list.read", name: "mine", items: [summary("c", { state: "agent", mine: true })] });

  assert.deepEqual(state.details.c.customer, { name: "Fajar Nugroho", phone_masked: null, verified: true });
  assert.equal(after.lists.mine.items[0], state.lists.mine.items[0]);
});

test("that nothing of a customer stays when the session ends, nor comes in afterwards", () => {
  const state = atDesk(
    { type: "conversation.read", reading: reading("c", {}, [message(1)]) },
    { type: "session.ended", expired: true },
  );

  const after = reduce(state, { type: "list.read", name: "line", items: [summary("c")] });

  assert.equal(after.phase, "login");
  assert.deepEqual(after.details, {});
  assert.deepEqual(after.lists.line.items, []);
});

test("that my words leave the outbox only when the server shows them", () => {
  const out = { conversation: "c", id: "m1", text: "halo", at: 0, status: "sending", code: null };
  const state = atDesk({ type: "outbox.added", message: out });

  assert.equal(reduce(state, { type: "conversation.read", reading: reading("c", {}, [message(2)]) }).outbox.length, 1);
  assert.equal(
    reduce(state, { type: "conversation.read", reading: reading("c", {}, [message(1, "agent")]) }).outbox.length,
    0,
  );
});

test("that the next message is sent only when the one before it is through", () => {
  const out = (id, status) => ({ conversation: "c", id, text: id, at: 0, status, code: null });

  assert.equal(nextToSend([out("1", "sending"), out("2", "waiting")], "c"), null);
  assert.equal(nextToSend([out("1", "failed"), out("2", "waiting")], "c")?.id, "2");
  assert.equal(nextToSend([out("1", "waiting")], "other"), null);
});

test("that a kept outbox is tried again, and nonsense in its place is nothing", () => {
  const out = { conversation: "c", id: "1", text: "halo", at: 0, status: "sending", code: null };

  assert.equal(readOutbox([out])[0].status, "waiting");
  assert.deepEqual(readOutbox([{ id: 1 }, null, "x"]), []);
  assert.deepEqual(readOutbox("x"), []);
});

test("that unread counts the customer's messages after the last one looked at", () => {
  const mine = { state: "agent", mine: true, last_seq: 3, last_message: { from: "customer", text: "", at: "" } };
  const state = atDesk(
    { type: "conversation.read", reading: reading("c", mine, [message(1), message(2, "agent"), message(3)]) },
    { type: "conversation.seen", id: "c", seq: 2 },
  );

  assert.equal(unreadIn(state, state.lists.mine.items[0]), 1);
  assert.equal(unreadIn(reduce(state, { type: "conversation.seen", id: "c", seq: 3 }), state.lists.mine.items[0]), 0);
});

test("that nothing can be taken while what is shown may be old, with full hands, or from an empty line", () => {
  const line = { type: "list.read", name: "line", items: [summary("c")] };
  const held = ["a", "b"].map((id) => summary(id, { state: "agent", mine: true }));

  assert.equal(hindranceToTakeNext(atDesk(line)), "stale");
  assert.equal(hindranceToTakeNext(atDesk(...FRESH)), "nobody");
  assert.equal(hindranceToTakeNext(atDesk(...FRESH, line, { type: "list.read", name: "mine", items: held })), "full");
  assert.equal(hindranceToTakeNext(atDesk(...FRESH, line)), null);
});

test("that a lost connection is not fresh again until everything was read anew", () => {
  const lost = atDesk(
    ...FRESH,
    { type: "link.changed", status: "lost", retryAt: 1 },
    { type: "link.changed", status: "live", retryAt: null },
  );

  assert.equal(hindranceToTakeNext(lost), "stale");
});

test("that filters look at language, channel, and words in name or text", () => {
  const items = [
    summary("a", { language: "en" }),
    summary("b", { customer: { name: "Budi Santoso", phone_masked: null, verified: false } }),
  ];
  const read = { type: "list.read", name: "line", items };
  const shown = (filters) =>
    shownItems(atDesk(read, { type: "filters.changed", filters }), "line").map((each) => each.id);

  assert.deepEqual(shown({ language: "en" }), ["a"]);
  assert.deepEqual(shown({ text: "budi" }), ["b"]);
  assert.deepEqual(shown({ channel: "whatsapp" }), []);
});

test("that the timeline keeps messages in the order of their numbers, and notes where their time belongs", () => {
  const detail = mergeReading(undefined, {
    ...reading("c", {}, [message(1), message(2, "agent"), message(3, "customer", { at: "2026-03-31T01:00:00Z" })]),
    notes: [{ id: "n", author: "Rina", text: "", at: "2026-03-31T02:00:01.500Z" }],
  });

  const kinds = timelineOf(detail, [], 2, () => "day").map((item) => item.key);

  assert.deepEqual(
    kinds.filter((key) => !key.startsWith("day")),
    ["message-1", "note-n", "message-2", "unread", "message-3"],
  );
});

test("that messages of one sender in a row are one group, until a pause", () => {
  const late = message(3, "customer", { at: "2026-03-31T02:10:00Z" });
  const detail = mergeReading(undefined, reading("c", {}, [message(1), message(2), late]));

  const items = timelineOf(detail, [], 0, () => "day").filter((item) => item.kind === "message");

  assert.deepEqual(
    items.map(({ first, last }) => [first, last]),
    [
      [true, false],
      [false, true],
      [true, true],
    ],
  );
});

test("that news are a new customer in line, a new message in hand, and a conversation passed to me", () => {
  const before = atDesk(...FRESH, {
    type: "list.read",
    name: "mine",
    items: [summary("c", { state: "agent", mine: true, last_seq: 1 })],
  });
  const spoken = summary("c", {
    state: "agent",
    mine: true,
    last_seq: 2,
    last_message: { from: "customer", text: "", at: "" },
  });
  const given = summary("d", { state: "agent", mine: true });
  const after = [
    { type: "list.read", name: "mine", items: [spoken, given] },
    { type: "list.read", name: "line", items: [summary("e")] },
  ].reduce(reduce, before);

  assert.deepEqual(
    newsBetween(before, after).map(({ kind, summary: { id } }) => [kind, id]),
    [
      ["waiting", "e"],
      ["message", "c"],
      ["given", "d"],
    ],
  );
  assert.deepEqual(newsBetween(atDesk(), after), []);
});

test("that waits are told in the units that matter, and become a concern", () => {
  assert.deepEqual(elapsed(59_000), { key: "elapsed.seconds", values: { seconds: 59 } });
  assert.deepEqual(elapsed(3_900_000), { key: "elapsed.hours", values: { hours: 1, minutes: 5 } });
  assert.equal(elapsed(-5_000).values.seconds, 0);
  assert.deepEqual([60_000, 300_000, 900_000].map(concernOf), ["", "concern", "alarm"]);
});

test("that a promise of a wait is broken when its longer end has passed, and no promise cannot be", () => {
  const now = Date.parse("2026-03-31T02:10:00Z");

  assert.equal(waitedTooLong("2026-03-31T02:00:00Z", 599, now), true);
  assert.equal(waitedTooLong("2026-03-31T02:00:00Z", 600, now), false);
  assert.equal(waitedTooLong("2026-03-31T02:00:00Z", null, now), false);
});

test("that nobody who is away for good or full can be given a customer, and units stand at the end", () => {
  const colleague = (id, presence, load, role = "agent", unit = null) => ({
    id,
    name: id,
    role,
    unit,
    presence,
    load,
    capacity: 4,
  });
  const staff = [
    colleague("off", "offline", 0),
    colleague("full", "online", 4),
    colleague("me", "online", 0),
    colleague("free", "online", 1),
    colleague("f", "offline", 0, "unit", "finance"),
  ];

  const targets = transferTargets(staff, "me").map(({ key, hindrance }) => [key, hindrance]);

  assert.deepEqual(targets, [
    ["free", null],
    ["full", "full"],
    ["off", "offline"],
    ["unit:finance", null],
  ]);
});

test("that what the bot learnt is shown with contact data masked, and inner values not at all", () => {
  const facts = knownFacts({
    order_number: "ORD-2026-00107",
    email: "fajar@example.com",
    phone: "+6281100001107",
    quantity: 0,
    requested_slot: "email",
    date: null,
  });

  assert.deepEqual(facts, [
    { name: "order_number", value: "ORD-2026-00107" },
    { name: "email", value: "fa•••@example.com" },
    { name: "phone", value: "•••••••••••107" },
    { name: "quantity", value: "0" },
  ]);
});

test("that follow-ups are offered in working hours to come, and survive the field", () => {
  const fridayEvening = new Date(2026, 2, 27, 18, 0).getTime();

  const days = followUpSuggestions(fridayEvening).map((at) => [new Date(at).getDay(), new Date(at).getHours()]);

  assert.deepEqual(days, [
    [1, 9],
    [2, 9],
  ]);
  assert.equal(readLocalInput(localInput(fridayEvening)), fridayEvening);
  assert.equal(readLocalInput(""), null);
});

test("that the address of a conversation leads back to it", () => {
  assert.equal(readRoute(routeOf("a/b c")), "a/b c");
  assert.equal(readRoute(routeOf(null)), null);
  assert.equal(readRoute("#/elsewhere"), null);
});

test("that letters are shortcuts only outside of fields and while they are switched on", () => {
  const press = (key, more = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });
  const outside = { inField: false, letters: true };

  assert.equal(actionOf(press("n"), outside), "take");
  assert.equal(actionOf(press("n"), { ...outside, inField: true }), null);
  assert.equal(actionOf(press("n", { ctrlKey: true }), outside), null);
  assert.equal(actionOf(press("n"), { ...outside, letters: false }), null);
  assert.equal(actionOf(press("?"), { ...outside, letters: false }), "help");
  assert.equal(actionOf(press("ArrowDown", { altKey: true }), { inField: true, letters: false }), "next");
});

test("that the share of honest estimates is shown once enough customers were served", () => {
  const glance = (count, right) => ({ waiting: 0, longest_seconds: null, free_places: 0, busy_places: 0, estimates: { count, right } });

  assert.equal(estimatesRight(null), null);
  assert.equal(estimatesRight(glance(4, 4)), null);
  assert.equal(estimatesRight(glance(6, 5)), 83);
});
