/** Puts a message's text on the clipboard. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useState } from "../../common/view.js";

/** @import { Translate } from "../texts.js" */

/** Milliseconds for which the tick is shown. */
const DONE_LASTS = 2_000;

/** @param {{t: Translate, text: string}} props */
export function CopyButton({ t, text }) {
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), DONE_LASTS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => setDone(await putOnClipboard(text));
  return html`<button class=${done ? "copy done" : "copy"} type="button" onClick=${copy}
    aria-label=${t(done ? "list.copied" : "list.copy")} title=${t(done ? "list.copied" : "list.copy")}>
    <${Icon} name=${done ? "check" : "copy"} size=${16} />
    <span class="visually-hidden" role="status">${done ? t("list.copied") : ""}</span>
  </button>`;
}

/**
 * A host page may deny frames the clipboard; then the old way, which needs a selection, still works.
 * @param {string} text
 */
async function putOnClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus();
    return done;
  }
}
