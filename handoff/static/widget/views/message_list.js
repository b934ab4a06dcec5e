/** The conversation itself: scrolls with what is new unless the customer reads further up. */

import { Icon } from "../../common/icons.js";
import { html, useLayoutEffect, useMemo, useRef, useState } from "../../common/view.js";
import { arrange, offeredChoices } from "../timeline.js";
import { Bubbles } from "./bubbles.js";
import { Rating } from "./rating.js";
import { Welcome } from "./welcome.js";

/** @import { Conversation } from "../conversation.js" */
/** @import { Choice } from "../frames.js" */
/** @import { Translate } from "../texts.js" */
/** @import { Item as TimelineItem } from "../timeline.js" */
/** @import { Context } from "./app.js" */

/** Pixels from the end that still count as being at the end. */
const NEAR = 80;

/**
 * @param {{context: Context, state: Conversation, consented: boolean, say: (send: () => void) => void}} props
 */
export function MessageList({ context, state, consented, say }) {
  const { t, format, chat } = context;
  const { messages, outbox, files, typing, rating } = state;
  const items = useMemo(() => arrange({ messages, outbox, files }, format.dayKey), [messages, outbox, files, format]);
  const choices = useMemo(() => (files.length > 0 ? [] : offeredChoices(messages, outbox)), [messages, outbox, files]);
  const { list, behind, toEnd } = useScroll(messages.length, outbox.length + files.length, [
    items,
    choices,
    typing,
    rating,
    state.standing.state,
  ]);
  const onChoose = (/** @type {Choice} */ choice) => say(() => chat.choose(choice));
  const onStart = (/** @type {string} */ text) => say(() => chat.say(text));
  const isEmpty = messages.length + outbox.length + files.length === 0;

  return html`<div class="list-place">
    <div class="list" ref=${list} role="log" aria-live="off" aria-label=${t("list.label")} tabindex="0">
    <div class="list-inside">
      <${Welcome} ...${{ context, state, isEmpty, consented, onStart }} />
      ${items.map((item) => html`<${Item} key=${item.key} ...${{ context, item, isLast: item === items.at(-1) }} />`)}
      ${typing && html`<${TypingBubble} ...${{ context, state }} />`}
      ${choices.length > 0 && html`<${Choices} ...${{ t, choices, onChoose }} />`}
      ${rating && html`<${Rating} ...${{ context, rating }} />`}
    </div>
    </div>
    ${behind !== null && html`<${ToEnd} ...${{ t, behind, toEnd }} />`}
  </div>`;
}

/** @param {{t: Translate, choices: Choice[], onChoose: (choice: Choice) => void}} props */
function Choices({ t, choices, onChoose }) {
  return html`<div class="choices" role="group" aria-label=${t("choices.label")}>
    ${choices.map(
      (choice) => html`<button key=${choice.payload} class="button quiet" type="button"
        onClick=${() => onChoose(choice)}>${choice.title}</button>`,
    )}
  </div>`;
}

/** @param {{t: Translate, behind: number, toEnd: () => void}} props */
function ToEnd({ t, behind, toEnd }) {
  return html`<button class="to-end" type="button" onClick=${toEnd}>
    <${Icon} name="down" size=${16} />${behind > 0 ? t("list.new", { count: behind }) : t("list.newest")}
  </button>`;
}

/** @param {{context: Context, item: TimelineItem, isLast: boolean}} props */
function Item({ context, item, isLast }) {
  const { format, clock } = context;
  if (item.kind === "day")
    return html`<p class="day"><time dateTime=${format.dayKey(item.at)}>${format.day(item.at, clock.now())}</time></p>`;
  if (item.kind === "system")
    return html`<p class="system">
      <${Icon} name="info" size=${16} /><span class="said" dir="auto">${item.text}</span>
    </p>`;
  return html`<${Bubbles} ...${{ context, group: item, isLast }} />`;
}

/** @param {{context: Context, state: Conversation}} props */
function TypingBubble({ context: { t }, state }) {
  const name = state.standing.agent ?? t("from.agent");
  const label = state.typing === "agent" ? t("typing.agent", { name }) : t("typing.bot");
  return html`<div class="typing" aria-label=${label} role="img">
    <span class="typing-dots"><i></i><i></i><i></i></span><span aria-hidden="true">${label}</span>
  </div>`;
}

/**
 * Keeps the end in view while the customer is there; elsewhere it keeps still and counts what came.
 * @param {number} received
 * @param {number} said
 * @param {unknown[]} inputs what changes the height
 */
function useScroll(received, said, inputs) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const atEnd = useRef(true);
  const before = useRef({ received, said });
  const [behind, setBehind] = useState(/** @type {number | null} */ (null));

  const toEnd = () => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setBehind(null);
  };

  useLayoutEffect(() => {
    const news = received - before.current.received;
    const spoke = said > before.current.said;
    before.current = { received, said };
    if (received + said === 0) return; // the greeting is read from its beginning
    if (atEnd.current || spoke) toEnd();
    else if (news > 0) setBehind((old) => (old ?? 0) + news);
  }, [received, said, ...inputs]);

  useLayoutEffect(() => {
    const element = /** @type {HTMLElement} */ (list.current);
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      const isEmpty = before.current.received + before.current.said === 0;
      setBehind((old) => (atEnd.current || isEmpty ? null : (old ?? 0)));
    };
    // The keyboard came up, a banner appeared, the rating asked for more.
    const onResize = () => void (atEnd.current && before.current.received + before.current.said > 0 && toEnd());
    const observer = new ResizeObserver(onResize);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);

  return { list, behind, toEnd };
}
