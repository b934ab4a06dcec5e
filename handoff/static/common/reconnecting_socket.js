/**
 * A WebSocket of JSON frames that comes back by itself. Clock, chance and socket are passed in, so that tests need no
 * network.
 */

import { backoff } from "./backoff.js";

/** @import { Clock } from "./clock.js" */

/** Milliseconds a connection may take to open: captive portals swallow the handshake without an answer. */
export const OPEN_TIMEOUT = 10_000;

/**
 * `connecting`: being opened; `open`: frames can be sent; `waiting`: the next try is set; `stopped`: not wanted.
 * @typedef {"connecting" | "open" | "waiting" | "stopped"} SocketStatus
 */

/**
 * @typedef {object} SocketParts
 * @property {() => WebSocketLike} open opens a socket; may throw
 * @property {Clock} clock
 * @property {() => number} [random]
 * @property {() => void} onOpen the place to say hello
 * @property {(frame: Record<string, unknown>) => void} onFrame every JSON object received; anything else is dropped
 * @property {(status: SocketStatus, retryAt: number | null) => void} [onStatus]
 */

/**
 * @typedef {object} WebSocketLike
 * @property {number} readyState
 * @property {(data: string) => void} send
 * @property {(code?: number, reason?: string) => void} close
 * @property {((event: any) => void) | null} onopen
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onclose
 * @property {((event: any) => void) | null} onerror
 */

/** Call `start()` once; `settled()` when the server has answered hello, which makes the next back-off begin anew. */
export class ReconnectingSocket {
  /** @param {SocketParts} parts */
  constructor(parts) {
    this.parts = parts;
    /** @type {SocketStatus} */
    this.status = "stopped";
    /** @type {number | null} */
    this.retryAt = null;
    this.failures = 0;
    /** @type {WebSocketLike | null} */
    this.socket = null;
    /** @type {unknown} */
    this.timer = null;
  }

  /** Connects, and keeps connected until `stop`. */
  start() {
    if (this.status === "stopped") this.connect();
  }

  /** Disconnects for good. */
  stop() {
    this.drop();
    this.setStatus("stopped");
  }

  /** Tries at once instead of at the end of the wait: the network is back, or somebody looks at the page. */
  retryNow() {
    if (this.status === "waiting") this.connect();
  }

  /** Gives up a connection that seems dead although nobody closed it, and opens another at once. */
  reopen() {
    if (this.status === "stopped") return;
    this.connect();
  }

  /** The server has accepted us. */
  settled() {
    this.failures = 0;
  }

  /**
   * Sends a frame, if connected.
   * @param {Record<string, unknown>} frame
   * @returns {boolean} whether it went out; that it arrived only an answer can tell
   */
  send(frame) {
    if (this.status !== "open" || !this.socket) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  connect() {
    this.drop();
    this.setStatus("connecting");
    try {
      this.listen(this.parts.open());
    } catch {
      return this.lost();
    }
    this.timer = this.parts.clock.after(() => this.lost(), OPEN_TIMEOUT);
  }

  /** @param {WebSocketLike} socket */
  listen(socket) {
    this.socket = socket;
    socket.onopen = () => {
      this.parts.clock.cancel(this.timer);
      this.setStatus("open");
      this.parts.onOpen();
    };
    socket.onmessage = (event) => this.receive(event.data);
    socket.onclose = () => this.lost();
    socket.onerror = () => {}; // a close event always follows
  }

  /** @param {unknown} data */
  receive(data) {
    const frame = parseFrame(data);
    if (frame) this.parts.onFrame(frame);
  }

  lost() {
    this.drop();
    this.failures += 1;
    const wait = backoff(this.failures, this.parts.random);
    this.setStatus("waiting", this.parts.clock.now() + wait);
    this.timer = this.parts.clock.after(() => this.connect(), wait);
  }

  drop() {
    this.parts.clock.cancel(this.timer);
    this.timer = null;
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  /**
   * @param {SocketStatus} status
   * @param {number | null} [retryAt]
   */
  setStatus(status, retryAt = null) {
    this.status = status;
    this.retryAt = retryAt;
    this.parts.onStatus?.(status, retryAt);
  }
}

/**
 * @param {unknown} data
 * @returns {Record<string, unknown> | null}
 */
function parseFrame(data) {
  if (typeof data !== "string") return null;
  try {
    const value = JSON.parse(data);
    return value && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * The WebSocket address of a path on this page's own server.
 * @param {string} path
 * @param {{protocol: string, host: string}} [place]
 */
export function socketUrl(path, place = window.location) {
  return `${place.protocol === "https:" ? "wss:" : "ws:"}//${place.host}${path}`;
}
