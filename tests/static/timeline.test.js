import assert from "node:assert/strict";
import { test } from "node:test";

import { createFormatter } from "../../handoff/static/common/format.js";
import { createTranslator } from "../../handoff/static/common/i18n.js";
import { roomLeft, toSend } from "../../handoff/static/widget/draft.js";
import { initials } from "../../handoff/static/widget/names.js";
import { accentVariables, readOptions } from "../../handoff/static/widget/options.js";
import { newEntry } from "../../handoff/static/widget/outbox.js";
import { TEXTS } from "../../handoff/static/widget/texts.js";
import { arrange, offeredChoices } from "../../handoff/static/widget/timeline.js";
import { writeTranscript } from "../../handoff/static/widget/transcript.js";
import { countUnread } from "../../handoff/static/widget/unread.js";
import { describeWait } from "../../handoff/static/widget/wait.js";

const NOW = Date.parse("2026-03-31T02:00:00Z");
const MINUTE = 60_000;
const format = createFormatter("id", "Asia/Jakarta");
const t = createTranslator(TEXTS, "id");
const message = (id, from, at = NOW, more = {}) => ({
  id,
  from,
  name: null,
  text: id,
  buttons: [],
  attachment: null,
  at,
  ...more,
});
const standing = (more) => ({
  state: "queued",
  position: 3,
  waitRange: [130, 350],
  agent: null,
  officeOpen: true,
  opensAt: null,
  ...more,
});

test("that what one speaker says in a row stands together until a pause, another name or another day", () => {
  const messages = [
    message("a", "bot"),
    message("b", "bot", NOW + MINUTE),
    message("c", "bot", NOW + 10 * MINUTE),
    message("d", "agent", NOW + 11 * MINUTE, { name: "Rina" }),
    message("e", "agent", NOW + 11 * MINUTE, { name: "Budi" }),
    message("f", "system", NOW + 12 * MINUTE),
    message("g", "agent", NOW + 24 * 60 * MINUTE, { name: "Budi" }),
  ];
  const outbox = [newEntry("h", "h", null, NOW + 24 * 60 * MINUTE)];
  const items = arrange({ messages, outbox, files: [] }, format.dayKey);

  const shape = items.map((item) =>
    item.kind === "group" ? `${item.from}: ${item.said.map((said) => said.id)}` : item.kind,
  );
  assert.deepEqual(shape, [
    "day",
    "bot: a,b",
    "bot: c",
    "agent: d",
    "agent: e",
    "system",
    "day",
    "agent: g",
    "customer: h",
  ]);
});

test("that photos on their way stand among the words in the order they were sent", () => {
  const photo = {
    id: "p",
    name: "alat.jpg",
    mediaType: "image/jpeg",
    size: 9,
    at: NOW + 1,
    state: "sending",
    progress: 0.5,
    reason: null,
  };
  const outbox = [newEntry("a", "sebelum", null, NOW), newEntry("b", "sesudah", null, NOW + 2)];

  const [, group] = arrange({ messages: [], outbox, files: [photo] }, format.dayKey);

  assert.deepEqual(
    group.said.map((said) => [said.id, said.state, said.file?.progress]),
    [
      ["a", "waiting", undefined],
      ["p", "sending", 0.5],
      ["b", "waiting", undefined],
    ],
  );
});

test("that every item has a key of its own", () => {
  const items = arrange(
    {
      messages: [message("a", "bot", NOW), message("b", "bot", null), message("c", "customer", NOW + MINUTE)],
      outbox: [],
      files: [],
    },
    format.dayKey,
  );

  assert.equal(new Set(items.map((item) => item.key)).size, items.length);
});

test("that buttons can be tapped until the customer says something", () => {
  const buttons = [{ title: "Ya", payload: "/affirm" }];
  const asked = [message("a", "customer"), message("b", "bot", NOW, { buttons }), message("c", "system")];

  assert.deepEqual(offeredChoices(asked, []), buttons);
  assert.deepEqual(offeredChoices([...asked, message("d", "customer")], []), []);
  assert.deepEqual(offeredChoices(asked, [newEntry("e", "Ya", "/affirm", NOW)]), []);
});

test("that the wait is said as a range that holds, and honestly where there is none", () => {
  assert.deepEqual(describeWait(standing(), t, format, NOW), {
    title: "Antrean ke-3",
    detail: "Perkiraan menunggu 2–6 menit",
  });
  assert.deepEqual(describeWait(standing({ position: 1, waitRange: [0, 60] }), t, format, NOW), {
    title: "Giliran berikutnya: Kakak",
    detail: "Perkiraan menunggu kurang dari 1 menit",
  });
  assert.match(describeWait(standing({ waitRange: [0, 200] }), t, format, NOW).detail, /kurang dari 4 menit/);
  assert.match(describeWait(standing({ waitRange: [4000, 9000] }), t, format, NOW).detail, /lebih dari 1 jam/);
  assert.doesNotMatch(describeWait(standing({ waitRange: null }), t, format, NOW).detail, /menit/);
});

test("that outside office hours the customer hears when people are back", () => {
  const monday = describeWait(
    standing({ officeOpen: false, opensAt: Date.parse("2026-04-06T01:00:00Z") }),
    t,
    format,
    NOW,
  );
  const tomorrow = describeWait(
    standing({ officeOpen: false, opensAt: Date.parse("2026-04-01T01:00:00Z") }),
    t,
    format,
    NOW,
  );

  assert.equal(monday.detail, "Tim kami kembali Senin, 6 April pukul 08.00 WIB. Pesan Kakak kami tangani lebih dulu.");
  assert.match(tomorrow.detail, /kembali besok pukul 08\.00/);
});

test("that unread counts what others said after the last one read", () => {
  const messages = [message("a", "bot"), message("b", "customer"), message("c", "agent"), message("d", "system")];

  assert.equal(countUnread(messages, "a"), 2);
  assert.equal(countUnread(messages, "d"), 0);
  assert.equal(countUnread(messages, null), 3);
});

test("that the length is counted in characters as people see them", () => {
  assert.equal(roomLeft("😀".repeat(4000)), 0);
  assert.equal(toSend("😀".repeat(4001)), null);
  assert.equal(toSend("  \n "), null);
  assert.equal(toSend("  halo\n"), "halo");
});

test("that names become two letters whatever they hold", () => {
  assert.deepEqual(["Rina Wulandari", "Budi", "  ", null, "Siti Nur Aisyah", "😀", "李 明"].map(initials), [
    "RW",
    "B",
    "•",
    "•",
    "SA",
    "•",
    "李明",
  ]);
});

test("that the transcript holds who said what and when", () => {
  const text = writeTranscript(
    [message("Halo", "customer"), message("Ya?", "agent", NOW, { name: "Rina" })],
    { title: "Sapa", now: NOW },
    t,
    format,
  );

  assert.match(text, /^Riwayat percakapan – Sapa\r\n/);
  assert.match(text, /\[31 Maret 2026.* 09\.00 WIB\] Anda: Halo\r\n\[.*\] Rina: Ya\?\r\n$/);
});

test("that the host page's wishes are taken only in their form", () => {
  const options = readOptions(
    "#origin=https://toko.example/x&lang=en&color=%230c6b66&theme=dark&title=Toko&logo=javascript:alert(1)&privacy=data:text/html,x",
    "https://cs.example/widget/",
  );

  assert.deepEqual(
    [options.origin, options.lang, options.color, options.theme, options.title, options.logo, options.privacy],
    ["https://toko.example", "en", [12, 107, 102], "dark", "Toko", null, "https://cs.example/static/site/privacy.html"],
  );
  assert.deepEqual(
    [
      readOptions("", "https://cs.example/").origin,
      readOptions("#color=red;x&theme=neon", "https://cs.example/").color,
    ],
    [null, null],
  );
});

test("that a brand colour gets readable companions", async () => {
  const { contrast, readColor } = await import("../../handoff/static/common/color.js");
  for (const color of ["#ffd400", "#0c6b66", "#ff0044", "#222222", "#f5f5f5"]) {
    for (const theme of ["light", "dark"]) {
      const made = accentVariables(readColor(color), theme);
      const ratio = (ink, ground) => contrast(readColor(made[ink]), readColor(made[ground]));
      assert.ok(ratio("--on-accent", "--accent") >= 4.5, `${color} ${theme}`);
      assert.ok(ratio("--on-accent", "--accent-strong") >= 4.5, `${color} ${theme} hovered`);
      assert.ok(ratio("--accent-text", "--accent-soft") >= 4.5, `${color} ${theme} text`);
    }
  }
});
