/** Shown when the conversation has ended. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";

/** @import { Conversation } from "../conversation.js" */
/** @import { Context } from "./app.js" */
/** @import { Actions } from "./header.js" */

/** @param {{context: Context, state: Conversation, actions: Actions}} props */
export function Ended({ context: { t, chat }, state, actions }) {
  return html`<section class="ended">
    <p>${t("closed.text")}</p>
    <div class="row">
      <button class="button" type="button" onClick=${() => chat.startAnew()}>${t("closed.fresh")}</button>
      ${state.messages.length > 0 &&
        html`<button class="button quiet" type="button" onClick=${actions.download}>
          <${Icon} name="download" />${t("menu.download")}
        </button>`}
    </div>
  </section>`;
}
