/** Where the agent writes: to the customer, or a private note; and who takes the conversation while nobody has it. */

import { Icon } from "../../common/icons.js";
import { html, useLayoutEffect, useRef, useState } from "../../common/view.js";
import { hindranceToClaim } from "../state/selectors.js";
import { AttachButton } from "./attach_button.js";
import { DeskIcon } from "./desk_icons.js";
import { nameOf } from "./people.js";
import { WindowNotice } from "./whatsapp_window.js";
import { claimAndWrite, hasKeyboard, write } from "./writing.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Detail} Detail */
/** @typedef {{screen: Screen, detail: Detail}} Props */

/** Characters that the server takes; near the end the rest is counted. */
const MOST = { reply: 4096, note: 4000 };
const COUNT_FROM = 300;

/** @param {Props} props */
export function Composer({ screen, detail }) {
  const { state, t } = screen;
  const { writing } = state;
  const held = detail.mine && detail.state === "agent";
  return html`<section class="composer to-${writing}" aria-label=${t("composer.label")}>
    <div class="composer-tabs" role="tablist" aria-label=${t("composer.label")}>
      <${Tab} screen=${screen} writing="reply" icon="chat" />
      <${Tab} screen=${screen} writing="note" icon="lock" />
      ${held && writing === "reply" && html`<p class="composer-language">
        ${t("composer.language", { language: screen.label("languages", detail.language) })}</p>`}
      ${writing === "note" && html`<p class="composer-language">${t("note.promise")}</p>`}
    </div>
    ${held && writing === "reply" && html`<${WindowNotice} screen=${screen} summary=${detail} />`}
    <div id="composer-panel" role="tabpanel" aria-labelledby=${`tab-${writing}`}>
      ${writing === "note" || held
        ? html`<${Field} key=${writing} screen=${screen} detail=${detail} writing=${writing} />`
        : html`<${NotMine} screen=${screen} detail=${detail} />`}
    </div>
  </section>`;
}

/** @param {{screen: Screen, writing: "reply" | "note", icon: string}} props */
function Tab({ screen, writing, icon }) {
  const chosen = screen.state.writing === writing;
  return html`<button class="composer-tab" type="button" role="tab" id=${`tab-${writing}`} aria-controls="composer-panel"
    data-test="${writing}-tab" aria-selected=${chosen ? "true" : "false"} onClick=${() => write(screen.work, writing)}>
    ${icon === "lock" ? html`<${DeskIcon} name="lock" size=${16} />` : html`<${Icon} name=${icon} size=${16} />`}
    ${screen.t(`composer.${writing}`)}
  </button>`;
}

/** @param {Props & {writing: "reply" | "note"}} props */
function Field({ screen, detail, writing }) {
  const { state, t, work } = screen;
  const [text, setText] = useState(() => work.draft(detail.id, writing));
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useGrowth(field, text);
  const rest = MOST[writing] - text.length;
  const busy = writing === "note" && state.busy.note;
  const ready = text.trim() !== "" && rest >= 0 && !busy;

  /** @param {string} next */
  function change(next) {
    setText(next);
    work.keepDraft(detail.id, writing, next);
    if (writing === "reply" && next) work.typing(detail.id);
  }

  async function submit() {
    if (!ready) return;
    if (writing === "note" && !(await work.addNote(detail.id, text.trim()))) return;
    if (writing === "reply") work.send(detail.id, text.trim());
    change("");
    field.current?.focus();
  }

  return html`<form class="composer-form" onSubmit=${(/** @type {Event} */ event) => (event.preventDefault(), submit())}>
    <textarea id="composer-field" class="field" ref=${field} rows="2" value=${text}
      data-test=${writing === "note" ? "note-input" : "composer"}
      aria-label=${t(`composer.${writing}.field`, { name: nameOf(screen, detail) })}
      placeholder=${t(`composer.${writing}.field`, { name: nameOf(screen, detail) })}
      onInput=${(/** @type {any} */ event) => change(event.target.value)}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => void (isSubmit(event) && (event.preventDefault(), submit()))}></textarea>
    <div class="composer-foot">
      <p class="composer-hint">${rest < COUNT_FROM
        ? html`<span class=${rest < 0 ? "over" : ""} role="status">${t("composer.rest", { rest })}</span>`
        : t("composer.hint")}</p>
      <span class="composer-tools">
      ${writing === "reply" && html`<${AttachButton} screen=${screen} id=${detail.id} />`}
      <button class="button" type="submit" disabled=${!ready} data-test=${writing === "note" ? "note-save" : "send"}>
        ${writing === "note" ? html`<${DeskIcon} name="lock" />` : html`<${Icon} name="send" size=${18} />`}
        ${t(`composer.${writing}.submit`)}
      </button>
      </span>
    </div>
  </form>`;
}

/**
 * Enter sends where there is a keyboard with a Shift key for new lines; not while a word is being composed.
 * @param {KeyboardEvent} event
 */
function isSubmit(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return false;
  return hasKeyboard() || event.ctrlKey || event.metaKey;
}

/**
 * Lets a field grow with its text, up to what the style allows.
 * @param {{current: HTMLTextAreaElement | null}} field
 * @param {string} text
 */
function useGrowth(field, text) {
  useLayoutEffect(() => {
    const { current } = field;
    if (!current) return;
    current.style.height = "auto";
    current.style.height = `${current.scrollHeight + 2}px`; // two pixels of border
  }, [text]);
}

/** Why I cannot answer here, and what I can do about it. @param {Props} props */
function NotMine({ screen, detail }) {
  const { state, t, work } = screen;
  const draft = work.draft(detail.id, "reply");
  const hindrance = hindranceToClaim(state);
  return html`<div class="not-mine">
    ${detail.state === "queued"
      ? html`<button class="button" type="button" data-test="claim" disabled=${hindrance !== null || state.busy.claim}
          aria-describedby="claim-hint" onClick=${() => claimAndWrite(work, detail.id)}>
          <${DeskIcon} name="take" /> ${t("claim.action")}</button>
        <p id="claim-hint">${hindrance ? t(`take.${hindrance}`, { capacity: state.me?.capacity }) : t("claim.hint")}</p>`
      : html`<p data-test="not-mine">${t(`not_mine.${detail.state}`, { name: detail.agent?.name ?? t("who.agent") })}</p>`}
    ${draft && html`<p class="kept-draft"><b>${t("composer.kept")}</b> <span class="said">${draft}</span></p>`}
  </div>`;
}
