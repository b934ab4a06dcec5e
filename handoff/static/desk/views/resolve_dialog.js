/** Closes a matter: how it ended, and what was promised. */

import { html, useState } from "../../common/view.js";
import { followUpSuggestions, localInput, readLocalInput } from "../state/follow_up.js";
import { isFresh } from "../state/selectors.js";
import { Modal, NoteField } from "./modal.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Outcome} Outcome */

const OUTCOMES = /** @type {Outcome[]} */ (["solved", "answered", "call_back", "no_reply", "other"]);

/** @param {{screen: Screen, id: string}} props */
export function ResolveDialog({ screen, id }) {
  const { state, t, label, work } = screen;
  const [outcome, setOutcome] = useState(/** @type {Outcome | null} */ (null));
  const [note, setNote] = useState("");
  const [followUp, setFollowUp] = useState("");
  const at = readLocalInput(followUp);
  const late = at !== null && at <= Date.now();
  const missing = outcome === "call_back" && at === null;
  const ready = outcome !== null && !missing && !late && isFresh(state) && !state.busy.resolve;
  const unsent = Boolean(work.draft(id, "reply")) || state.outbox.some((each) => each.conversation === id);

  const seen = state.details[id]?.messages.at(-1)?.seq;

  function submit() {
    if (!outcome || !ready) return;
    const follow_up_at = at === null ? null : new Date(at).toISOString();
    void work.resolve(id, { outcome, note: note.trim() || null, follow_up_at, seen });
  }

  return html`<${Modal} screen=${screen} title=${t("resolve.question")} test="resolve-dialog" onSubmit=${submit}>
    ${unsent && html`<p class="warning" role="status">${t("resolve.unsent")}</p>`}
    <fieldset class="choices">
      <legend class="visually-hidden">${t("resolve.question")}</legend>
      ${OUTCOMES.map((each) => html`<label key=${each} class="choice">
        <input type="radio" name="outcome" value=${each} checked=${each === outcome} onChange=${() => setOutcome(each)}
          data-test="outcome" data-first=${each === OUTCOMES[0]} />
        <span class="choice-text"><b>${label("outcomes", each)}</b><small>${t(`outcome.about.${each}`)}</small></span>
      </label>`)}
    </fieldset>
    <${FollowUp} screen=${screen} value=${followUp} onChange=${setFollowUp} required=${outcome === "call_back"} late=${late} />
    <${NoteField} label=${t("resolve.note")} value=${note} onChange=${setNote} test="resolve-note" />
    <p class="quiet-text">${t("resolve.what")}</p>
    <footer>
      <button class="button plain" type="button" onClick=${() => work.ask(null)}>${t("cancel")}</button>
      <button class="button" type="submit" data-test="resolve-confirm" disabled=${!ready}>${t("resolve.action")}</button>
    </footer>
  <//>`;
}

/** @param {{screen: Screen, value: string, onChange: (value: string) => void, required: boolean, late: boolean}} props */
function FollowUp({ screen, value, onChange, required, late }) {
  const { t, format } = screen;
  return html`<div class="form-row">
    <label for="follow-up">${t(required ? "resolve.follow_up_required" : "resolve.follow_up")}</label>
    <div class="follow-up">
      <input id="follow-up" class="field" type="datetime-local" value=${value} required=${required} data-test="follow-up"
        aria-describedby=${late ? "follow-up-late" : undefined}
        onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />
      ${followUpSuggestions(Date.now()).map((at) => html`<button key=${at} class="chip" type="button"
        onClick=${() => onChange(localInput(at))}>
        ${format.day(at, Date.now())} ${format.time(at)}</button>`)}
    </div>
    ${late && html`<p class="form-error" id="follow-up-late" role="alert">${t("resolve.late")}</p>`}
  </div>`;
}
