import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { STAGES } from "../../handoff/static/desk/state/stages.js";
import { createLabels, LABELS } from "../../handoff/static/desk/texts/labels.js";
import { TEXTS } from "../../handoff/static/desk/texts/texts.js";

const VIEWS = new URL("../../handoff/static/desk/views/", import.meta.url);

test("that both languages have the same texts, and none is empty", () => {
  assert.deepEqual(Object.keys(TEXTS.id).sort(), Object.keys(TEXTS.en).sort());
  assert.ok(Object.values(TEXTS).every((texts) => Object.values(texts).every(Boolean)));
});

test("that both languages name the same codes", () => {
  const codes = (labels) =>
    Object.entries(labels)
      .flatMap(([kind, words]) => Object.keys(words).map((code) => `${kind}.${code}`))
      .sort();

  assert.deepEqual(codes(LABELS.id), codes(LABELS.en));
});

test("that texts name the same places in both languages", () => {
  const places = (text) =>
    typeof text === "string" ? [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort() : null;
  for (const [key, text] of Object.entries(TEXTS.id)) {
    const other = TEXTS.en[key];
    if (typeof text === "string" && typeof other === "string") assert.deepEqual(places(text), places(other), key);
  }
});

test("that every text a view names exists", () => {
  const sources = readdirSync(VIEWS)
    .map((name) => readFileSync(new URL(name, VIEWS), "utf8"))
    .join("\n");
  const named = [...sources.matchAll(/\bt\("([^"]+)"/g)].map((match) => match[1]);

  assert.ok(named.length > 50);
  assert.deepEqual(
    named.filter((key) => !(key in TEXTS.id)),
    [],
  );
});

test("that every stage has words, and an unknown code is made readable", () => {
  const label = createLabels("id");

  assert.ok(STAGES.every((stage) => stage in LABELS.id.stages));
  assert.equal(label("reasons", "something_new"), "Something new");
});
