/** Gives the customer the conversation as a file. */

import { writeTranscript } from "../transcript.js";

/** @import { Message } from "../frames.js" */
/** @import { Context } from "./app.js" */

/**
 * @param {Message[]} messages
 * @param {Context} context
 */
export function downloadTranscript(messages, { t, format, clock, title }) {
  const now = clock.now();
  const text = writeTranscript(messages, { title, now }, t, format);
  const link = document.createElement("a");
  // The mark lets old editors read UTF-8.
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  link.download = `${t("transcript.file")}-${format.dayKey(now)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it after the click
}
