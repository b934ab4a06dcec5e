/**
 * The connection of one tab: says hello, sends what is in the outbox one by one, and turns everything into events of
 * the state.
 */

import { ReconnectingSocket } from "../common/reconnecting_socket.js";
import { entryFrame, helloFrame, readFrame } from "./frames.js";
import { newEntry, nextToSend } from "./outbox.js";

/** @import { Clock } from "../common/clock.js" */
/** @import { Lang } from "../common/i18n.js" */
/** @import { SocketStatus, WebSocketLike } from "../common/reconnecting_socket.js" */
/** @import { Keep } from "../common/storage.js" */
/** @import { Store } from "../common/store.js" */
/** @import { Conversation, ConversationEvent } from "./conversation.js" */
/** @import { Choice, ErrorEvent, ServerEvent, SessionEvent } from "./frames.js" */
/** @import { keepOutbox } from "./outbox.js" */

/** Milliseconds without an acknowledgement after which a connection counts as dead. */
const ACK_TIMEOUT = 10_000;
/** Connections a message may outlive unacknowledged before the customer is asked. */
const TRIES = 4;
/** Milliseconds between two `typing` frames: they hold the bot's answer back for a few seconds each. */
const TYPING_EVERY = 2_500;
/** Milliseconds after which somebody who was typing is taken to have stopped. */
const TYPING_LASTS = 8_000;
/** Milliseconds until a message that could not be stored is tried again. */
const UNAVAILABLE_WAIT = 4_000;
/**
 * Milliseconds of silence after which a page that is looked at again opens a new connection rather than trust the old
 * one.
 */
const STALE_AFTER = 45_000;

/** Errors that say: this very message will never be taken. */
const REFUSALS = new Set(["invalid_input", "message_too_long"]);
/** Errors that are answered by waiting. */
const PAUSES = new Set(["rate_limited", "unavailable"]);
/** Errors that are not the customer's business: a rating given in another tab, a host page that signed wrongly. */
const QUIET = new Set(["conflict", "bad_identity"]);

const TOKEN = "sapa.token";

/**
 * @typedef {object} ChatParts
 * @property {Store<Conversation, ConversationEvent>} store
 * @property {Keep} keep
 * @property {ReturnType<typeof keepOutbox>} outbox
 * @property {Clock} clock
 * @property {() => WebSocketLike} open
 * @property {() => string} newId
 * @property {() => Lang | null} wishedLang for hello; null lets the server keep the conversation's
 * @property {(lang: Lang) => void} [onLang] the conversation's language, when none was wished
 * @property {(code: string) => void} [onQuietError] errors for the host page's makers
 * @property {() => number} [random]
 */

/** Everything the widget does with the server. */
export class Chat {
  /** @param {ChatParts} parts */
  constructor(parts) {
    this.parts = parts;
    this.store = parts.store;
    this.socket = new ReconnectingSocket({
      open: parts.open,
      clock: parts.clock,
      random: parts.random,
      onOpen: () => this.sayHello(),
      onFrame: (frame) => this.take(frame),
      onStatus: (status) => this.takeStatus(status),
    });
    /** @type {Map<string, number>} times each message was sent */
    this.tries = new Map();
    /** @type {{score: number, comment: string} | null} a rating on its way */
    this.ratingOnItsWay = null;
    /** @type {string | null} */
    this.identity = null;
    /** @type {string | null} the token that this connection said hello with */
    this.helloToken = null;
    /** @type {(() => void) | null} what waits for the server to end the conversation */
    this.afterEnd = null;
    this.lastHeard = 0;
    this.lastTyping = 0;
    this.paused = false;
    /** @type {unknown} */
    this.ackTimer = null;
    /** @type {unknown} */
    this.pauseTimer = null;
    /** @type {unknown} */
    this.typingTimer = null;
  }

  /** Connects; what was not sent before a reload is taken up again. */
  start() {
    if (this.socket.status !== "stopped") return;
    this.store.dispatch({ type: "restored", entries: this.parts.outbox.load() });
    this.socket.start();
  }

  /** Who this browser is to the server; null before the first session. */
  token() {
    return this.parts.keep.get(TOKEN);
  }

  /** @param {string} text */
  say(text) {
    this.enqueue(text, null);
  }

  /** @param {Choice} choice */
  choose({ title, payload }) {
    this.enqueue(title, payload);
  }

  /** @param {string} id */
  retry(id) {
    this.tries.delete(id);
    this.store.dispatch({ type: "retry", id });
    this.socket.retryNow();
    this.pump();
  }

  /** @param {string} id */
  discard(id) {
    this.parts.outbox.remove(id);
    this.store.dispatch({ type: "discard", id });
  }

  /** The customer is typing; called for every key. */
  typing() {
    const now = this.parts.clock.now();
    if (now - this.lastTyping < TYPING_EVERY || !this.store.getState().ready) return;
    this.lastTyping = now;
    this.socket.send({ type: "typing" });
  }

  /**
   * @param {number} score
   * @param {string} comment
   */
  rate(score, comment) {
    this.ratingOnItsWay = { score, comment };
    this.store.dispatch({ type: "rated", score });
    this.sendRating();
  }

  /** @param {Lang} lang */
  changeLang(lang) {
    this.socket.send({ type: "lang", lang }); // hello says it otherwise
  }

  /** @param {string} token signed by the host page's own server */
  identify(token) {
    this.identity = token;
    this.socket.reopen();
  }

  /** Leaves the waiting line; the bot goes on. */
  leave() {
    this.socket.send({ type: "leave" });
  }

  /** Ends the conversation; the next message begins a new one. */
  end() {
    this.socket.send({ type: "end" });
  }

  /** Ends the conversation and clears the screen for a new one that knows the old one. */
  startAnew() {
    this.endThen(() => this.clear());
  }

  /** Ends the conversation and leaves nothing of it in this browser. */
  forget() {
    this.endThen(() => {
      this.parts.keep.set(TOKEN, null);
      this.clear();
    });
  }

  /**
   * Waits until the server has ended it: a hello sent sooner would be answered with the old conversation.
   * @param {() => void} then
   */
  endThen(then) {
    const isEnded = this.store.getState().standing.state === "closed";
    this.clear();
    this.afterEnd = then;
    if (isEnded) this.finishEnd();
    else if (this.store.getState().ready) this.end(); // otherwise the next session does
  }

  finishEnd() {
    this.afterEnd?.();
    this.afterEnd = null;
    this.socket.reopen();
  }

  /** Another tab forgot the conversation or began another one. */
  tokenChanged() {
    if (this.socket.status === "stopped" || this.parts.keep.get(TOKEN) === this.helloToken) return;
    this.store.dispatch({ type: "cleared" });
    this.socket.reopen();
  }

  /** The page is looked at again, or the network is back. */
  wake() {
    if (this.socket.status === "waiting") return this.socket.retryNow();
    const silent = this.parts.clock.now() - this.lastHeard;
    if (this.socket.status === "open" && silent > STALE_AFTER) this.socket.reopen();
  }

  /** @param {boolean} up what the browser says of the network */
  networkChanged(up) {
    this.store.dispatch({ type: "network", up });
    if (up) this.socket.reopen(); // a connection from before the cut may look open and be dead
  }

  /** Tries at once. */
  retryNow() {
    this.socket.retryNow();
  }

  clear() {
    this.parts.clock.cancel(this.ackTimer);
    this.parts.outbox.clear();
    this.tries.clear();
    this.ratingOnItsWay = null;
    this.store.dispatch({ type: "cleared" });
  }

  /**
   * @param {string} text
   * @param {string | null} payload
   */
  enqueue(text, payload) {
    this.start(); // takes up what an earlier visit left, which comes first
    const entry = newEntry(this.parts.newId(), text, payload, this.parts.clock.now());
    this.parts.outbox.add(entry);
    this.lastTyping = 0; // the next key is news again
    this.store.dispatch({ type: "said", entry });
    this.socket.retryNow();
    this.pump();
  }

  pump() {
    const { ready, outbox } = this.store.getState();
    const entry = nextToSend(outbox);
    if (!ready || this.paused || this.afterEnd || !entry) return;
    const tries = (this.tries.get(entry.id) ?? 0) + 1;
    if (tries > TRIES) return this.fail(entry.id, "no_answer");
    this.tries.set(entry.id, tries);
    this.store.dispatch({ type: "sending", id: entry.id });
    this.socket.send(entryFrame(entry));
    this.ackTimer = this.parts.clock.after(() => this.socket.reopen(), ACK_TIMEOUT);
  }

  /**
   * @param {string} id
   * @param {string} reason
   */
  fail(id, reason) {
    this.store.dispatch({ type: "failed", id, reason });
    this.pump();
  }

  sayHello() {
    const { keep, wishedLang } = this.parts;
    this.helloToken = keep.get(TOKEN);
    const after = this.store.getState().lastStreamed;
    this.socket.send(helloFrame({ token: this.helloToken, lang: wishedLang(), after, identity: this.identity }));
  }

  /** @param {SocketStatus} status */
  takeStatus(status) {
    if (status !== "open") this.parts.clock.cancel(this.ackTimer);
    this.store.dispatch({ type: "status", status });
  }

  /** @param {Record<string, unknown>} frame */
  take(frame) {
    const event = readFrame(frame);
    if (!event) return;
    this.lastHeard = this.parts.clock.now();
    if (event.type === "session") return this.takeSession(event);
    if (event.type === "error") return this.takeError(event);
    if (this.afterEnd) return this.takeWhileEnding(event);
    this.store.dispatch(event);
    if (event.type === "ack") this.takeAck(event.id);
    if (event.type === "typing") this.takeTyping();
    if (event.type === "message" && event.message.from === "customer") this.arrived(event.message.id);
    if (event.type === "message" && !this.store.getState().rating) this.ratingOnItsWay = null;
  }

  /** @param {ServerEvent} event of the conversation that is being left, so it is not shown */
  takeWhileEnding(event) {
    if (event.type === "standing" && event.standing.state === "closed") this.finishEnd();
  }

  /** @param {SessionEvent} session */
  takeSession(session) {
    if (this.afterEnd) return this.end();
    const kept = this.parts.keep.get(TOKEN);
    // Another tab was first; share its conversation.
    if (kept !== null && kept !== this.helloToken) return this.socket.reopen();
    this.parts.keep.set(TOKEN, session.token);
    this.helloToken = session.token;
    this.socket.settled();
    this.resume();
    for (const message of session.messages) if (message.from === "customer") this.arrived(message.id);
    this.store.dispatch(session);
    if (session.lang) this.parts.onLang?.(session.lang);
    this.settleRating(session.question);
    this.pump();
  }

  /** @param {string | null} question what the server still waits for */
  settleRating(question) {
    if (question === null) this.ratingOnItsWay = null;
    else if (this.ratingOnItsWay) this.sendRating();
  }

  sendRating() {
    if (this.ratingOnItsWay && this.store.getState().ready)
      this.socket.send({ type: "rating", ...this.ratingOnItsWay });
  }

  /** @param {string} id */
  takeAck(id) {
    this.parts.clock.cancel(this.ackTimer);
    this.arrived(id);
    this.pump();
  }

  /** @param {string} id of a message that the server has */
  arrived(id) {
    this.parts.outbox.remove(id);
    this.tries.delete(id);
  }

  /** @param {ErrorEvent} error */
  takeError(error) {
    if (error.id && REFUSALS.has(error.code)) return this.refused(error.id, error.code);
    if (PAUSES.has(error.code)) return this.pause(error);
    if (QUIET.has(error.code)) return this.parts.onQuietError?.(error.code);
    this.store.dispatch(error);
  }

  /**
   * @param {string} id
   * @param {string} code
   */
  refused(id, code) {
    this.parts.clock.cancel(this.ackTimer);
    this.parts.outbox.remove(id);
    this.fail(id, code);
  }

  /** @param {ErrorEvent} error */
  pause(error) {
    this.parts.clock.cancel(this.ackTimer);
    this.paused = true;
    if (error.id) {
      this.tries.delete(error.id); // the server answered: it is not the connection
      this.store.dispatch({ type: "retry", id: error.id });
    }
    this.store.dispatch(error);
    this.parts.clock.cancel(this.pauseTimer);
    this.pauseTimer = this.parts.clock.after(
      () => this.resume(),
      error.retryAfter === null ? UNAVAILABLE_WAIT : error.retryAfter * 1000,
    );
  }

  resume() {
    this.parts.clock.cancel(this.pauseTimer);
    this.paused = false;
    this.store.dispatch({ type: "problem.over" });
    this.sendRating();
    this.pump();
  }

  takeTyping() {
    this.parts.clock.cancel(this.typingTimer);
    this.typingTimer = this.parts.clock.after(() => this.store.dispatch({ type: "typing.over" }), TYPING_LASTS);
  }
}
