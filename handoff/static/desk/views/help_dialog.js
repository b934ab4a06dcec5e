/** All keyboard shortcuts, with the switch that WCAG 2.1.4 asks for. */

import { html } from "../../common/view.js";
import { SHORTCUTS } from "./keyboard.js";
import { Modal } from "./modal.js";

/** @param {{screen: import("./screen.js").Screen}} props */
export function HelpDialog({ screen }) {
  const { state, t, prefer } = screen;
  const on = state.preferences.shortcuts;
  return html`<${Modal} screen=${screen} title=${t("help.title")} test="help-dialog">
    <table class="shortcuts ${on ? "" : "off"}"><tbody>
      ${SHORTCUTS.map(({ keys, action }) => html`<tr key=${action}>
        <th scope="row">${keys.map((key) => html`<kbd key=${key}>${key}</kbd>`)}</th>
        <td>${t(`shortcut.${action}`)}</td>
      </tr>`)}
    </tbody></table>
    <table class="shortcuts"><tbody>
      <tr><th scope="row"><kbd>Enter</kbd></th><td>${t("shortcut.send")}</td></tr>
      <tr><th scope="row"><kbd>Shift</kbd><kbd>Enter</kbd></th><td>${t("shortcut.new_line")}</td></tr>
      <tr><th scope="row"><kbd>Alt</kbd><kbd>↑</kbd><kbd>↓</kbd></th><td>${t("shortcut.move_anywhere")}</td></tr>
      <tr><th scope="row"><kbd>Esc</kbd></th><td>${t("shortcut.escape")}</td></tr>
    </tbody></table>
    <label class="switch-row">
      <input type="checkbox" checked=${on} onChange=${() => prefer({ shortcuts: !on })} /> ${t("help.single_letters")}
    </label>
  <//>`;
}
