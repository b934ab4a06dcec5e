/** Asks again before something that cannot be undone. */

import { keepTabInside } from "../../common/focus.js";
import { html, useEffect, useRef } from "../../common/view.js";

/** @import { Context, Question } from "./app.js" */

/**
 * @param {{context: Context, question: Question, onYes: () => void, onClose: () => void}} props
 */
export function Confirm({ context: { t }, question, onYes, onClose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    box.current?.querySelector("button")?.focus();
    return () => before?.focus();
  }, []);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (box.current) keepTabInside(event, box.current);
  };
  const yes = () => {
    onClose();
    onYes();
  };
  return html`<div class="veil" onKeyDown=${onKeyDown}>
    <div class="confirm" ref=${box} role="alertdialog" aria-modal="true" aria-labelledby="confirm-title"
      aria-describedby="confirm-text">
      <h2 id="confirm-title">${t(`confirm.${question}.title`)}</h2>
      <p id="confirm-text">${t(`confirm.${question}.text`)}</p>
      <div class="row">
        <button class="button quiet" type="button" onClick=${onClose}>${t("confirm.cancel")}</button>
        <button class="button danger" type="button" onClick=${yes}>${t(`confirm.${question}.yes`)}</button>
      </div>
    </div>
  </div>`;
}
