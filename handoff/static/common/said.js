/** Shows what people wrote: as text, with its addresses as links. */

import { linkify } from "./linkify.js";
import { html } from "./view.js";

/** @import { TextPart } from "./linkify.js" */

/** @param {{text: string}} props */
export function Said({ text }) {
  return html`<span class="said" dir="auto">${linkify(text).map(showPart)}</span>`;
}

/** @param {TextPart} part */
function showPart({ text, href }) {
  if (!href) return text;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
}
