/**
 * The connection of one tab: says hello, sends what is in the outbox one by one, and turns everything into events of
 * the state.
 */

import { ReconnectingSocket } from "../common/reconnecting_socket.js";
import { judgeError } from "./errors.js";
import { entryFrame, helloFrame, readFrame } from "./frames.js";
import { KeepAlive } from "./keep_alive.js";
import { newEntry, nextToSend } from "./outbox.js";
import { Typing } from "./typing.js";

/** @import { Clock } from "../common/clock.js" */
/** @import { Lang } from "../common/i18n.js" */
/** @import { SocketStatus, WebSocketLike } from "../common/reconnecting_socket.js" */
/** @import { Keep } from "../common/storage.js" */
/** @import { Store } from "../common/store.js" */
/** @import { Conversation, ConversationEvent } from "./conversation.js" */
/** @import { CallBackWish, Choice, ErrorEvent, ServerEvent, SessionEvent } from "./frames.js" */
/** @import { keepOutbox } from "./outbox.js" */

/** Milliseconds without an acknowledgement after which a connection counts as dead. */
const ACK_TIMEOUT = 10_000;
/** Connections a message may outlive unacknowledged before the customer is asked. */
const TRIES = 4;
/** Milliseconds until a message that could not be stored is tried again. */
const UNAVAILABLE_WAIT = 4_000;
/**
 * Milliseconds of silence after which a page that is looked at again opens a new connection rather than trust the old
 * one.
 */
const STALE_AFTER = 45_000;

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

/** @typedef {{type: "end" | "forget", then: () => void}} Leaving */

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
    /** @type {Leaving | null} what waits for the server to end or erase the conversation */
    this.leaving = null;
    this.keepAlive = new KeepAlive({
      clock: parts.clock,
      ask: () => this.socket.send({ type: "ping" }),
      onDead: () => this.socket.reopen(),
    });
    this.typist = new Typing({
      clock: parts.clock,
      tell: () => this.socket.send({ type: "typing" }),
      onOver: () => this.store.dispatch({ type: "typing.over" }),
    });
    this.paused = false;
    /** @type {unknown} */
    this.ackTimer = null;
    /** @type {unknown} */
    this.pauseTimer = null;
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
    if (this.store.getState().ready) this.typist.key();
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

  /** Asks to be contacted instead of waiting. @param {CallBackWish} wish */
  askCallBack(wish) {
    this.store.dispatch({ type: "callback", state: "sending" });
    if (!this.socket.send({ type: "callback", ...wish })) this.store.dispatch({ type: "callback", state: "failed" });
  }

  /** Ends the conversation and clears the screen for a new one that knows the old one. */
  startAnew() {
    const isEnded = this.store.getState().standing.state === "closed";
    this.leaveBy({ type: "end", then: () => this.clear() });
    if (isEnded) this.finishLeaving();
  }

  /** Has everything erased that was said, on the server and in this browser. */
  forget() {
    const then = () => {
      this.parts.keep.set(TOKEN, null);
      this.clear();
      this.store.dispatch({ type: "notice", notice: "forgotten" });
    };
    this.leaveBy({ type: "forget", then });
  }

  /**
   * Waits until the server has done it: a hello sent sooner would be answered with the old conversation.
   * @param {Leaving} leaving
   */
  leaveBy(leaving) {
    this.clear();
    this.leaving = leaving;
    this.sendLeaving();
  }

  /** Says it now, or when the server next answers hello. */
  sendLeaving() {
    if (this.leaving && this.store.getState().ready) this.socket.send({ type: this.leaving.type });
  }

  finishLeaving() {
    this.leaving?.then();
    this.leaving = null;
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
    if (this.socket.status === "open" && this.keepAlive.silence() > STALE_AFTER) this.socket.reopen();
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
    this.typist.sent();
    this.store.dispatch({ type: "said", entry });
    this.socket.retryNow();
    this.pump();
  }

  pump() {
    const { ready, outbox } = this.store.getState();
    const entry = nextToSend(outbox);
    if (!ready || this.paused || this.leaving || !entry) return;
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
    if (status === "open") this.keepAlive.heard();
    else this.keepAlive.stop();
    if (status !== "open") this.parts.clock.cancel(this.ackTimer);
    this.store.dispatch({ type: "status", status });
  }

  /** @param {Record<string, unknown>} frame */
  take(frame) {
    this.keepAlive.heard();
    const event = readFrame(frame);
    if (!event) return;
    if (event.type === "session") return this.takeSession(event);
    if (event.type === "error") return this.takeError(event);
    if (this.leaving) return this.takeWhileLeaving(event);
    this.store.dispatch(event);
    if (event.type === "ack") this.takeAck(event.id);
    if (event.type === "typing") this.typist.seen();
    if (event.type === "message" && event.message.from === "customer") this.arrived(event.message.id);
    if (event.type === "message" && !this.store.getState().rating) this.ratingOnItsWay = null;
  }

  /** @param {ServerEvent} event of the conversation that is being left, so it is not shown */
  takeWhileLeaving(event) {
    const isEnded = event.type === "standing" && event.standing.state === "closed";
    if (event.type === "forgotten" || (isEnded && this.leaving?.type === "end")) this.finishLeaving();
  }

  /** @param {SessionEvent} session */
  takeSession(session) {
    if (this.leaving) return void this.socket.send({ type: this.leaving.type });
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
    switch (judgeError(error, this.store.getState().callBack === "sending")) {
      case "refusal":
        return this.refused(/** @type {string} */ (error.id), error.code);
      case "call back":
        return this.store.dispatch({ type: "callback", state: error.code === "invalid_address" ? "invalid" : "failed" });
      case "pause":
        return this.pause(error);
      case "quiet":
        return this.parts.onQuietError?.(error.code);
      default:
        this.store.dispatch(error);
    }
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
    this.sendLeaving();
    this.pump();
  }
}
