/** Who is typing: tells the server of the customer, and takes the others' sign away when nothing follows. */

/** @import { Clock } from "../common/clock.js" */

/** Milliseconds between two `typing` frames: they hold the bot's answer back for a few seconds each. */
const TELL_EVERY = 2_500;
/** Milliseconds after which somebody who was typing is taken to have stopped. */
const LASTS = 8_000;

/** Both directions of the sign. */
export class Typing {
  /** @param {{clock: Clock, tell: () => void, onOver: () => void}} parts */
  constructor(parts) {
    this.parts = parts;
    this.toldAt = 0;
    /** @type {unknown} */
    this.timer = null;
  }

  /** The customer hit a key. */
  key() {
    const now = this.parts.clock.now();
    if (now - this.toldAt < TELL_EVERY) return;
    this.toldAt = now;
    this.parts.tell();
  }

  /** What was being written is sent: the next key is news again. */
  sent() {
    this.toldAt = 0;
  }

  /** Somebody else types. */
  seen() {
    this.parts.clock.cancel(this.timer);
    this.timer = this.parts.clock.after(this.parts.onOver, LASTS);
  }
}
