/** Which dialog stands over the page. */

import { html, useState } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { AskUnitDialog } from "./ask_unit_dialog.js";
import { HelpDialog } from "./help_dialog.js";
import { Modal, NoteField } from "./modal.js";
import { ResolveDialog } from "./resolve_dialog.js";
import { TemplateDialog } from "./template_dialog.js";
import { TransferDialog } from "./transfer_dialog.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** @param {{screen: Screen}} props */
export function Dialogs({ screen }) {
  const { dialog } = screen.state;
  if (!dialog) return null;
  switch (dialog.kind) {
    case "help":
      return html`<${HelpDialog} screen=${screen} />`;
    case "logout":
      return html`<${LogOutDialog} screen=${screen} />`;
    case "transfer":
      return html`<${TransferDialog} screen=${screen} id=${dialog.conversation} />`;
    case "ask_unit":
      return html`<${AskUnitDialog} screen=${screen} id=${dialog.conversation} />`;
    case "template":
      return html`<${TemplateDialog} screen=${screen} id=${dialog.conversation} />`;
    case "release":
      return html`<${ReleaseDialog} screen=${screen} id=${dialog.conversation} />`;
    case "resolve":
      return html`<${ResolveDialog} screen=${screen} id=${dialog.conversation} />`;
  }
}

/** @param {{screen: Screen, id: string}} props */
function ReleaseDialog({ screen, id }) {
  const { state, t, work } = screen;
  const [note, setNote] = useState("");
  const release = () => work.release(id, note.trim() || null);
  const ready = isFresh(state) && !state.busy.release;
  return html`<${Modal} screen=${screen} title=${t("release.question")} test="release-dialog" onSubmit=${release}>
    <p>${t("release.what")}</p>
    <${NoteField} label=${t("release.note")} value=${note} onChange=${setNote} test="release-note" first />
    <footer>
      <button class="button plain" type="button" onClick=${() => work.ask(null)}>${t("cancel")}</button>
      <button class="button" type="submit" data-test="release-confirm" disabled=${!ready}>${t("release.action")}</button>
    </footer>
  <//>`;
}

/** @param {{screen: Screen}} props */
function LogOutDialog({ screen }) {
  const { state, t, work } = screen;
  const held = state.lists.mine.items.length;
  const unsent = state.outbox.length + Object.keys(state.drafts).length;
  return html`<${Modal} screen=${screen} title=${t("logout.question")} test="logout-dialog" onSubmit=${work.logOut}>
    ${held > 0 && html`<p>${t("logout.held", { count: held })}</p>`}
    ${unsent > 0 && html`<p>${t("logout.unsent", { count: unsent })}</p>`}
    <footer>
      <button class="button plain" type="button" onClick=${() => work.ask(null)}>${t("logout.stay")}</button>
      <button class="button danger" type="submit" data-test="logout-confirm">${t("account.log_out")}</button>
    </footer>
  <//>`;
}
