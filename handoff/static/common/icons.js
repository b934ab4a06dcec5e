/** Line icons on a 24 grid, drawn in the text's colour; decoration only, so hidden from screen readers. */

import { html } from "./view.js";

/** @type {Record<string, string>} */
const PATHS = {
  send: "M4.5 12h14M13 5.5l6 6.5-6 6.5",
  close: "M6 6l12 12M18 6 6 18",
  down: "M5.5 9l6.5 6.5L18.5 9",
  back: "M14.5 5.5 8 12l6.5 6.5",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 7v5l3.2 2M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z",
  alert: "M12 8v5M12 16.5h.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z",
  info: "M12 11v5.5M12 7.5h.01M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z",
  offline:
    "M4 4l16 16M8.7 15.2a5 5 0 0 1 6.6 0M5.6 12a9.5 9.5 0 0 1 4.6-2.4M14.6 9.9a9.5 9.5 0 0 1 3.8 2.1M12 19h.01" +
    "M3 8.8a13.6 13.6 0 0 1 3-1.9M10 5.6a13.7 13.7 0 0 1 11 3.2",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4.5H15",
  download: "M12 4v11M7 10.5l5 5 5-5M5 19.5h14",
  fresh: "M12 5v14M5 12h14",
  bell: "M6.5 10a5.5 5.5 0 0 1 11 0c0 5 2 6.5 2 6.5h-15s2-1.5 2-6.5M10 19.5a2.2 2.2 0 0 0 4 0",
  belloff:
    "M4 4l16 16M17.3 13.5c-.2-1-.3-2.1-.3-3.5a5 5 0 0 0-8-4" +
    "M6.6 8.5c-.1.5-.1 1-.1 1.5 0 5-2 6.5-2 6.5h12M10 19.5a2.2 2.2 0 0 0 4 0",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  leave: "M10 5H6v14h4M14 8l4 4-4 4M18 12H9.5",
  shield: "M12 3.5l7 2.5v5.5c0 4.3-2.9 7.6-7 9-4.1-1.4-7-4.7-7-9V6l7-2.5ZM9 12l2.2 2.2L15.2 10",
  copy: "M9 9h10.5v10.5H9zM5.5 15H4.5V4.5H15v1",
  smile: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  clip: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.7-7.7a3 3 0 0 1 4.3 4.3l-7.6 7.6a1.5 1.5 0 0 1-2.1-2.1l6.9-6.9",
  person: "M12 12a3.8 3.8 0 1 0 0-7.6 3.8 3.8 0 0 0 0 7.6ZM4.8 19.6c.9-3.4 3.7-5.2 7.2-5.2s6.3 1.8 7.2 5.2",
  search: "M11 4.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.8 15.8l4 4",
  file: "M13.5 3.5H6.5v17h11v-13zM13.5 3.5v4h4",
  note: "M5 4.5h14v10l-5 5H5zM14 19.5v-5h5",
  phone: "M6.2 4.5h3l1.5 4-2 1.4a11 11 0 0 0 5.4 5.4l1.4-2 4 1.5v3c0 .9-.8 1.7-1.7 1.7C10.500 19.500 4.500 13.500 4.500 6.200c0-.9.8-1.700 1.700-1.700Z",
  chat: "M4.5 18.8V8a3 3 0 0 1 3-3h9a3 3 0 0 1 3 3v5.5a3 3 0 0 1-3 3H8.2z",
};

/**
 * @param {{name: keyof typeof PATHS & string, size?: number}} props size in px of normal text; it grows with large text
 */
export function Icon({ name, size = 22 }) {
  return html`<svg class="icon" width="${size / 16}em" height="${size / 16}em" viewBox="0 0 24 24" aria-hidden="true"
    focusable="false">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width=${name === "menu" ? 2.6 : 1.7}
      stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}

/** A five-pointed star, filled or not. @param {{filled: boolean, size?: number}} props */
export function Star({ filled, size = 28 }) {
  const outline = "M12 3.6l2.6 5.3 5.8.8-4.2 4.1 1 5.8-5.2-2.7-5.2 2.7 1-5.8-4.2-4.1 5.8-.8z";
  return html`<svg class="icon" width="${size / 16}em" height="${size / 16}em" viewBox="0 0 24 24" aria-hidden="true"
    focusable="false">
    <path d=${outline} fill=${filled ? "currentColor" : "none"} stroke="currentColor" stroke-width="1.5"
      stroke-linejoin="round" />
  </svg>`;
}
