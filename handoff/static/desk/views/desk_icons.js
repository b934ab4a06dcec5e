/** The desk's own icons, drawn as the shared ones are. */

import { html } from "../../common/view.js";

/** @type {Record<string, string>} */
const PATHS = {
  take: "M12 4v10M7.5 10l4.5 4.5 4.5-4.5M4.5 15.5v4h15v-4",
  transfer: "M4.5 8.5h13M14 5l3.5 3.5L14 12M19.5 15.5h-13M10 12l-3.5 3.5L10 19",
  release: "M9 6 4.5 10.5 9 15M4.5 10.5H14a5 5 0 0 1 0 10h-3",
  resolve: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.3 12.3l2.6 2.6 4.9-5.3",
  unit: "M4.5 19.5v-9l5-3v3l5-3v3l5-3v12zM8.5 16h.01M12 16h.01M15.5 16h.01",
  phone: "M7 4.5h3l1.5 4-2 1.5a10 10 0 0 0 4.5 4.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A15.5 15.5 0 0 1 5 6.700a2 2 0 0 1 2-2.2Z",
  lock: "M6.5 11h11v8.5h-11zM8.8 11V8a3.2 3.2 0 0 1 6.4 0v3",
  bot: "M6 9.5h12v9H6zM12 9.5V6M12 5.5h.01M9.5 13.5h.01M14.5 13.5h.01M4 13v2.5M20 13v2.5",
  web: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM3.8 12h16.4M12 3.5c2.6 2.4 3.6 5.2 3.6 8.5s-1 6.1-3.6 8.5c-2.6-2.4-3.6-5.2-3.6-8.5s1-6.1 3.6-8.5",
  whatsapp: "M4 20l1.2-4A8.2 8.2 0 1 1 8.4 19ZM9 8.7c-.4 2.7 3 6.4 6 6.3l.6-1.7-2-1-1 .8c-1-.5-1.7-1.2-2.2-2.2l.8-1-1-2Z",
  filter: "M4.5 7h15M7.5 12h9M10.5 17h3",
  help: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.7 9.6a2.4 2.4 0 1 1 3.4 2.2c-.8.4-1.1.9-1.1 1.7M12 16.6h.01",
  theme: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 3.5v17M12 7h4.5M12 11h6.5M12 15h5.5",
  handover: "M5 5.5h9v5H5zM10 13.5h9v5h-9zM14 8h3v5.5M10 16H7v-5.5",
  brain: "M9.5 5.5a2.6 2.6 0 0 0-2.6 2.6 2.8 2.8 0 0 0-1 5.2 2.7 2.7 0 0 0 3.6 3.6V5.5ZM14.5 5.5a2.6 2.6 0 0 1 2.6 2.6 2.8 2.8 0 0 1 1 5.2 2.7 2.7 0 0 1-3.6 3.6V5.5ZM12 5v14",
  panel: "M4 5.5h16v13H4zM14.5 5.5v13",
  tap: "M9.5 12V6.2a1.5 1.5 0 0 1 3 0V11l5 1.1c.9.2 1.4 1 1.2 1.9l-.9 4.6c-.1.6-.6.9-1.2.9h-4.5c-.5 0-1-.2-1.2-.7L7.5 13.9c-.6-1.3 1-2.2 2-1.1Z",
  angry: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.5 16a4.4 4.4 0 0 1 7 0M7.5 9l2.8 1.3M16.5 9l-2.8 1.3",
  anxious: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.5 15.8l1.8-1.2 1.7 1.2 1.7-1.2 1.8 1.2M9 10.2h.01M15 10.2h.01",
  disappointed: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.7 15.8a4.2 4.2 0 0 1 6.6 0M9 10h.01M15 10h.01",
  neutral: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.5 14.8h7M9 10h.01M15 10h.01",
  happy: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM8.5 14.2a4.2 4.2 0 0 0 7 0M9 9.8h.01M15 9.8h.01",
};

/** @param {{name: string, size?: number}} props size in px of normal text; it grows with large text */
export function DeskIcon({ name, size = 18 }) {
  return html`<svg class="icon" width="${size / 16}em" height="${size / 16}em" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
}
