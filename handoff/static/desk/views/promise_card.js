/** A promise to a customer, with what the agent can do about it. */

import { html, useId, useState } from "../../common/view.js";
import { DeskIcon } from "./desk_icons.js";
import { DueTime } from "./due_time.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").CustomerPromise} CustomerPromise */

/** @param {{screen: Screen, promise: CustomerPromise, linked?: boolean}} props `linked`: names its customer and leads to them */
export function PromiseCard({ screen, promise, linked = false }) {
  const { t, label, work, state } = screen;
  const { conversation, number, attempts } = promise;
  return html`<li class="task ${promise.overdue ? "late" : ""}" data-test="promise">
    <p class="task-head"><b>${label("promises", promise.kind)}</b><${DueTime} screen=${screen} at=${promise.due_at} late=${promise.overdue} /></p>
    ${linked && html`<p class="task-who">
      ${conversation
        ? html`<button class="link-button" type="button" onClick=${() => work.open(conversation)}>${promise.customer ?? t("promise.nameless")}</button>`
        : promise.customer}
      ${promise.reason && html` · ${label("reasons", promise.reason)}`}</p>`}
    ${(promise.complaint || promise.instrument) && html`<p>${promise.complaint ?? promise.instrument}</p>`}
    ${number && html`<p class="task-number" data-test="promise-number"><${DeskIcon} name="phone" size=${15} />
      ${promise.mine ? html`<a href="tel:${number}">${number}</a>` : number}</p>`}
    ${attempts.map((each, index) => html`<p key=${index} class="quiet-text">
      ${t(each.reached ? "promise.was_reached" : "promise.was_missed", { name: each.by })}${each.note && `: ${each.note}`}</p>`)}
    ${promise.kind === "complaint" || promise.state !== "due"
      ? null
      : promise.mine
        ? html`<${Attempt} screen=${screen} promise=${promise} />`
        : promise.taken_by
          ? html`<p class="quiet-text">${t("promise.taken_by", { name: promise.taken_by.name })}</p>`
          : html`<button class="button quiet small" type="button" data-test="promise-take" disabled=${state.busy.promise}
              onClick=${() => work.takePromise(promise)}>${t("promise.take")}</button>`}
  </li>`;
}

/** @param {{screen: Screen, promise: CustomerPromise}} props */
function Attempt({ screen, promise }) {
  const { t, work, state } = screen;
  const [note, setNote] = useState("");
  const id = useId();
  /** @param {boolean} reached */
  const done = (reached) => work.attempt(promise, reached, note.trim());
  return html`<div class="task-form">
    <label class="visually-hidden" for=${id}>${t("promise.note")}</label>
    <input id=${id} class="field" maxlength="4000" placeholder=${t("promise.note")} value=${note}
      onInput=${(/** @type {any} */ event) => setNote(event.target.value)} />
    <div class="task-actions">
      <button class="button small" type="button" data-test="promise-reached" disabled=${state.busy.promise}
        onClick=${() => done(true)}>${t("promise.reached")}</button>
      <button class="button quiet small" type="button" data-test="promise-missed" disabled=${state.busy.promise}
        onClick=${() => done(false)}>${t("promise.missed")}</button>
    </div>
  </div>`;
}
