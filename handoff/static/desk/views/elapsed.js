/** Time that passes, told as of when we last knew how things were. */

import { html, useEffect, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { ago, concernOf, elapsed } from "../state/waiting.js";

/**
 * The server's time now; it stands still while the connection is lost, for nobody knows whether the wait goes on.
 * @param {import("./screen.js").Screen} screen
 * @returns {number}
 */
export function useNow({ state, ticker }) {
  const [now, setNow] = useState(ticker.now);
  const fresh = isFresh(state);
  useEffect(() => (fresh ? ticker.subscribe(setNow) : undefined), [fresh, ticker]);
  return (fresh ? now : (state.link.freshAt ?? now)) + state.skew;
}

/**
 * How long something has lasted; with `waiting`, coloured by how long a customer bears it.
 * @param {{screen: import("./screen.js").Screen, since: string, waiting?: boolean}} props
 */
export function Elapsed({ screen, since, waiting = false }) {
  const span = useNow(screen) - Date.parse(since);
  const { key, values } = waiting ? elapsed(span) : ago(span);
  const at = screen.format.dateTime(Date.parse(since));
  return html`<time class="elapsed ${waiting ? concernOf(span) : ""}" datetime=${since} title=${at}>
    ${screen.t(key, values)}
  </time>`;
}
