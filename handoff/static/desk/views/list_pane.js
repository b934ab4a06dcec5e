/** The left column: take the next customer, my conversations, the line, and the rest folded away. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useRef, useState } from "../../common/view.js";
import { estimatesRight } from "../state/offers.js";
import { hasFilters, hindranceToTakeNext, isFresh, shownItems } from "../state/selectors.js";
import { DeskIcon } from "./desk_icons.js";
import { ListItem } from "./list_item.js";
import { TasksSections } from "./tasks_section.js";
import { takeAndWrite } from "./writing.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../state/desk_state.js").ListName} ListName */

const TEST_HOOKS = { mine: "inbox-item", line: "line-item", colleagues: "other-item", bot: "other-item", closed: "other-item" };

/** Conversations that the server gives in one list. */
const LIST_HOLDS = 200;

/** @param {{screen: Screen}} props */
export function ListPane({ screen }) {
  const { state, t } = screen;
  return html`<nav class="list-pane ${isFresh(state) ? "" : "stale"}" aria-label=${t("list.label")}>
    <div class="list-head">
      <${TakeNext} screen=${screen} />
      <${PresenceHint} screen=${screen} />
      <${Filters} screen=${screen} />
    </div>
    <div class="list-scroll">
      <${Section} screen=${screen} name="mine" />
      <${Section} screen=${screen} name="line" />
      <${TasksSections} screen=${screen} />
      <${FoldedSection} screen=${screen} name="colleagues" />
      <${FoldedSection} screen=${screen} name="bot" />
      <${FoldedSection} screen=${screen} name="closed" />
    </div>
  </nav>`;
}

/** @param {{screen: Screen}} props */
function TakeNext({ screen }) {
  const { state, t, work } = screen;
  const hindrance = hindranceToTakeNext(state);
  const waiting = state.lists.line.items;
  return html`<div class="take-next">
    <button class="button" type="button" data-test="take-next" disabled=${hindrance !== null || state.busy.take}
      aria-describedby="take-hint" onClick=${() => takeAndWrite(work)}>
      <${DeskIcon} name="take" /> ${t("take.next")}
    </button>
    <p id="take-hint" class="take-hint">
      ${hindrance ? t(`take.${hindrance}`, { capacity: state.me?.capacity }) : t("take.waiting", { count: countOf(waiting) })}
    </p>
  </div>`;
}

/** Says that nothing new comes, and offers the way out. @param {{screen: Screen}} props */
function PresenceHint({ screen }) {
  const { state, t, work } = screen;
  if (!state.me || state.me.presence === "online" || !isFresh(state)) return null;
  return html`<p class="presence-hint">
    <span>${t(`presence.hint.${state.me.presence}`)}</span>
    <button class="link-button" type="button" onClick=${() => work.setPresence("online")}>${t("presence.go_online")}</button>
  </p>`;
}

/** @param {{screen: Screen}} props */
function Filters({ screen }) {
  const { state, t, label, work } = screen;
  const { language, channel, text } = state.filters;
  const [unfolded, setUnfolded] = useState(false);
  const open = unfolded || language !== "" || channel !== "";
  return html`<div class="filters" role="search">
    <label class="search">
      <span class="visually-hidden">${t("filter.text")}</span>
      <${Icon} name="search" size=${17} />
      <input id="search" class="field" type="search" placeholder=${t("filter.text")} value=${text} autocomplete="off"
        onInput=${(/** @type {any} */ event) => work.filter({ text: event.target.value })} />
    </label>
    <button class="icon-button" type="button" aria-expanded=${open ? "true" : "false"} aria-label=${t("filter.label")}
      title=${t("filter.label")} onClick=${() => (setUnfolded(!open), work.filter({ language: "", channel: "" }))}>
      <${DeskIcon} name="filter" />
    </button>
    ${open && html`
      <${Choices} name=${t("filter.language")} all=${t("filter.all_languages")} value=${language}
        options=${["id", "en"].map((code) => [code, label("languages", code)])}
        onChange=${(/** @type {string} */ code) => work.filter({ language: code })} />
      <${Choices} name=${t("filter.channel")} all=${t("filter.all_channels")} value=${channel}
        options=${["web", "whatsapp"].map((code) => [code, label("channels", code)])}
        onChange=${(/** @type {string} */ code) => work.filter({ channel: code })} />
    `}
  </div>`;
}

/** @param {{name: string, all: string, value: string, options: [string, string][], onChange: (code: string) => void}} props */
function Choices({ name, all, value, options, onChange }) {
  const change = (/** @type {any} */ event) => onChange(event.target.value);
  return html`<select class="field" aria-label=${name} value=${value} onChange=${change}>
    <option value="">${all}</option>
    ${options.map(([code, text]) => html`<option key=${code} value=${code}>${text}</option>`)}
  </select>`;
}

/** @param {{screen: Screen, name: ListName}} props */
function Section({ screen, name }) {
  const { state, t } = screen;
  const { items } = state.lists[name];
  const count = name === "mine" ? `${items.length}/${state.me?.capacity ?? "–"}` : countOf(items);
  return html`<section class="list-section" aria-labelledby="list-${name}">
    <h2 id="list-${name}">${t(`list.${name}`)} <span class="count">${count}</span>
      ${name === "line" && html`<${EstimatesRight} screen=${screen} />`}</h2>
    <${Items} screen=${screen} name=${name} />
  </section>`;
}

/** How honest we are to those who wait. @param {{screen: Screen}} props */
function EstimatesRight({ screen }) {
  const percent = estimatesRight(screen.state.glance);
  if (percent === null) return null;
  return html`<span class="estimates-right" data-test="estimates" title=${screen.t("list.estimates.about")}>
    ${screen.t("list.estimates", { percent })}</span>`;
}

/** How many; a full list stands for more. @param {unknown[]} items */
function countOf({ length }) {
  return length >= LIST_HOLDS ? `${LIST_HOLDS}+` : String(length);
}

/** @param {{screen: Screen, name: ListName}} props */
function FoldedSection({ screen, name }) {
  const { state, t, work } = screen;
  const { open, items, read } = state.lists[name];
  return html`<section class="list-section" aria-labelledby="list-${name}">
    <h2 id="list-${name}"><button class="fold" type="button" aria-expanded=${open ? "true" : "false"}
      onClick=${() => work.unfold(name, !open)}>
      <${Icon} name="down" size=${15} /> ${t(`list.${name}`)}
      ${open && read && html`<span class="count">${countOf(items)}</span>`}
    </button></h2>
    ${open && html`<${Items} screen=${screen} name=${name} />`}
  </section>`;
}

/** @param {{screen: Screen, name: ListName}} props */
function Items({ screen, name }) {
  const { state, t } = screen;
  const shown = shownItems(state, name);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useShowCurrent(list, state.openId);
  if (!state.lists[name].read) return html`<p class="list-empty">${t("list.reading")}</p>`;
  if (shown.length === 0) {
    const filtered = state.lists[name].items.length > 0 && hasFilters(state);
    return html`<p class="list-empty">${t(filtered ? "list.empty.filtered" : `list.empty.${name}`)}</p>`;
  }
  return html`<ul ref=${list}>
    ${shown.map((summary) => html`<${ListItem} key=${summary.id} screen=${screen} summary=${summary} test=${TEST_HOOKS[name]} />`)}
  </ul>`;
}

/**
 * Keeps the open conversation in sight when it is chosen with the keyboard.
 * @param {{current: HTMLElement | null}} list
 * @param {string | null} openId
 */
function useShowCurrent(list, openId) {
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [openId]);
}
