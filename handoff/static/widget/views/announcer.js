/** Reads to screen readers what is new, once: messages of others and changes of the line. History is not read out. */

import { html, useEffect, useRef, useState } from "../../common/view.js";
import { speaker } from "../transcript.js";
import { describeWait } from "../wait.js";

/** @param {{context: import("./app.js").Context, state: import("../conversation.js").Conversation}} props */
export function Announcer({ context, state }) {
  const { t, format, clock } = context;
  const [text, setText] = useState("");
  const before = useRef({ known: false, count: 0, wait: "" });
  const wait = state.standing.state === "queued" ? describeWait(state.standing, t, format, clock.now()).title : "";

  useEffect(() => {
    const { known, count, wait: waited } = before.current;
    before.current = { known: state.known, count: state.messages.length, wait };
    if (!known) return;
    const said = state.messages.slice(count).filter((message) => message.from !== "customer");
    const lines = said.map((message) => t("announce.said", { name: speaker(message, t), text: message.text }));
    if (wait !== waited && wait) lines.push(wait);
    if (lines.length > 0) setText(lines.join("\n"));
  }, [state.messages, wait, state.known]);

  return html`<div class="visually-hidden" role="status" aria-live="polite">${text}</div>`;
}
