import assert from "node:assert/strict";
import { test } from "node:test";

import { createStore } from "../../handoff/static/common/store.js";
import { EMPTY, reduceConversation } from "../../handoff/static/widget/conversation.js";
import { checkFile, describeSize, LARGEST_FILE } from "../../handoff/static/widget/files.js";
import { Uploads } from "../../handoff/static/widget/uploads.js";
import { FakeClock } from "./fakes.js";

const OK = { status: 200, code: null, retryAfter: null };
const PHOTO = { name: "alat.jpg", type: "image/jpeg", size: 2_400_000 };

/** Uploads whose requests the test answers one by one. */
function setUp() {
  const clock = new FakeClock();
  const store = createStore({ ...EMPTY, ready: true }, reduceConversation);
  const posts = [];
  let ids = 0;
  const post = (id, file, onProgress) => new Promise((answer) => posts.push({ id, file, onProgress, answer }));
  const uploads = new Uploads({ store, clock, newId: () => `file-${(ids += 1)}`, post });
  const answer = async (given) => {
    posts.at(-1).answer(given);
    await new Promise((done) => setImmediate(done));
  };
  const files = () => store.getState().files;
  return { clock, store, posts, uploads, answer, files };
}

test("that a photo is sent with its progress and leaves when it comes back as a message", async () => {
  const { store, posts, uploads, answer, files } = setUp();
  uploads.add(PHOTO);
  posts[0].onProgress(0.4);
  assert.deepEqual([files()[0].state, files()[0].progress], ["sending", 0.4]);

  await answer(OK);
  assert.equal(files()[0].state, "sent");
  store.dispatch({
    type: "message",
    message: { id: posts[0].id, from: "customer", name: null, text: "", buttons: [], attachment: null, at: 1 },
  });

  assert.deepEqual(files(), []);
});

test("that files go one after the other, and the second is not lost by the first one's refusal", async () => {
  const { clock, posts, uploads, answer, files } = setUp();
  uploads.add(PHOTO);
  uploads.add({ ...PHOTO, name: "dua.jpg" });
  assert.equal(posts.length, 1);

  await answer({ status: 415, code: "upload_refused", retryAfter: null });
  clock.advance(0);

  assert.deepEqual(
    files().map((file) => [file.state, file.reason]),
    [
      ["failed", "upload_refused"],
      ["sending", null],
    ],
  );
});

test("that a file waits for the connection", () => {
  const { store, posts, uploads } = setUp();
  store.dispatch({ type: "status", status: "waiting" });
  uploads.add(PHOTO);
  assert.equal(posts.length, 0);

  store.dispatch({
    type: "session",
    token: "t",
    conversation: "c",
    messages: [],
    standing: EMPTY.standing,
    lang: null,
    question: null,
    uploads: true,
  });

  assert.equal(posts.length, 1);
});

test("that a broken connection and a limit are waited out, with the same id", async () => {
  const { clock, posts, uploads, answer } = setUp();
  uploads.add(PHOTO);

  await answer({ status: 0, code: null, retryAfter: null });
  clock.advance(5_000);
  await answer({ status: 429, code: "rate_limited", retryAfter: 20 });
  clock.advance(19_999);
  assert.equal(posts.length, 2);
  clock.advance(1);

  assert.deepEqual(
    posts.map((post) => post.id),
    ["file-1", "file-1", "file-1"],
  );
});

test("that the customer is asked after four tries, and may try again or give up", async () => {
  const { clock, posts, uploads, answer, files } = setUp();
  uploads.add(PHOTO);
  for (let tries = 0; tries < 4; tries += 1) {
    await answer({ status: 503, code: "unavailable", retryAfter: null });
    clock.advance(5_000);
  }
  assert.deepEqual([files()[0].state, files()[0].reason, posts.length], ["failed", null, 4]);

  uploads.retry("file-1");
  assert.equal(posts.length, 5);
  await answer({ status: 413, code: "upload_too_large", retryAfter: null });
  uploads.discard("file-1");

  assert.deepEqual([files(), uploads.fileOf("file-1")], [[], null]);
});

test("that only photos and PDFs of a fair size are taken", () => {
  assert.equal(checkFile(PHOTO), null);
  assert.equal(checkFile({ type: "application/pdf", size: LARGEST_FILE }), null);
  assert.equal(checkFile({ type: "application/pdf", size: LARGEST_FILE + 1 }), "too_large");
  for (const type of ["image/svg+xml", "text/html", "application/zip", ""])
    assert.equal(checkFile({ type, size: 5 }), "wrong_kind");
  assert.equal(checkFile({ type: "image/png", size: 0 }), "wrong_kind");
});

test("that sizes are said in the units people know", () => {
  const number = (value) => String(value).replace(".", ",");

  assert.deepEqual(
    [1, 820_000, 2_449_000].map((bytes) => describeSize(bytes, number)),
    ["1 KB", "820 KB", "2,4 MB"],
  );
});
