/** Says plainly that what is shown may be old. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";

/** Milliseconds without a connection until the banner shows: a page's first connection takes less. */
const PATIENCE = 1_500;

/** @param {{screen: import("./screen.js").Screen}} props */
export function LinkBanner({ screen }) {
  const { state, t, format, work } = screen;
  const { status, freshAt, retryAt } = state.link;
  const lost = useLasts(!isFresh(state), status === "lost" ? 0 : PATIENCE);
  if (!lost || isFresh(state)) return null;
  return html`<div class="link-banner" role="alert" data-test="offline">
    <${Icon} name="offline" size=${20} />
    <p><b>${t("banner.lost")}</b> ${freshAt && t("banner.as_of", { time: format.time(freshAt) })}
      ${state.outbox.length > 0 && t("banner.outbox", { count: state.outbox.length })}</p>
    <span class="banner-retry" aria-hidden="true"><${Retry} screen=${screen} at=${retryAt} /></span>
    <button class="button quiet" type="button" onClick=${work.reconnect}>${t("banner.retry")}</button>
  </div>`;
}

/** @param {{screen: import("./screen.js").Screen, at: number | null}} props */
function Retry({ screen: { t, ticker }, at }) {
  const [now, setNow] = useState(ticker.now);
  useEffect(() => ticker.subscribe(setNow), [ticker]);
  const seconds = at === null ? 0 : Math.ceil((at - now) / 1000);
  return html`${seconds > 0 ? t("banner.retry_in", { seconds }) : t("link.connecting")}`;
}

/**
 * Whether something has been so for a while.
 * @param {boolean} is
 * @param {number} milliseconds
 */
function useLasts(is, milliseconds) {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    if (!is) return setLasts(false);
    const timer = setTimeout(() => setLasts(true), milliseconds);
    return () => clearTimeout(timer);
  }, [is, milliseconds]);
  return lasts;
}
