import assert from "node:assert/strict";
import { test } from "node:test";

import { createFormatter, minutesRange, readTime } from "../../handoff/static/common/format.js";

const NOW = Date.parse("2026-03-31T02:00:00Z"); // 09.00 in Jakarta
const at = (iso) => Date.parse(iso);

test("that times stand in the reader's zone and language", () => {
  assert.equal(createFormatter("id", "Asia/Jakarta").time(NOW), "09.00");
  assert.equal(createFormatter("en", "Asia/Jayapura").time(NOW), "11:00");
});

test("that days near now have names, and the others a date with the year only where it differs", () => {
  const id = createFormatter("id", "Asia/Jakarta");
  const en = createFormatter("en", "Asia/Jakarta");

  assert.equal(id.day(NOW, NOW), "Hari ini");
  assert.equal(id.day(at("2026-03-30T10:00:00Z"), NOW), "Kemarin");
  assert.equal(en.day(at("2026-04-01T01:00:00Z"), NOW), "Tomorrow");
  assert.equal(id.day(at("2026-03-25T10:00:00Z"), NOW), "Rabu, 25 Maret");
  assert.match(en.day(at("2025-03-25T10:00:00Z"), NOW), /^Tuesday,? 25 March 2025$/);
});

test("that the day changes at midnight of the reader, not of Greenwich", () => {
  const jakarta = createFormatter("id", "Asia/Jakarta");

  assert.equal(jakarta.dayKey(at("2026-03-30T17:00:00Z")), "2026-03-31");
  assert.equal(jakarta.dayKey(at("2026-03-30T16:59:59Z")), "2026-03-30");
});

test("that a wait in minutes never promises less than its seconds", () => {
  assert.deepEqual(minutesRange([0, 60]), [0, 1]);
  assert.deepEqual(minutesRange([119, 121]), [1, 3]);
  assert.deepEqual(minutesRange([0, 0]), [0, 1]);
});

test("that only a time is read as a time", () => {
  assert.equal(readTime("2026-03-31T09:00:00+07:00"), NOW);
  for (const value of [null, undefined, "", "besok", 5]) assert.equal(readTime(value), null);
});
