/** A dialog over the page: the browser keeps focus inside, closes it on Escape, and gives focus back. */

import { Icon } from "../../common/icons.js";
import { html, useId, useLayoutEffect, useRef } from "../../common/view.js";

/**
 * @param {{screen: import("./screen.js").Screen, title: string, test: string, onSubmit?: () => void,
 *   children?: import("../../common/view.js").ComponentChild}} props with `onSubmit` its content is a form; what
 *   bears `data-first` has the focus at the start
 */
export function Modal({ screen, title, test, onSubmit, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const titleId = useId();
  const close = () => screen.work.ask(null);
  useLayoutEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const shown = dialog.current; // gone from the ref by the time of the clean-up
    shown?.showModal();
    const first = /** @type {HTMLElement | null | undefined} */ (shown?.querySelector("[data-first]"));
    (first ?? shown?.querySelector("h2"))?.focus();
    return () => {
      shown?.close();
      before?.focus();
    };
  }, []);

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    onSubmit?.();
  }

  return html`<dialog class="modal" ref=${dialog} aria-labelledby=${titleId} data-test=${test}
    onCancel=${(/** @type {Event} */ event) => (event.preventDefault(), close())}
    onClick=${(/** @type {Event} */ event) => void (event.target === dialog.current && close())}>
    <form onSubmit=${submit}>
      <header><h2 id=${titleId} tabindex="-1">${title}</h2>
        <button class="icon-button" type="button" aria-label=${screen.t("close")} onClick=${close}>
          <${Icon} name="close" size=${18} /></button>
      </header>
      ${children}
    </form>
  </dialog>`;
}

/**
 * A field for a note that goes along.
 * @param {{label: string, value: string, onChange: (text: string) => void, test: string, first?: boolean}} props
 */
export function NoteField({ label, value, onChange, test, first }) {
  const id = useId();
  return html`<div class="form-row"><label for=${id}>${label}</label>
    <textarea id=${id} class="field" rows="2" maxlength="4000" value=${value} data-test=${test} data-first=${first}
      onInput=${(/** @type {any} */ event) => onChange(event.target.value)}></textarea></div>`;
}
