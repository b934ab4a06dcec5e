/** What came since the customer last looked. Pure. */

/** @import { Message } from "./frames.js" */

/**
 * Messages of others after the last one read; all of them when that one is not there.
 * @param {Message[]} messages
 * @param {string | null} lastRead
 * @returns {number}
 */
export function countUnread(messages, lastRead) {
  const seen = messages.findIndex((message) => message.id === lastRead);
  return messages.slice(seen + 1).filter((message) => message.from !== "customer").length;
}
