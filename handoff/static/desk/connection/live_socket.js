/** The desk's WebSocket: doorbells that say what to read again, typing, and the ping that keeps an agent present. */

import { ReconnectingSocket } from "../../common/reconnecting_socket.js";

/** Milliseconds between pings; the server counts an agent as gone after three that are missing. */
export const PING_EVERY = 15_000;

/**
 * @typedef {object} LiveParts
 * @property {() => import("../../common/reconnecting_socket.js").WebSocketLike} open
 * @property {import("../../common/clock.js").Clock} clock
 * @property {() => void} onHello the server has accepted us
 * @property {(frame: Record<string, unknown>) => void} onFrame every other frame
 * @property {(status: import("../../common/reconnecting_socket.js").SocketStatus, retryAt: number | null) => void} onStatus
 */

export class LiveSocket {
  /** @param {LiveParts} parts */
  constructor({ open, clock, onHello, onFrame, onStatus }) {
    this.clock = clock;
    /** @type {string[]} */
    this.watched = [];
    /** @type {unknown} */
    this.pinging = null;
    this.socket = new ReconnectingSocket({
      open,
      clock,
      onStatus,
      onOpen: () => this.greet(),
      onFrame: (frame) => (frame.type === "hello" ? onHello() : onFrame(frame)),
    });
  }

  start() {
    this.socket.start();
  }

  stop() {
    this.clock.cancel(this.pinging);
    this.socket.stop();
  }

  /** Tries again at once, because somebody asked for it; gives up a connection that only seems to live. */
  renew() {
    if (this.socket.status === "open") this.socket.reopen();
    else this.socket.retryNow();
  }

  /** Gives up a connection that did not do what it should; the next try waits longer each time, until `settled`. */
  giveUp() {
    if (this.socket.status === "open") this.socket.lost();
  }

  /** Everything was read over this connection: the next loss is a new one. */
  settled() {
    this.socket.settled();
  }

  /**
   * Says which conversations we want to hear of; said again after each reconnect.
   * @param {string[]} conversations
   */
  watch(conversations) {
    if (conversations.join() === this.watched.join()) return;
    this.watched = conversations;
    this.socket.send({ type: "watch", conversations });
  }

  /** @param {string} conversation */
  sendTyping(conversation) {
    this.socket.send({ type: "typing", conversation });
  }

  greet() {
    this.socket.send({ type: "watch", conversations: this.watched });
    this.ping();
  }

  ping() {
    this.clock.cancel(this.pinging);
    this.socket.send({ type: "ping" });
    this.pinging = this.clock.after(() => this.ping(), PING_EVERY);
  }
}
