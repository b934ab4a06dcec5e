import assert from "node:assert/strict";
import { test } from "node:test";

import { linkify } from "../../handoff/static/common/linkify.js";

const links = (text) =>
  linkify(text)
    .filter((part) => part.href)
    .map((part) => [part.text, part.href]);

test("that web and e-mail addresses become links and the sentence's end does not", () => {
  assert.deepEqual(links("Lihat https://sapa.example/biaya?a=1&b=2#atas."), [
    ["https://sapa.example/biaya?a=1&b=2#atas", "https://sapa.example/biaya?a=1&b=2#atas"],
  ]);
  assert.deepEqual(links("(www.sapa.example/harga)"), [["www.sapa.example/harga", "https://www.sapa.example/harga"]]);
  assert.deepEqual(links("https://id.wikipedia.org/wiki/Tera_(hukum), ya?"), [
    ["https://id.wikipedia.org/wiki/Tera_(hukum)", "https://id.wikipedia.org/wiki/Tera_(hukum)"],
  ]);
  assert.deepEqual(links("ke finance@sapa.example."), [["finance@sapa.example", "mailto:finance@sapa.example"]]);
});

test("that the parts together are the text", () => {
  for (const text of [
    "",
    "halo",
    "a https://x.example b",
    "https://x.example",
    "a@b.example c@d.example!!",
    "<b>https://x.example</b>",
  ]) {
    assert.equal(
      linkify(text)
        .map((part) => part.text)
        .join(""),
      text,
    );
  }
});

test("that what could deceive or run is no link", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://bank.example@elsewhere.example/login",
    "https://exa\u202emple.example/",
    "https://x",
    "selesai.terima kasih",
    "https://",
  ]) {
    assert.deepEqual(links(text), [], text);
  }
});

test("that a long hostile text takes no noticeable time", () => {
  const started = performance.now();
  linkify("www.".repeat(5000));
  linkify("a@".repeat(10_000));
  linkify(`https://x.example/${"(".repeat(10_000)}${")".repeat(9_000)}`);
  linkify(`https://x.example/${")".repeat(20_000)}`);
  assert.ok(performance.now() - started < 1000);
});
