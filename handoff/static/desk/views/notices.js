/** What the desk tells the agent: short notices to see, and new messages to hear for who does not see them. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useRef, useState } from "../../common/view.js";
import { nameOf } from "./people.js";

/** @typedef {import("./screen.js").Screen} Screen */

const SIGNS = { ok: "check", bad: "alert", info: "info" };

/** @param {{screen: Screen}} props */
export function Toasts({ screen }) {
  const { state, t, work } = screen;
  return html`<div class="toasts" role="status" aria-live="polite">
    ${state.toasts.map((toast) => html`<div key=${toast.id} class="toast ${toast.tone}" data-test="toast">
      <${Icon} name=${SIGNS[toast.tone]} size=${18} /><span>${t(toast.text, toast.values)}</span>
      <button class="icon-button" type="button" aria-label=${t("close")} onClick=${() => work.dismiss(toast.id)}>
        <${Icon} name="close" size=${15} /></button>
    </div>`)}
  </div>`;
}

/** Says a customer's new message in the open conversation aloud. @param {{screen: Screen}} props */
export function Announcer({ screen }) {
  const { state, t } = screen;
  const [text, setText] = useState("");
  const heard = useRef({ id: /** @type {string | null} */ (null), seq: 0 });
  const detail = state.openId ? state.details[state.openId] : undefined;
  const last = detail?.messages.at(-1);
  useEffect(() => {
    if (!detail || !last) return;
    const before = heard.current;
    heard.current = { id: detail.id, seq: last.seq };
    const isNew = before.id === detail.id && last.seq > before.seq && last.from === "customer";
    setText(isNew ? t("conversation.announce", { name: nameOf(screen, detail), text: last.text }) : "");
  }, [detail?.id, last?.seq]);
  return html`<p class="visually-hidden" aria-live="polite">${text}</p>`;
}
