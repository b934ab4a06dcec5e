/** Gives the customer a photo or PDF: a certificate, an offer. */

import { Icon } from "../../common/icons.js";
import { html, useRef } from "../../common/view.js";

/** The server's own limit. */
const MOST_BYTES = 10_000_000;

/** @param {{screen: import("./screen.js").Screen, id: string}} props `id`: the conversation */
export function AttachButton({ screen, id }) {
  const { state, t, work } = screen;
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));

  /** @param {Event} event */
  function choose(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const file = field.files?.[0];
    field.value = "";
    if (!file) return;
    if (file.size > MOST_BYTES) work.tell("bad", "attach.too_large");
    else void work.sendFile(id, file);
  }

  return html`<input class="visually-hidden" type="file" ref=${input} accept="application/pdf,image/jpeg,image/png,image/webp"
      tabindex="-1" aria-hidden="true" data-test="attach-input" onChange=${choose} />
    <button class="icon-button" type="button" aria-label=${t("attach.action")} title=${t("attach.action")} data-test="attach"
      disabled=${state.busy.file} onClick=${() => input.current?.click()}>
      ${state.busy.file ? html`<span class="spinner" aria-hidden="true"></span>` : html`<${Icon} name="clip" size=${20} />`}
    </button>`;
}
