/** Asks a back-office unit for something that the customer waits for. */

import { html, useId, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { Modal } from "./modal.js";

/** @typedef {import("./screen.js").Screen} Screen */

const UNITS = /** @type {const} */ (["finance", "technician", "administration", "it", "hr"]);
/** Office hours that a unit may be given: today, a working day, two, a week. */
const HOURS = /** @type {const} */ ([2, 4, 8, 16, 40]);

/** @param {{screen: Screen, id: string}} props */
export function AskUnitDialog({ screen, id }) {
  const { state, t, label, work } = screen;
  const [unit, setUnit] = useState("");
  const [text, setText] = useState("");
  const [hours, setHours] = useState(8);
  const [textId, hoursId] = [useId(), useId()];
  const ready = unit !== "" && text.trim() !== "" && isFresh(state) && !state.busy.ask_unit;

  function submit() {
    if (ready) void work.askUnit({ conversation: id, unit, text: text.trim(), office_hours: hours });
  }

  return html`<${Modal} screen=${screen} title=${t("ask_unit.question")} test="ask-unit-dialog" onSubmit=${submit}>
    <fieldset class="choices units">
      <legend class="visually-hidden">${t("ask_unit.question")}</legend>
      ${UNITS.map((each) => html`<label key=${each} class="choice">
        <input type="radio" name="unit" value=${each} checked=${each === unit} onChange=${() => setUnit(each)}
          data-test="unit" data-first=${each === UNITS[0]} />
        <span class="choice-text"><b>${label("units", each)}</b></span>
      </label>`)}
    </fieldset>
    <div class="form-row"><label for=${textId}>${t("ask_unit.text")}</label>
      <textarea id=${textId} class="field" rows="3" maxlength="4000" required value=${text} data-test="ask-unit-text"
        onInput=${(/** @type {any} */ event) => setText(event.target.value)}></textarea></div>
    <div class="form-row"><label for=${hoursId}>${t("ask_unit.due")}</label>
      <select id=${hoursId} class="field" value=${hours} onChange=${(/** @type {any} */ event) => setHours(Number(event.target.value))}>
        ${HOURS.map((each) => html`<option key=${each} value=${each}>${t("ask_unit.hours", { hours: each })}</option>`)}
      </select></div>
    <p class="quiet-text">${t("ask_unit.what")}</p>
    <footer>
      <button class="button plain" type="button" onClick=${() => work.ask(null)}>${t("cancel")}</button>
      <button class="button" type="submit" data-test="ask-unit-confirm" disabled=${!ready}>${t("ask_unit.submit")}</button>
    </footer>
  <//>`;
}
