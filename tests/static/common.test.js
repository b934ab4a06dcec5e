import assert from "node:assert/strict";
import { test } from "node:test";

import { contrast, inkOn, readableOn, readColor, writeColor } from "../../handoff/static/common/color.js";
import { openCookieStorage } from "../../handoff/static/common/cookie_storage.js";
import { chooseLang, createTranslator } from "../../handoff/static/common/i18n.js";
import { newId } from "../../handoff/static/common/ids.js";
import { createKeep } from "../../handoff/static/common/storage.js";
import { createStore } from "../../handoff/static/common/store.js";
import { FakeStorage } from "./fakes.js";

test("that the first language we speak wins, and Indonesian where none is wished", () => {
  assert.equal(chooseLang(null, "fr-FR", "en-GB", "id"), "en");
  assert.equal(chooseLang(undefined, "zh"), "id");
  assert.equal(chooseLang("ms-MY"), "id");
});

test("that texts take values and grammar, and an unknown key is an error", () => {
  const catalog = {
    id: { place: "Antrean ke-{place}", left: ({ count }) => `sisa ${count}` },
    en: { place: "Number {place}", left: ({ count }) => (count === 1 ? "1 left" : `${count} left`) },
  };
  const t = createTranslator(catalog, "en");

  assert.equal(t("place", { place: "{left}" }), "Number {left}");
  assert.equal(t("left", { count: 1 }), "1 left");
  assert.throws(() => t("missing"), /missing/);
});

test("that a store calls its listeners only for changes, and not after they left", () => {
  const store = createStore(1, (state, event) => state + event);
  const seen = [];
  const leave = store.subscribe((state) => seen.push(state));

  store.dispatch(0);
  store.dispatch(2);
  leave();
  store.dispatch(5);

  assert.deepEqual(seen, [3]);
});

test("that values outlive a browser that forbids or fills its storage", () => {
  const forbidden = createKeep(() => {
    throw new Error("SecurityError");
  });
  forbidden.set("sapa.token", "t");
  assert.equal(forbidden.get("sapa.token"), "t");

  const storage = new FakeStorage();
  const keep = createKeep(() => storage);
  keep.set("sapa.a", "1");
  storage.full = true;
  keep.set("sapa.b", "2");
  assert.deepEqual(keep.keys("sapa.").sort(), ["sapa.a", "sapa.b"]);
  keep.set("sapa.b", null);
  assert.equal(keep.get("sapa.b"), null);
});

test("that ids are random version-4 UUIDs", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

test("that colours are read, and only colours", () => {
  assert.deepEqual(readColor("#0Af"), [0, 170, 255]);
  for (const text of ["red", "#12", "#12345g", "url(x)", null, "#0c6b66;x"]) assert.equal(readColor(text), null);
});

test("that any colour is made readable on light and dark ground", () => {
  for (const text of ["#ffff00", "#0c6b66", "#000000", "#ffffff", "#ff0044", "#808080"]) {
    for (const ground of ["#ffffff", "#151c20"]) {
      const readable = readableOn(readColor(text), readColor(ground));
      assert.ok(contrast(readable, readColor(ground)) >= 4.5, `${text} on ${ground}: ${writeColor(readable)}`);
    }
    assert.ok(contrast(inkOn(readColor(text)), readColor(text)) >= 4.5, text);
  }
});

/** A document's cookie property, as browsers do it: writing sets one, reading gives all. */
class FakeJar {
  all = new Map();
  blocked = false;

  get cookie() {
    return [...this.all].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  set cookie(line) {
    const [, name, value] = /^([^=]+)=([^;]*);/.exec(line);
    if (this.blocked) return;
    if (line.includes("Max-Age=0;")) this.all.delete(name);
    else this.all.set(name, value);
  }
}

test("that a frame which is denied its storage keeps a few values in cookies of its own", () => {
  const jar = new FakeJar();
  const denied = () => {
    throw new Error("SecurityError");
  };
  const keep = createKeep(denied, () => openCookieStorage(["sapa.token"], jar));

  keep.set("sapa.token", "a;b=c é");
  keep.set("sapa.outbox.1", "what the customer wrote");

  assert.equal(keep.get("sapa.token"), "a;b=c é");
  assert.deepEqual([...jar.all.keys()], ["sapa.token"]);
  assert.equal(keep.get("sapa.outbox.1"), "what the customer wrote");
  keep.set("sapa.token", null);
  assert.equal(jar.all.size, 0);
});

test("that blocked cookies leave values for as long as the page lives", () => {
  const jar = new FakeJar();
  jar.blocked = true;
  const keep = createKeep(() => openCookieStorage(["sapa.token"], jar));

  keep.set("sapa.token", "t");

  assert.equal(keep.get("sapa.token"), "t");
});
