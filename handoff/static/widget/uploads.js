/** Sends photos and PDFs, one after the other, and tries again where that can help. The network is passed in. */

import { checkFile } from "./files.js";

/** @import { Clock } from "../common/clock.js" */
/** @import { Store } from "../common/store.js" */
/** @import { Conversation } from "./conversation.js" */
/** @import { FileState } from "./files.js" */

/** Milliseconds until another try after the server or the network failed. */
const RETRY_AFTER = 5_000;
/** Tries before the customer is asked. */
const TRIES = 4;

/**
 * @typedef {{status: number, code: string | null, retryAfter: number | null}} Answer status 0: no answer; times in
 *   seconds
 */
/** @typedef {(id: string, file: File, onProgress: (share: number) => void) => Promise<Answer>} PostFile */

/**
 * @typedef {object} UploadParts
 * @property {Store<Conversation, any>} store
 * @property {Clock} clock
 * @property {() => string} newId
 * @property {PostFile} post
 */

/** The files of this tab; they do not outlive a reload. */
export class Uploads {
  /** @param {UploadParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.store = parts.store;
    /** @type {Map<string, {file: File, tries: number}>} */
    this.kept = new Map();
    this.isBusy = false;
    /** @type {unknown} */
    this.timer = null;
    parts.store.subscribe((state) => void (state.ready && this.pump()));
  }

  /**
   * Takes a file that `checkFile` lets pass.
   * @param {File} file
   */
  add(file) {
    if (checkFile(file) !== null) return;
    const id = this.parts.newId();
    this.kept.set(id, { file, tries: 0 });
    const { name, type: mediaType, size } = file;
    this.store.dispatch({
      type: "file.added",
      file: { id, name, mediaType, size, at: this.parts.clock.now(), state: "waiting", progress: 0, reason: null },
    });
    this.pump();
  }

  /** The file itself, while this tab has it. @param {string} id */
  fileOf(id) {
    return this.kept.get(id)?.file ?? null;
  }

  /** @param {string} id */
  retry(id) {
    const kept = this.kept.get(id);
    if (kept) kept.tries = 0;
    this.mark(id, "waiting");
    this.pump();
  }

  /** @param {string} id */
  discard(id) {
    this.kept.delete(id);
    this.store.dispatch({ type: "file.discarded", id });
  }

  pump() {
    const { ready, files } = this.store.getState();
    const next = files.find((file) => file.state === "waiting");
    if (!ready || this.isBusy || !next) return;
    this.isBusy = true;
    void this.send(next.id);
  }

  /** @param {string} id */
  async send(id) {
    const kept = this.kept.get(id);
    if (!kept) return this.done(0);
    kept.tries += 1;
    this.mark(id, "sending");
    const answer = await this.parts.post(id, kept.file, (progress) =>
      this.store.dispatch({ type: "file.progress", id, progress }),
    );
    this.done(this.takeAnswer(id, kept.tries, answer));
  }

  /**
   * @param {string} id
   * @param {number} tries
   * @param {Answer} answer
   * @returns {number} milliseconds to wait before the next file
   */
  takeAnswer(id, tries, { status, code, retryAfter }) {
    if (status >= 200 && status < 300) {
      this.mark(id, "sent");
      return 0;
    }
    if (status === 429) {
      this.mark(id, "waiting");
      return (retryAfter ?? RETRY_AFTER / 1000) * 1000;
    }
    const isFinal = status >= 400 && status < 500;
    this.mark(id, isFinal || tries >= TRIES ? "failed" : "waiting", isFinal ? (code ?? "refused") : null);
    return isFinal ? 0 : RETRY_AFTER;
  }

  /** @param {number} wait milliseconds */
  done(wait) {
    this.parts.clock.cancel(this.timer);
    this.timer = this.parts.clock.after(() => {
      this.isBusy = false;
      this.pump();
    }, wait);
  }

  /**
   * @param {string} id
   * @param {FileState} state
   * @param {string | null} [reason]
   */
  mark(id, state, reason = null) {
    this.store.dispatch({ type: "file.state", id, state, reason });
  }
}
