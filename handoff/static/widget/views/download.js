/** Gives the customer the conversation as a file. */

import { writeTranscript } from "../transcript.js";

/**
 * @param {import("../frames.js").Message[]} messages
 * @param {import("./app.js").Context} context
 */
export function downloadTranscript(messages, { t, format, clock, title }) {
  const now = clock.now();
  const text = writeTranscript(messages, { title, now }, t, format);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" })); // the mark lets old editors read UTF-8
  link.download = `${t("transcript.file")}-${format.dayKey(now)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it after the click
}
