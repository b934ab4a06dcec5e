/**
 * Finds out that a connection is dead although nobody closed it, as after a change of network: the page cannot see the
 * pings of the WebSocket itself, so it asks and waits for the answer.
 */

/** @import { Clock } from "../common/clock.js" */

/** Milliseconds of silence after which the server is asked; below the minute after which proxies cut a silent line. */
export const ASK_AFTER = 25_000;
/** Milliseconds to wait for anything at all after asking. */
export const ANSWER_WITHIN = 10_000;

/** Call `heard` for every frame and whenever a connection opens, `stop` when it is gone. */
export class KeepAlive {
  /** @param {{clock: Clock, ask: () => void, onDead: () => void}} parts */
  constructor(parts) {
    this.parts = parts;
    this.heardAt = 0;
    /** @type {unknown} */
    this.timer = null;
  }

  heard() {
    this.heardAt = this.parts.clock.now();
    this.stop();
    this.timer = this.parts.clock.after(() => this.ask(), ASK_AFTER);
  }

  /** Milliseconds since anything was heard. */
  silence() {
    return this.parts.clock.now() - this.heardAt;
  }

  stop() {
    this.parts.clock.cancel(this.timer);
  }

  ask() {
    this.parts.ask();
    this.timer = this.parts.clock.after(() => this.parts.onDead(), ANSWER_WITHIN);
  }
}
