/** What the customer sees, as state changed by events. Pure: no socket, no clock, no page. */

import { reduceFiles } from "./files.js";
import { markEntry, resendAll } from "./outbox.js";

/** @import { SocketStatus } from "../common/reconnecting_socket.js" */
/** @import { FileEvent, OutgoingFile } from "./files.js" */
/** @import { Message, ServerEvent, SessionEvent, Standing } from "./frames.js" */
/** @import { Entry } from "./outbox.js" */

/** @typedef {{question: string, score: number | null, state: "asked" | "sending"}} Rating */
/** @typedef {{code: string, seconds: number | null}} Problem */
/** @typedef {"sending" | "invalid" | "failed" | "done"} CallBackState how far the wish to be called back has come */

/**
 * @typedef {object} Conversation
 * @property {SocketStatus} status of the connection
 * @property {boolean} ready the server has answered hello on this connection
 * @property {boolean} known the server has answered hello at least once
 * @property {boolean} networkUp what the browser says
 * @property {string | null} id
 * @property {Message[]} messages in the server's order
 * @property {string | null} lastStreamed newest message of the stream: where a reconnect goes on
 * @property {Entry[]} outbox oldest first, shown after the messages
 * @property {OutgoingFile[]} files photos and PDFs on their way
 * @property {Standing} standing
 * @property {"bot" | "agent" | null} typing who is typing
 * @property {Rating | null} rating
 * @property {Problem | null} problem something to tell the customer that the page cannot fix
 * @property {CallBackState | null} callBack
 * @property {"forgotten" | null} notice something that has been done for the customer
 * @property {boolean} uploads whether the server takes files
 */

/**
 * @typedef {ServerEvent
 *   | FileEvent
 *   | {type: "status", status: SocketStatus}
 *   | {type: "network", up: boolean}
 *   | {type: "said", entry: Entry}
 *   | {type: "sending", id: string}
 *   | {type: "failed", id: string, reason: string}
 *   | {type: "retry", id: string}
 *   | {type: "discard", id: string}
 *   | {type: "restored", entries: Entry[]}
 *   | {type: "typing.over"}
 *   | {type: "rated", score: number}
 *   | {type: "callback", state: CallBackState | null}
 *   | {type: "notice", notice: "forgotten" | null}
 *   | {type: "problem.over"}
 *   | {type: "cleared"}} ConversationEvent
 */

/** @type {Standing} */
const UNKNOWN_STANDING = {
  state: "bot",
  position: null,
  waitRange: null,
  agent: null,
  officeOpen: true,
  opensAt: null,
  callBack: null,
};

/** @type {Conversation} */
export const EMPTY = {
  status: "stopped",
  ready: false,
  known: false,
  networkUp: true,
  id: null,
  messages: [],
  lastStreamed: null,
  outbox: [],
  files: [],
  standing: UNKNOWN_STANDING,
  typing: null,
  rating: null,
  problem: null,
  callBack: null,
  notice: null,
  uploads: false,
};

/**
 * @param {Conversation} state
 * @param {ConversationEvent} event
 * @returns {Conversation}
 */
export function reduceConversation(state, event) {
  switch (event.type) {
    case "session":
      return takeSession(state, event);
    case "message":
      return takeMessages(state, [event.message]);
    case "ack":
      return { ...state, outbox: markEntry(state.outbox, event.id, "sent"), problem: null };
    case "typing":
      return { ...state, typing: event.from };
    case "standing":
      return {
        ...state,
        standing: event.standing,
        typing: event.standing.state === state.standing.state ? state.typing : null,
      };
    case "rate":
      return { ...state, rating: { question: event.question, score: null, state: "asked" } };
    case "rate.over":
      return { ...state, rating: null };
    case "callback":
      return { ...state, callBack: event.state };
    case "error":
      return { ...state, problem: { code: event.code, seconds: event.retryAfter } };
    case "status":
      return takeStatus(state, event.status);
    case "network":
      return { ...state, networkUp: event.up };
    default:
      return takeAction(state, event);
  }
}

/**
 * What the customer did.
 * @param {Conversation} state
 * @param {ConversationEvent} event
 * @returns {Conversation}
 */
function takeAction(state, event) {
  switch (event.type) {
    case "said":
      return { ...state, outbox: [...state.outbox, event.entry], notice: null };
    case "sending":
      return { ...state, outbox: markEntry(state.outbox, event.id, "sending") };
    case "failed":
      return { ...state, outbox: markEntry(state.outbox, event.id, "failed", event.reason) };
    case "retry":
      return { ...state, outbox: markEntry(state.outbox, event.id, "waiting") };
    case "discard":
      return { ...state, outbox: state.outbox.filter((entry) => entry.id !== event.id) };
    case "restored":
      return { ...state, outbox: [...event.entries, ...state.outbox] };
    case "typing.over":
      return { ...state, typing: null };
    case "rated":
      return state.rating ? { ...state, rating: { ...state.rating, score: event.score, state: "sending" } } : state;
    case "notice":
      return { ...state, notice: event.notice };
    case "problem.over":
      return { ...state, problem: null };
    case "cleared":
      return clear(state);
    default:
      return takeFileEvent(state, event);
  }
}

/** What does not belong to the conversation stays. @param {Conversation} state @returns {Conversation} */
function clear({ status, ready, networkUp, uploads, notice }) {
  return { ...EMPTY, status, ready, networkUp, uploads, notice };
}

/**
 * @param {Conversation} state
 * @param {ConversationEvent} event
 * @returns {Conversation}
 */
function takeFileEvent(state, event) {
  const files = reduceFiles(state.files, event);
  return files === state.files ? state : { ...state, files };
}

/**
 * @param {Conversation} state
 * @param {SocketStatus} status
 * @returns {Conversation}
 */
function takeStatus(state, status) {
  if (status === "open") return { ...state, status };
  return { ...state, status, ready: false, typing: null, outbox: resendAll(state.outbox), callBack: cutCallBack(state) };
}

/** A wish whose answer can no longer come is asked again by the customer. @param {Conversation} state */
function cutCallBack({ callBack }) {
  return callBack === "sending" ? "failed" : callBack;
}

/**
 * @param {Conversation} state
 * @param {SessionEvent} session
 * @returns {Conversation}
 */
function takeSession(state, session) {
  const next = takeMessages(state, session.messages);
  return {
    ...next,
    ready: true,
    known: true,
    id: session.conversation,
    standing: session.standing,
    typing: null,
    problem: null,
    rating: takeQuestion(state.rating, session.question),
    uploads: session.uploads,
  };
}

/**
 * @param {Rating | null} rating
 * @param {string | null} question null: nothing is left to rate
 * @returns {Rating | null}
 */
function takeQuestion(rating, question) {
  if (question === null) return null;
  return rating?.state === "sending" ? rating : { question, score: null, state: "asked" };
}

/**
 * Adds messages in the order of the stream; one that is known (a reconnect, our own coming back) is renewed in its
 * place.
 * @param {Conversation} state
 * @param {Message[]} news
 * @returns {Conversation}
 */
function takeMessages(state, news) {
  if (news.length === 0) return state;
  const byId = new Map(state.messages.map((message) => [message.id, message]));
  for (const message of news) byId.set(message.id, message);
  const arrived = new Set(news.map((message) => message.id));
  const answered = news.some((message) => message.from !== "customer");
  return {
    ...state,
    messages: [...byId.values()],
    lastStreamed: news[news.length - 1].id,
    outbox: state.outbox.filter((entry) => !arrived.has(entry.id)),
    files: state.files.filter((file) => !arrived.has(file.id)),
    typing: answered ? null : state.typing,
    rating: thanked(state.rating, news),
  };
}

/**
 * The server thanks for a rating with a message of its own.
 * @param {Rating | null} rating
 * @param {Message[]} news
 * @returns {Rating | null}
 */
function thanked(rating, news) {
  return rating?.state === "sending" && news.some((message) => message.from === "system") ? null : rating;
}

/**
 * Whether the customer should know that there is no connection.
 * @param {Conversation} state
 */
export function isCut({ status, networkUp }) {
  return status === "waiting" || (!networkUp && status !== "stopped");
}
