/** A button that shows only an icon; its label is for screen readers. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";

/** @param {{icon: string, label: string, onClick: () => void, size?: number}} props */
export function IconButton({ icon, label, onClick, size = 22 }) {
  return html`<button class="icon-button" type="button" aria-label=${label} onClick=${onClick}>
    <${Icon} name=${icon} size=${size} />
  </button>`;
}
