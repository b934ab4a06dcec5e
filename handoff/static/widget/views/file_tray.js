/** Files chosen and not sent yet: shown first, so that nobody sends the wrong photo. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useMemo } from "../../common/view.js";
import { checkFile, describeSize, isPicture, MEDIA_TYPES, MOST_FILES } from "../files.js";
import { IconButton } from "./icon_button.js";

/** @import { Translate } from "../texts.js" */
/** @import { Context } from "./app.js" */

/** @typedef {{chosen: File[], refusals: string[]}} Choice */

/** @type {Choice} */
export const NOTHING_CHOSEN = { chosen: [], refusals: [] };

/**
 * Adds files to those chosen before, and says which ones cannot be taken.
 * @param {File[]} before
 * @param {File[]} added
 * @param {Translate} t
 * @returns {Choice}
 */
export function chooseFiles(before, added, t) {
  const problems = added.map((file) => ({ file, problem: checkFile(file) }));
  const good = [...before, ...problems.filter(({ problem }) => problem === null).map(({ file }) => file)];
  const refusals = problems.flatMap(({ file, problem }) =>
    problem ? [t(`files.${problem}`, { name: file.name })] : [],
  );
  if (good.length > MOST_FILES) refusals.push(t("files.too_many", { limit: MOST_FILES }));
  return { chosen: good.slice(0, MOST_FILES), refusals };
}

/** @param {{context: Context, choice: Choice, onRemove: (file: File) => void}} props */
export function FileTray({ context, choice, onRemove }) {
  const { chosen, refusals } = choice;
  return html`
    ${refusals.length > 0 &&
      html`<div class="refusals" role="alert">${refusals.map((text) => html`<p key=${text}>${text}</p>`)}</div>`}
    ${chosen.length > 0 &&
      html`<ul class="tray" aria-label=${context.t("files.tray")}>
        ${chosen.map((file) => html`<${Chosen} key=${keyOf(file)} ...${{ context, file, onRemove }} />`)}
      </ul>`}`;
}

/** @param {File} file */
function keyOf({ name, size, lastModified }) {
  return `${name} ${size} ${lastModified}`;
}

/** @param {{context: Context, file: File, onRemove: (file: File) => void}} props */
function Chosen({ context: { t, format }, file, onRemove }) {
  const preview = useMemo(() => (isPicture(file.type) ? URL.createObjectURL(file) : null), [file]);
  useEffect(() => () => void (preview && URL.revokeObjectURL(preview)), [preview]);
  return html`<li>
    ${preview ? html`<img src=${preview} alt="" />` : html`<span class="tray-icon"><${Icon} name="file" /></span>`}
    <span class="tray-text">
      <span class="file-name">${file.name}</span>
      <span class="file-size">${describeSize(file.size, format.number)}</span>
    </span>
    <${IconButton} icon="close" size=${18} label=${t("files.remove", { name: file.name })}
      onClick=${() => onRemove(file)} />
  </li>`;
}

/** @param {{t: Translate, onFiles: (files: File[]) => void}} props */
export function FileButton({ t, onFiles }) {
  const onChange = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    onFiles([...(input.files ?? [])]);
    input.value = ""; // the same file may be chosen again
  };
  return html`<label class="icon-button attach">
    <input class="visually-hidden" type="file" multiple accept=${MEDIA_TYPES.join(",")} aria-label=${t("files.pick")}
      onChange=${onChange} />
    <${Icon} name="clip" />
  </label>`;
}
