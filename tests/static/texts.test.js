import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { TEXTS } from "../../handoff/static/widget/texts.js";

const places = (text) => [...String(text).matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const widget = new URL("../../handoff/static/widget/", import.meta.url);
const source = readdirSync(widget, { recursive: true })
  .filter((name) => name.endsWith(".js") && name !== "texts.js")
  .map((name) => readFileSync(new URL(name, widget), "utf8"))
  .join("\n");

test("that both languages say everything, with the same values in it", () => {
  assert.deepEqual(Object.keys(TEXTS.en), Object.keys(TEXTS.id));
  for (const [key, text] of Object.entries(TEXTS.id)) {
    if (typeof text === "string" && typeof TEXTS.en[key] === "string")
      assert.deepEqual(places(TEXTS.en[key]), places(text), key);
  }
});

test("that no text is left over", () => {
  const composed = ["greeting.", "status.", "from.", "rate.", "confirm.", "error.", "lang.", "files."];
  for (const key of Object.keys(TEXTS.id)) {
    const used =
      source.includes(`"${key}"`) || composed.some((start) => key.startsWith(start) && source.includes(`\`${start}`));
    assert.ok(used, `${key} is used nowhere`);
  }
});
