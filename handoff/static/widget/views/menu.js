/** The menu of things one does seldom. */

import { moveByArrows } from "../../common/focus.js";
import { Icon } from "../../common/icons.js";
import { html, useEffect, useId, useRef, useState } from "../../common/view.js";

/** @import { Conversation } from "../conversation.js" */
/** @import { Context } from "./app.js" */
/** @import { Actions } from "./header.js" */

/**
 * @param {{context: Context, state: Conversation, sound: boolean, actions: Actions}} props
 */
export function Menu({ context, state, sound, actions }) {
  const { t } = context;
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const button = useRef(/** @type {HTMLElement | null} */ (null));
  useCloseOutside(open, box, () => setOpen(false));
  useEffect(() => void (open && items(box.current)[0]?.focus()), [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const run = (/** @type {() => void} */ action) => () => {
    close();
    action();
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (!open) return;
    if (event.key === "Tab") setOpen(false);
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    moveByArrows(event, items(box.current));
  };

  return html`<div class="menu-place" ref=${box} onKeyDown=${onKeyDown}>
    <button ref=${button} class="icon-button" type="button" aria-label=${t("menu.label")} aria-haspopup="menu"
      aria-expanded=${String(open)}
      aria-controls=${open ? id : undefined} onClick=${() => setOpen(!open)}><${Icon} name="menu" /></button>
    ${open &&
      html`<div class="menu" id=${id} role="menu"
        aria-label=${t("menu.label")}><${Items} ...${{ context, state, sound, actions, run }} /></div>`}
  </div>`;
}

/**
 * @param {{context: Context, state: Conversation, sound: boolean,
 *   actions: Actions, run: (action: () => void) => () => void}} props
 */
function Items({ context, state, sound, actions, run }) {
  const { t, options } = context;
  const hasMessages = state.messages.length > 0;
  return html`
    ${state.standing.state === "queued" &&
      html`<${Item} icon="leave" text=${t("menu.leave")} onClick=${run(() => actions.ask("leave"))} />`}
    ${hasMessages && html`<${Item} icon="download" text=${t("menu.download")} onClick=${run(actions.download)} />`}
    <${Item} icon=${sound ? "bell" : "belloff"} text=${t(sound ? "menu.sound_on" : "menu.sound_off")} checked=${sound}
      onClick=${run(actions.toggleSound)} />
    ${hasMessages && html`<${Item} icon="fresh" text=${t("menu.fresh")} onClick=${run(() => actions.ask("fresh"))} />`}
    <a role="menuitem" tabindex="-1" class="menu-link" href=${options.privacy} target="_blank" rel="noopener">
      <${Icon} name="shield" />${t("menu.privacy")}
    </a>
    ${hasMessages &&
      html`<${Item} icon="trash" text=${t("menu.forget")} danger=${true}
        onClick=${run(() => actions.ask("forget"))} />`}`;
}

/** @param {{icon: string, text: string, onClick: () => void, danger?: boolean, checked?: boolean}} props */
function Item({ icon, text, onClick, danger = false, checked }) {
  const role = checked === undefined ? "menuitem" : "menuitemcheckbox";
  return html`<button type="button" role=${role} tabindex="-1"
    aria-checked=${checked === undefined ? undefined : String(checked)}
    class=${danger ? "danger" : ""} onClick=${onClick}><${Icon} name=${icon} />${text}</button>`;
}

/** @param {HTMLElement | null} box @returns {HTMLElement[]} */
function items(box) {
  return [.../** @type {NodeListOf<HTMLElement>} */ (box?.querySelectorAll("[role^='menuitem']") ?? [])];
}

/**
 * @param {boolean} open
 * @param {{current: HTMLElement | null}} box
 * @param {() => void} close
 */
export function useCloseOutside(open, box, close) {
  useEffect(() => {
    if (!open) return undefined;
    const onPress = (/** @type {Event} */ event) => {
      if (!box.current?.contains(/** @type {Node} */ (event.target))) close();
    };
    document.addEventListener("pointerdown", onPress);
    window.addEventListener("blur", close); // a press outside the frame
    return () => {
      document.removeEventListener("pointerdown", onPress);
      window.removeEventListener("blur", close);
    };
  }, [open]);
}
