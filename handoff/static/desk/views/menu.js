/** A button that opens a menu; arrows move in it, Escape and a click elsewhere close it. */

import { moveByArrows } from "../../common/focus.js";
import { html, useEffect, useRef, useState } from "../../common/view.js";

/**
 * @param {{label: string, button: import("../../common/view.js").ComponentChild, test: string, buttonClass: string,
 *   children?: (close: () => void) => import("../../common/view.js").ComponentChild}} props
 */
export function MenuButton({ label, button, test, buttonClass, children }) {
  const [open, setOpen] = useState(false);
  const root = useRef(/** @type {HTMLElement | null} */ (null));
  const opener = useRef(/** @type {HTMLElement | null} */ (null));
  useCloseOutside(root, open, () => setOpen(false));
  useEffect(() => void (open && itemsIn(root.current)[0]?.focus()), [open]);

  function close() {
    setOpen(false);
    opener.current?.focus();
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (!open) return;
    if (event.key === "Escape") close();
    if (event.key === "Tab") setOpen(false);
    moveByArrows(event, itemsIn(root.current));
    event.stopPropagation();
  }

  return html`<div class="menu-root" ref=${root} onKeyDown=${onKeyDown}>
    <button class=${buttonClass} ref=${opener} type="button" aria-haspopup="menu" aria-expanded=${open ? "true" : "false"}
      aria-label=${label} title=${label} data-test=${test} onClick=${() => setOpen(!open)}>${button}</button>
    ${open && html`<div class="menu" role="menu" aria-label=${label}>${children?.(close)}</div>`}
  </div>`;
}

/**
 * One of several choices in a menu.
 * @param {{chosen: boolean, onChoose: () => void, test?: string, children?: import("../../common/view.js").ComponentChild}} props
 */
export function MenuChoice({ chosen, onChoose, test, children }) {
  return html`<button type="button" role="menuitemradio" aria-checked=${chosen ? "true" : "false"} data-test=${test} onClick=${onChoose}>
    ${children}
  </button>`;
}

/**
 * Something that is on or off.
 * @param {{on: boolean, onChoose: () => void, children?: import("../../common/view.js").ComponentChild}} props
 */
export function MenuSwitch({ on, onChoose, children }) {
  return html`<button type="button" role="menuitemcheckbox" aria-checked=${on ? "true" : "false"} onClick=${onChoose}>${children}</button>`;
}

/** @param {HTMLElement | null} root */
function itemsIn(root) {
  return root ? [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[role^='menuitem']"))] : [];
}

/**
 * @param {{current: HTMLElement | null}} root
 * @param {boolean} open
 * @param {() => void} close
 */
function useCloseOutside(root, open, close) {
  useEffect(() => {
    if (!open) return;
    const isInside = (/** @type {Event} */ event) => root.current?.contains(/** @type {Node} */ (event.target));
    const onDown = (/** @type {Event} */ event) => void (isInside(event) || close());
    document.addEventListener("pointerdown", onDown);
    return () => document.removeEventListener("pointerdown", onDown);
  }, [open]);
}
