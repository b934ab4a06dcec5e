import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, LONGEST_WAIT } from "../../handoff/static/common/backoff.js";
import { OPEN_TIMEOUT, ReconnectingSocket, socketUrl } from "../../handoff/static/common/reconnecting_socket.js";
import { FakeClock, FakeSocket } from "./fakes.js";

function setUp() {
  const clock = new FakeClock();
  const sockets = [];
  const seen = { frames: [], statuses: [], opens: 0 };
  const socket = new ReconnectingSocket({
    open: () => sockets[sockets.push(new FakeSocket()) - 1],
    clock,
    random: () => 0,
    onOpen: () => (seen.opens += 1),
    onFrame: (frame) => seen.frames.push(frame),
    onStatus: (status) => seen.statuses.push(status),
  });
  return { clock, sockets, seen, socket };
}

test("that the wait doubles, is half random and has an end", () => {
  assert.deepEqual(
    [1, 2, 3, 4].map((failures) => backoff(failures, () => 0)),
    [250, 500, 1000, 2000],
  );
  assert.equal(
    backoff(3, () => 0.5),
    1500,
  );
  assert.ok(backoff(1000, () => 0.999) <= LONGEST_WAIT);
});

test("that a lost connection is opened again after the wait and says hello again", () => {
  const { clock, sockets, seen, socket } = setUp();
  socket.start();
  sockets[0].accept();

  sockets[0].breakOff();
  clock.advance(249);
  assert.equal(sockets.length, 1);
  clock.advance(1);
  sockets[1].accept();

  assert.equal(seen.opens, 2);
  assert.deepEqual(seen.statuses, ["connecting", "open", "waiting", "connecting", "open"]);
});

test("that the wait grows until the server has answered, and then begins anew", () => {
  const { clock, sockets, socket } = setUp();
  socket.start();
  for (let failure = 0; failure < 4; failure += 1) {
    sockets.at(-1).accept();
    sockets.at(-1).breakOff();
    clock.advance(socket.retryAt - clock.now());
  }
  assert.equal(socket.failures, 4);

  sockets.at(-1).accept();
  socket.settled();
  sockets.at(-1).breakOff();

  assert.equal(socket.retryAt - clock.now(), 250);
});

test("that a handshake nobody answers is given up", () => {
  const { clock, sockets, socket } = setUp();
  socket.start();

  clock.advance(OPEN_TIMEOUT);

  assert.equal(sockets[0].closed, true);
  assert.equal(socket.status, "waiting");
});

test("that retryNow does not wait for the end of the wait", () => {
  const { sockets, socket } = setUp();
  socket.start();
  sockets[0].breakOff();

  socket.retryNow();

  assert.equal(sockets.length, 2);
});

test("that nothing is sent before the connection is open, and the caller learns it", () => {
  const { sockets, socket } = setUp();
  socket.start();
  assert.equal(socket.send({ type: "typing" }), false);

  sockets[0].accept();

  assert.equal(socket.send({ type: "typing" }), true);
  assert.deepEqual(sockets[0].sent, [{ type: "typing" }]);
});

test("that what is no JSON object is dropped", () => {
  const { sockets, seen, socket } = setUp();
  socket.start();
  sockets[0].accept();

  for (const data of ["not json", "[1]", "null", '"text"', '{"type":"ack"}']) sockets[0].deliver(data);

  assert.deepEqual(seen.frames, [{ type: "ack" }]);
});

test("that a stopped socket stays away, whatever the old one does", () => {
  const { clock, sockets, socket } = setUp();
  socket.start();
  sockets[0].accept();

  socket.stop();
  sockets[0].breakOff();
  clock.advance(60_000);

  assert.equal(sockets.length, 1);
  assert.equal(sockets[0].closed, true);
});

test("that a socket which cannot even be made counts as a failure", () => {
  const clock = new FakeClock();
  let tries = 0;
  const open = () => {
    tries += 1;
    throw new Error("SecurityError");
  };
  const socket = new ReconnectingSocket({ open, clock, random: () => 0, onOpen() {}, onFrame() {} });
  socket.start();

  clock.advance(250);

  assert.equal(tries, 2);
});

test("that a page on https uses wss", () => {
  assert.equal(socketUrl("/chat/ws", { protocol: "https:", host: "cs.example" }), "wss://cs.example/chat/ws");
  assert.equal(socketUrl("/chat/ws", { protocol: "http:", host: "localhost:8080" }), "ws://localhost:8080/chat/ws");
});
