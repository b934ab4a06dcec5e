/** Chooses an approved template, fills in what stands in it, and shows what the customer will read. */

import { html, useEffect, useId, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { isFilled, preview } from "../state/whatsapp.js";
import { Modal } from "./modal.js";

/** @typedef {import("./screen.js").Screen} Screen */
/** @typedef {import("../connection/payloads.js").Template} Template */
/** @typedef {import("../connection/payloads.js").Templates} Templates */

/** @param {{screen: Screen, id: string}} props */
export function TemplateDialog({ screen, id }) {
  const { state, t, work } = screen;
  const [found, setFound] = useState(/** @type {Templates | null} */ (null));
  const [chosen, setChosen] = useState("");
  const [values, setValues] = useState(/** @type {Record<string, string>} */ ({}));
  useEffect(() => void work.readTemplates(id).then(setFound), []);
  const template = found?.templates.find((each) => each.name === chosen);
  const ready = template && !found?.opted_out && isFilled(template, values) && isFresh(state) && !state.busy.template;

  function submit() {
    if (template && ready) void work.sendTemplate(id, template.name, values);
  }

  return html`<${Modal} screen=${screen} title=${t("template.question")} test="template-dialog" onSubmit=${submit}>
    <p class="quiet-text">${t("template.what")}</p>
    ${!found && html`<p role="status">${t("template.reading")}</p>`}
    ${found?.opted_out && html`<p class="warning" role="alert" data-test="opted-out">${t("template.opted_out")}</p>`}
    ${found && !found.opted_out && html`<fieldset class="choices">
      <legend class="visually-hidden">${t("template.question")}</legend>
      ${found.templates.map((each, index) => html`<${Choice} key=${each.name} screen=${screen} template=${each} first=${index === 0}
        chosen=${each.name === chosen} onChoose=${() => setChosen(each.name)} />`)}
    </fieldset>`}
    ${template && html`<${Variables} key=${template.name} screen=${screen} template=${template} values=${values}
      onChange=${(/** @type {string} */ name, /** @type {string} */ value) => setValues({ ...values, [name]: value })} />
      <${Preview} screen=${screen} template=${template} values=${values} />`}
    <footer>
      <button class="button plain" type="button" onClick=${() => work.ask(null)}>${t("cancel")}</button>
      <button class="button" type="submit" data-test="template-send" disabled=${!ready}>${t("template.send")}</button>
    </footer>
  <//>`;
}

/** @param {{screen: Screen, template: Template, chosen: boolean, first: boolean, onChoose: () => void}} props */
function Choice({ screen, template, chosen, first, onChoose }) {
  return html`<label class="choice">
    <input type="radio" name="template" value=${template.name} checked=${chosen} onChange=${onChoose} data-test="template"
      data-first=${first} />
    <span class="choice-text"><b>${screen.label("templates", template.name.replace(/^sapa_/, ""))}</b>
      <small>${template.name} · ${screen.label("languages", template.language)}</small></span>
  </label>`;
}

/**
 * @param {{screen: Screen, template: Template, values: Record<string, string>,
 *   onChange: (name: string, value: string) => void}} props
 */
function Variables({ screen, template, values, onChange }) {
  const prefix = useId();
  return html`<div class="template-variables">
    ${template.variables.map((each) => html`<div class="form-row" key=${each.name}>
      <label for=${`${prefix}-${each.name}`}>${screen.label("variables", each.name)}</label>
      <input id=${`${prefix}-${each.name}`} class="field" type="text" maxlength="300" required
        value=${values[each.name] ?? each.value ?? ""} placeholder=${screen.t("template.example", { example: each.example })}
        data-test="template-variable" data-name=${each.name}
        onInput=${(/** @type {any} */ event) => onChange(each.name, event.target.value)} />
    </div>`)}
  </div>`;
}

/** @param {{screen: Screen, template: Template, values: Record<string, string>}} props */
function Preview({ screen, template, values }) {
  return html`<div class="form-row">
    <span class="form-label">${screen.t("template.preview")}</span>
    <p class="template-preview" data-test="template-preview">
      ${preview(template, values).map(({ text, filled }, index) =>
        filled === null ? text : html`<mark key=${index} class=${filled ? "" : "missing"}>${text}</mark>`)}
    </p>
  </div>`;
}
