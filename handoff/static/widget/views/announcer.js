/** Reads to screen readers what is new, once: messages of others and changes of the line. History is not read out. */

import { html, useEffect, useRef, useState } from "../../common/view.js";
import { speaker } from "../transcript.js";
import { describeWait } from "../wait.js";

/** @import { Conversation } from "../conversation.js" */
/** @import { Context } from "./app.js" */

/** Lines kept in the live region: enough that none is taken away before it was read. */
const KEPT = 6;

/** @param {{context: Context, state: Conversation}} props */
export function Announcer({ context, state }) {
  const { t, format, clock } = context;
  const [lines, setLines] = useState(/** @type {{id: number, text: string}[]} */ ([]));
  const before = useRef({ known: false, count: 0, wait: "", next: 0 });
  const wait = state.standing.state === "queued" ? describeWait(state.standing, t, format, clock.now()).title : "";

  useEffect(() => {
    const { known, count, wait: waited, next } = before.current;
    const said = state.messages.slice(count).filter((message) => message.from !== "customer");
    const texts = said.map((message) => t("announce.said", { name: speaker(message, t), text: message.text }));
    if (wait && wait !== waited) texts.push(wait);
    before.current = { known: state.known, count: state.messages.length, wait, next: next + texts.length };
    if (!known || texts.length === 0) return;
    const news = texts.map((text, index) => ({ id: next + index, text }));
    setLines((old) => [...old, ...news].slice(-KEPT));
  }, [state.messages, wait, state.known]);

  return html`<div class="visually-hidden" role="log"
    aria-live="polite">${lines.map(({ id, text }) => html`<p key=${id}>${text}</p>`)}</div>`;
}
