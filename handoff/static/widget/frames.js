/**
 * The JSON edge: what `/chat/ws` sends becomes typed events, what the customer does becomes frames. Pure; see
 * docs/protocols.md.
 */

import { readTime } from "../common/format.js";
import { readLang } from "../common/i18n.js";

/** @import { Lang } from "../common/i18n.js" */
/** @import { Entry } from "./outbox.js" */

/** @typedef {"customer" | "bot" | "agent" | "system"} Sender */
/** @typedef {{title: string, payload: string}} Choice */
/** @typedef {{name: string, mediaType: string, size: number, url: string}} Attachment */
/**
 * @typedef {{id: string, from: Sender, name: string | null, text: string, buttons: Choice[], attachment: Attachment |
 *   null, at: number | null}} Message
 */
/**
 * Who speaks and where the customer stands. Times in milliseconds, waits in seconds.
 * @typedef {{state: "bot" | "queued" | "agent" | "closed", position: number | null, waitRange: [number, number] | null,
 *   agent: string | null, officeOpen: boolean, opensAt: number | null, callBack: number | null}} Standing
 */
/** @typedef {{channel: "phone" | "whatsapp" | "email", address: string, note: string}} CallBackWish */
/**
 * @typedef {{type: "session", token: string, conversation: string, messages: Message[], standing: Standing,
 *   lang: Lang | null, question: string | null, uploads: boolean}} SessionEvent
 * @typedef {{type: "ack", id: string}} AckEvent
 * @typedef {{type: "message", message: Message}} MessageEvent
 * @typedef {{type: "typing", from: "bot" | "agent"}} TypingEvent
 * @typedef {{type: "standing", standing: Standing}} StandingEvent
 * @typedef {{type: "rate", question: string}} RateEvent
 * @typedef {{type: "error", code: string, retryAfter: number | null, id: string | null}} ErrorEvent
 * @typedef {SessionEvent | AckEvent | MessageEvent | TypingEvent | StandingEvent | RateEvent | ErrorEvent
 *   | {type: "rate.over"} | {type: "callback", state: "done"} | {type: "forgotten"}} ServerEvent
 */

/** @typedef {Record<string, unknown>} Json */

const STATES = /** @type {const} */ (["bot", "queued", "agent", "closed"]);
const SENDERS = /** @type {const} */ (["customer", "bot", "agent", "system"]);

/**
 * Reads a frame; null for one we do not know, so that the server may say more than this version understands.
 * @param {Json} frame
 * @returns {ServerEvent | null}
 */
export function readFrame(frame) {
  switch (frame.type) {
    case "session":
      return readSession(frame);
    case "ack":
      return typeof frame.id === "string" ? { type: "ack", id: frame.id } : null;
    case "message":
      return wrapMessage(readMessage(frame));
    case "typing":
      return { type: "typing", from: frame.from === "agent" ? "agent" : "bot" };
    case "state":
      return { type: "standing", standing: readStanding(frame) };
    case "rate":
      return { type: "rate", question: text(frame.question) };
    case "rated":
      return { type: "rate.over" };
    case "callback":
      return { type: "callback", state: "done" };
    case "forgotten":
      return { type: "forgotten" };
    case "error":
      return {
        type: "error",
        code: text(frame.code),
        retryAfter: number(frame.retry_after),
        id: text(frame.id) || null,
      };
    default:
      return null;
  }
}

/**
 * @param {Json} frame
 * @returns {SessionEvent | null}
 */
function readSession(frame) {
  if (typeof frame.token !== "string" || typeof frame.conversation !== "string") return null;
  const rate = /** @type {Json | null} */ (object(frame.rate));
  return {
    type: "session",
    token: frame.token,
    conversation: frame.conversation,
    messages: list(frame.messages)
      .map(readMessage)
      .filter((message) => message !== null),
    standing: readStanding(frame),
    lang: readLang(frame.lang),
    question: rate ? text(rate.question) : null,
    uploads: frame.uploads === true,
  };
}

/**
 * @param {Json} frame
 * @returns {Standing}
 */
function readStanding(frame) {
  const range = list(frame.wait_range).map(number);
  return {
    state: STATES.find((state) => state === frame.state) ?? "bot",
    position: number(frame.position),
    waitRange: range.length === 2 && range[0] !== null && range[1] !== null ? [range[0], range[1]] : null,
    agent: text(frame.agent) || null,
    officeOpen: frame.office_open !== false,
    opensAt: readTime(frame.opens_at),
    callBack: readTime(frame.call_back),
  };
}

/**
 * @param {unknown} value
 * @returns {Message | null}
 */
function readMessage(value) {
  const frame = object(value);
  if (!frame || typeof frame.id !== "string") return null;
  return {
    id: frame.id,
    from: SENDERS.find((sender) => sender === frame.from) ?? "system",
    name: text(frame.name) || null,
    text: text(frame.text),
    buttons: list(frame.buttons)
      .map(readChoice)
      .filter((choice) => choice !== null),
    attachment: readAttachment(frame.attachment),
    at: readTime(frame.at),
  };
}

/**
 * @param {unknown} value
 * @returns {Attachment | null} null also for an address that is not on our own server
 */
function readAttachment(value) {
  const file = object(value);
  const url = file ? text(file.url) : "";
  if (!file || !/^\/[^/\\]/.test(url)) return null;
  return { name: text(file.name), mediaType: text(file.media_type), size: number(file.size) ?? 0, url };
}

/**
 * @param {unknown} value
 * @returns {Choice | null}
 */
function readChoice(value) {
  const button = object(value);
  const title = button ? text(button.title) : "";
  return button && title ? { title, payload: text(button.payload) || title } : null;
}

/**
 * @param {Message | null} message
 * @returns {MessageEvent | null}
 */
function wrapMessage(message) {
  return message && { type: "message", message };
}

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");
/** @param {unknown} value */
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
/** @param {unknown} value @returns {unknown[]} */
const list = (value) => (Array.isArray(value) ? value : []);
/** @param {unknown} value @returns {Json | null} */
const object = (value) =>
  value && typeof value === "object" && !Array.isArray(value) ? /** @type {Json} */ (value) : null;

/**
 * The first frame of a connection.
 * @param {{token: string | null, lang: string | null, after: string | null, identity: string | null}} who
 */
export function helloFrame({ token, lang, after, identity }) {
  return { type: "hello", token, lang, after, ...(identity ? { identity } : {}) };
}

/**
 * What is sent for something in the outbox; the same id every time, so that sending it again is harmless.
 * @param {Entry} entry
 */
export function entryFrame({ id, text: said, payload }) {
  return payload === null ? { type: "message", id, text: said } : { type: "choice", id, payload, title: said };
}
