import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { contrast, readColor } from "../../handoff/static/common/color.js";

const css = readFileSync(new URL("../../handoff/static/common/tokens.css", import.meta.url), "utf8").replace(
  /\/\*.*?\*\//gs,
  "",
);

function values(opening) {
  const start = css.indexOf(opening) + opening.length;
  const block = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2].trim()]));
}

const light = values(":root");
const dark = { ...light, ...values(':root[data-theme="dark"]') };

const TEXT_PAIRS = [
  ["ink", "canvas"],
  ["ink", "surface"],
  ["ink", "surface-2"],
  ["ink-2", "canvas"],
  ["ink-2", "surface"],
  ["ink-2", "surface-2"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["accent-text", "surface"],
  ["accent-text", "accent-soft"],
  ["ink", "accent-soft"],
  ["accent-text", "canvas"],
  ["ok", "ok-soft"],
  ["warn", "warn-soft"],
  ["bad", "bad-soft"],
  ["bad", "surface"],
  ["person", "person-soft"],
  ["person", "surface"],
  ["ink", "person-soft"],
  ["ink", "warn-soft"],
  ["accent-text", "surface-2"],
  ["ink-2", "accent-soft"],
  ["ink-2", "person-soft"],
];
const OUTLINE_PAIRS = [
  ["line-strong", "surface"],
  ["focus", "surface"],
  ["focus", "canvas"],
  ["accent", "surface"],
];

for (const [theme, tokens] of [
  ["light", light],
  ["dark", dark],
]) {
  test(`that every pair of text colours reaches AA in the ${theme} theme`, () => {
    for (const [ink, ground] of TEXT_PAIRS) {
      const ratio = contrast(readColor(tokens[ink]), readColor(tokens[ground]));
      assert.ok(ratio >= 4.5, `--${ink} on --${ground} is ${ratio.toFixed(2)}`);
    }
  });

  test(`that outlines reach 3:1 in the ${theme} theme`, () => {
    for (const [line, ground] of OUTLINE_PAIRS) {
      const ratio = contrast(readColor(tokens[line]), readColor(tokens[ground]));
      assert.ok(ratio >= 3, `--${line} on --${ground} is ${ratio.toFixed(2)}`);
    }
  });
}

test("that the dark theme is the same whether the system or the page asks for it", () => {
  assert.deepEqual(values(':not([data-theme="light"], [data-theme="dark"])'), values(':root[data-theme="dark"]'));
});
