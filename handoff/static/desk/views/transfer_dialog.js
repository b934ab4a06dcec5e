/** Passes a conversation to a colleague or to a unit, with a note. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { transferTargets } from "../state/transfer_targets.js";
import { Modal, NoteField } from "./modal.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../state/transfer_targets.js").Target} Target */

/** @param {{screen: Screen, id: string}} props */
export function TransferDialog({ screen, id }) {
  const { state, t, work } = screen;
  const [chosen, setChosen] = useState("");
  const [note, setNote] = useState("");
  useEffect(() => void work.readStaff().then(focusFirst), []);
  const targets = state.staff && state.me ? transferTargets(state.staff, state.me.id) : null;
  const ready = isFresh(state) && !state.busy.transfer;
  const target = targets?.find((each) => each.key === chosen && !each.hindrance);

  function submit() {
    if (!target) return;
    const transfer = { to: target.staff?.id ?? null, unit: target.unit, note: note.trim() || null };
    void work.transfer(id, transfer, target.staff?.name ?? screen.label("units", target.unit ?? ""));
  }

  return html`<${Modal} screen=${screen} title=${t("transfer.question")} test="transfer-dialog" onSubmit=${submit}>
    <fieldset class="choices">
      <legend class="visually-hidden">${t("transfer.question")}</legend>
      ${!targets && html`<p role="status">${t("transfer.reading")}</p>`}
      ${targets?.map((each) => html`<${Choice} key=${each.key} screen=${screen} target=${each} chosen=${each.key === chosen}
        onChoose=${() => setChosen(each.key)} />`)}
      ${targets?.length === 0 && html`<p>${t("transfer.nobody")}</p>`}
    </fieldset>
    <${NoteField} label=${t("transfer.note")} value=${note} onChange=${setNote} test="transfer-note" />
    <footer>
      <button class="button plain" type="button" onClick=${() => work.ask(null)}>${t("cancel")}</button>
      <button class="button" type="submit" data-test="transfer-confirm" disabled=${!target || !ready}>${t("transfer.action")}</button>
    </footer>
  <//>`;
}

/** The list comes after the dialog. */
function focusFirst() {
  requestAnimationFrame(() => {
    const first = /** @type {HTMLElement | null} */ (document.querySelector(".modal input[type=radio]:enabled"));
    first?.focus();
  });
}

/** @param {{screen: Screen, target: Target, chosen: boolean, onChoose: () => void}} props */
function Choice({ screen, target, chosen, onChoose }) {
  const { staff, unit, hindrance, key } = target;
  return html`<label class="choice ${hindrance ? "off" : ""}">
    <input type="radio" name="target" value=${key} checked=${chosen} disabled=${hindrance !== null} onChange=${onChoose}
      data-test="transfer-target" />
    ${staff
      ? html`<i class="presence-dot ${staff.presence}" aria-hidden="true"></i>`
      : html`<${Icon} name="person" size=${18} />`}
    <span class="choice-text"><b>${staff ? staff.name : screen.label("units", unit ?? "")}</b>
      <small>${aboutTarget(screen, target)}</small></span>
  </label>`;
}

/**
 * Why not, or what speaks for it.
 * @param {Screen} screen
 * @param {Target} target
 */
function aboutTarget({ t }, { staff, hindrance }) {
  if (hindrance) return t(`transfer.${hindrance}`);
  if (!staff) return t("transfer.unit");
  const load = t("transfer.load", { load: staff.load, capacity: staff.capacity });
  return staff.presence === "away" ? `${t("presence.away")} · ${load}` : load;
}
