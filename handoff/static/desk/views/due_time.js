/** When something is due, and whether that has passed. */

import { html } from "../../common/view.js";

/** @param {{screen: import("./screen.js").Screen, at: string, late: boolean, soon?: boolean}} props */
export function DueTime({ screen, at, late, soon = false }) {
  const { t, format } = screen;
  const due = Date.parse(at);
  const when = `${format.day(due, Date.now())} ${format.time(due)}`;
  return html`<time class="tag ${late ? "bad" : soon ? "warn" : ""}" datetime=${at} title=${format.dateTime(due)}>
    ${t(late ? "due.late" : "due.at", { when })}</time>`;
}
