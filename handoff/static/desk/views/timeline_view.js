/** The conversation from top to bottom, kept at its end while the agent reads there. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { timelineOf } from "../state/timeline.js";
import { TimelineEntry } from "./timeline_entries.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */

/** Pixels from the end within which the agent counts as reading at the end. */
const NEAR_END = 60;

/** @param {{screen: Screen, detail: Detail}} props */
export function TimelineView({ screen, detail }) {
  const { state, t, format } = screen;
  const [unreadAfter] = useState(() => state.seen[detail.id] ?? 0);
  const outbox = state.outbox.filter((each) => each.conversation === detail.id);
  const items = useMemo(
    () => timelineOf(detail, outbox, unreadAfter, format.dayKey),
    [detail, state.outbox, unreadAfter, format],
  );
  const typing = isFresh(state) && Boolean(state.typing[detail.id]);
  const { box, atEnd, toEnd, onScroll } = useStayAtEnd([items, typing]);
  useSeeing(screen, detail, atEnd);
  return html`<div class="timeline-frame">
    <div class="timeline" ref=${box} onScroll=${onScroll} tabindex="0" role="region" aria-label=${t("conversation.messages")}>
      <ol>
        ${items.map((item) => html`<${TimelineEntry} key=${item.key} screen=${screen} detail=${detail} item=${item} />`)}
      </ol>
      ${typing && html`<p class="typing" data-test="typing">
        <span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span> ${t("conversation.typing")}</p>`}
    </div>
    ${!atEnd && html`<button class="to-end" type="button" onClick=${toEnd}>
      <${Icon} name="down" size=${16} /> ${t("conversation.to_end")}
    </button>`}
  </div>`;
}

/**
 * Follows the end of a box while its reader is there, and leaves them alone where they read further up.
 * @param {unknown[]} inputs what makes the box grow
 */
function useStayAtEnd(inputs) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const follows = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  function toEnd() {
    follows.current = true;
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    setAtEnd(true);
  }

  function onScroll() {
    const { current } = box;
    if (!current) return;
    follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END;
    setAtEnd(follows.current);
  }

  useLayoutEffect(() => void (follows.current && toEnd()), inputs);
  useEffect(() => {
    if (!box.current) return;
    const watcher = new ResizeObserver(() => void (follows.current && toEnd())); // the field below grows, the window turns
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  return { box, atEnd, toEnd, onScroll };
}

/**
 * Marks messages as seen only while somebody looks: page in front, end of the conversation in sight.
 * @param {Screen} screen
 * @param {Detail} detail
 * @param {boolean} atEnd
 */
function useSeeing({ work }, detail, atEnd) {
  const last = detail.messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    const see = () => void (atEnd && isLookedAt() && work.see(detail.id, last));
    see();
    window.addEventListener("focus", see);
    return () => window.removeEventListener("focus", see);
  }, [detail.id, last, atEnd]);
}

function isLookedAt() {
  return document.visibilityState === "visible" && document.hasFocus();
}
