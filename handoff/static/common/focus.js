/** Keyboard focus: what can have it, keeping it inside, moving it in a list. */

const FOCUSABLE =
  "a[href], [tabindex='0'], :is(button, textarea, input, select):not([disabled])";

/**
 * What Tab reaches inside an element, in order.
 * @param {Element} container
 * @returns {HTMLElement[]}
 */
export function focusables(container) {
  const found = /** @type {NodeListOf<HTMLElement>} */ (container.querySelectorAll(FOCUSABLE));
  return [...found].filter(
    (each) => each.tabIndex >= 0 && !each.closest("[inert]") && each.getClientRects().length > 0,
  );
}

/**
 * For a `keydown` listener: Tab at either end goes to the other one. Escape must offer a way out.
 * @param {KeyboardEvent} event
 * @param {Element} container
 */
export function keepTabInside(event, container) {
  if (event.key !== "Tab") return;
  const all = focusables(container);
  const [first, last] = [all[0], all[all.length - 1]];
  const leaves = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaves || !first) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

/**
 * For a `keydown` listener on a menu or list: arrows, Home and End move the focus.
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} items
 */
export function moveByArrows(event, items) {
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const target = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (target === undefined || items.length === 0) return;
  event.preventDefault();
  items[(target + items.length) % items.length].focus();
}
