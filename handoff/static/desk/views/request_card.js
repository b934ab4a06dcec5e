/** What a unit was asked, and its answer. */

import { html, useId, useState } from "../../common/view.js";
import { DueTime } from "./due_time.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").UnitRequest} UnitRequest */

/** @param {{screen: Screen, request: UnitRequest, answering?: boolean, linked?: boolean}} props `answering`: shows the form of the unit */
export function RequestCard({ screen, request, answering = false, linked = false }) {
  const { t, label, work, state } = screen;
  const open = request.state === "open";
  return html`<li class="task request ${request.overdue ? "late" : ""}" data-test="request" data-state=${request.state}>
    <p class="task-head"><b>${label("units", request.unit)}</b>
      ${open
        ? html`<${DueTime} screen=${screen} at=${request.due_at} late=${request.overdue} soon=${request.due_soon} />`
        : html`<span class="tag ${request.state === "answered" ? "ok" : ""}">${t(`request.${request.state}`)}</span>`}</p>
    <p class="said">${request.text}</p>
    <p class="quiet-text">${t("request.by", { name: request.asked_by })}
      ${linked && html` · <button class="link-button" type="button" onClick=${() => work.open(request.conversation)}>
        ${request.customer ?? t("promise.nameless")}</button>`}
      ${answering && html` · ${t("request.customer", { name: request.customer ?? t("promise.nameless"), language: label("languages", request.language) })}`}</p>
    ${request.answer && html`<p class="said request-answer"><b>${request.answered_by}:</b> ${request.answer}</p>`}
    ${request.for_customer && html`<p class="said request-answer"><b>${t("request.for_customer")}</b> ${request.for_customer}</p>`}
    ${open && answering && html`<${AnswerForm} screen=${screen} request=${request} />`}
    ${open && !answering && html`<button class="link-button" type="button" disabled=${state.busy.withdraw}
      onClick=${() => work.withdrawRequest(request)}>${t("request.withdraw")}</button>`}
    ${request.for_customer && !answering && canTell(screen, request) && html`<button class="button quiet small" type="button"
      data-test="request-tell" onClick=${() => tell(screen, request)}>${t("request.tell")}</button>`}
  </li>`;
}

/** @param {{screen: Screen, request: UnitRequest}} props */
function AnswerForm({ screen, request }) {
  const { t, work, state } = screen;
  const [text, setText] = useState("");
  const [forCustomer, setForCustomer] = useState("");
  const [textId, customerId, hintId] = [useId(), useId(), useId()];
  const ready = text.trim() !== "" && !state.busy.answer;

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (ready) void work.answerRequest(request, { text: text.trim(), for_customer: forCustomer.trim() || null });
  }

  return html`<form class="task-form" onSubmit=${submit}>
    <div class="form-row"><label for=${textId}>${t("request.answer")}</label>
      <textarea id=${textId} class="field" rows="3" maxlength="4000" required value=${text} data-test="answer-text"
        onInput=${(/** @type {any} */ event) => setText(event.target.value)}></textarea></div>
    <div class="form-row"><label for=${customerId}>${t("request.answer_customer")}</label>
      <textarea id=${customerId} class="field" rows="2" maxlength="1000" value=${forCustomer} data-test="answer-customer"
        aria-describedby=${hintId} onInput=${(/** @type {any} */ event) => setForCustomer(event.target.value)}></textarea>
      <small id=${hintId} class="quiet-text">${t("request.answer_hint")}</small></div>
    <div class="task-actions"><button class="button" type="submit" data-test="answer-submit" disabled=${!ready}>
      ${t("request.send")}</button></div>
  </form>`;
}

/**
 * @param {Screen} screen
 * @param {UnitRequest} request
 */
function canTell({ state }, request) {
  const detail = state.details[request.conversation];
  return Boolean(detail?.mine && detail.state === "agent" && state.openId === request.conversation);
}

/**
 * Sends the unit's words for the customer as the agent's own.
 * @param {Screen} screen
 * @param {UnitRequest} request
 */
function tell({ work }, request) {
  if (request.for_customer) work.send(request.conversation, request.for_customer);
}
