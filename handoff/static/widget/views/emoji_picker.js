/** A handful of emoji for keyboards without; phones have their own, so it is hidden there. */

import { Icon } from "../../common/icons.js";
import { html, useRef, useState } from "../../common/view.js";
import { useCloseOutside } from "./menu.js";

/** @import { Translate } from "../texts.js" */

const EMOJI = [..."😀😊😄😂🥲😅😉😍🤔😐😟😢😭😡🙏👍", ..."👎👌👏🙌💪❤🎉🔥✅❌❓❗📷📎📦⏰"];

/** @param {{t: Translate, onPick: (emoji: string) => void}} props */
export function EmojiPicker({ t, onPick }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const button = useRef(/** @type {HTMLElement | null} */ (null));
  useCloseOutside(open, box, () => setOpen(false));
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    setOpen(false);
    button.current?.focus();
  };
  const pick = (/** @type {string} */ emoji) => {
    setOpen(false);
    onPick(emoji);
  };
  return html`<div class="emoji-place" ref=${box} onKeyDown=${onKeyDown}>
    <button ref=${button} class="icon-button" type="button" aria-label=${t("composer.emoji")}
      aria-expanded=${String(open)} onClick=${() => setOpen(!open)}><${Icon} name="smile" /></button>
    ${open && html`<${Choices} ...${{ t, pick }} />`}
  </div>`;
}

/** @param {{t: Translate, pick: (emoji: string) => void}} props */
function Choices({ t, pick }) {
  return html`<div class="emoji" role="group" aria-label=${t("composer.emoji")}>
    ${EMOJI.map((emoji) => html`<button key=${emoji} type="button" onClick=${() => pick(emoji)}>${emoji}</button>`)}
  </div>`;
}
