/** The conversation as a text file. Pure. */

/** @import { Formatter } from "../common/format.js" */
/** @import { Message, Sender } from "./frames.js" */
/** @import { Translate } from "./texts.js" */

/**
 * @param {Message[]} messages
 * @param {{title: string, now: number}} head
 * @param {Translate} t
 * @param {Formatter} format
 * @returns {string}
 */
export function writeTranscript(messages, { title, now }, t, format) {
  const head = [t("transcript.title", { title }), t("transcript.saved", { at: format.dateTime(now) }), ""];
  const lines = messages.map((message) => {
    const when = message.at === null ? "" : `[${format.dateTime(message.at)}] `;
    return `${when}${speaker(message, t)}: ${message.text.replace(/\r?\n/g, "\r\n    ")}`;
  });
  return [...head, ...lines, ""].join("\r\n"); // Notepad's line ends; every other editor reads them too
}

/**
 * @param {{from: Sender, name: string | null}} message
 * @param {Translate} t
 */
export function speaker({ from, name }, t) {
  if (from === "customer") return t("from.me");
  return from === "agent" && name ? name : t(`from.${from}`);
}
