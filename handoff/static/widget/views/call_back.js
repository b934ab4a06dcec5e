/** Asks where the customer can be reached, when they would rather not wait. */

import { keepTabInside } from "../../common/focus.js";
import { html, useEffect, useRef, useState } from "../../common/view.js";

/** @import { Conversation } from "../conversation.js" */
/** @import { CallBackWish } from "../frames.js" */
/** @import { Translate } from "../texts.js" */
/** @import { Context } from "./app.js" */

/** @typedef {CallBackWish["channel"]} Channel */

const CHANNELS = /** @type {const} */ ({ phone: "call.phone", whatsapp: "call.whatsapp", email: "call.email" });
/** Characters; the server takes more. */
const LONGEST = { address: 120, note: 500 };

/** @param {{context: Context, state: Conversation, onClose: () => void}} props */
export function CallBack({ context, state, onClose }) {
  const { t, chat } = context;
  const [wish, setWish] = useState(/** @type {CallBackWish} */ ({ channel: "phone", address: "", note: "" }));
  const box = useRef(/** @type {HTMLFormElement | null} */ (null));
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    chat.store.dispatch({ type: "callback", state: null });
    box.current?.querySelector("input")?.focus();
    return () => before?.focus();
  }, []);
  useEffect(() => void (state.callBack === "done" && onClose()), [state.callBack]);

  const change = (/** @type {Partial<CallBackWish>} */ news) => setWish({ ...wish, ...news });
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (box.current) keepTabInside(event, box.current);
  };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (wish.address.trim()) chat.askCallBack(wish);
  };
  return html`<div class="veil" onKeyDown=${onKeyDown}>
    <div class="sheet" role="dialog" aria-modal="true" aria-labelledby="call-title">
    <form class="confirm" ref=${box} onSubmit=${onSubmit}>
      <h2 id="call-title">${t("call.title")}</h2>
      <p>${t("call.text")}</p>
      <${Channels} ...${{ t, wish, change }} />
      <${Fields} ...${{ t, wish, change, problem: describeProblem(state, wish.channel, t) }} />
      <div class="row">
        <button class="button quiet" type="button" onClick=${onClose}>${t("confirm.cancel")}</button>
        <button class="button" type="submit" disabled=${state.callBack === "sending" || !wish.address.trim()}>
          ${t(state.callBack === "sending" ? "call.sending" : "call.send")}
        </button>
      </div>
    </form>
    </div>
  </div>`;
}

/** @typedef {{t: Translate, wish: CallBackWish, change: (news: Partial<CallBackWish>) => void}} Parts */

/** @param {Parts} props */
function Channels({ t, wish, change }) {
  return html`<fieldset class="segments">
    <legend class="visually-hidden">${t("call.channel")}</legend>
    ${/** @type {Channel[]} */ (Object.keys(CHANNELS)).map(
      (channel) => html`<label key=${channel} class=${channel === wish.channel ? "segment on" : "segment"}>
        <input class="visually-hidden" type="radio" name="channel" value=${channel} checked=${channel === wish.channel}
          onChange=${() => change({ channel })} />${t(CHANNELS[channel])}
      </label>`,
    )}
  </fieldset>`;
}

/** @param {Parts & {problem: string}} props */
function Fields({ t, wish, change, problem }) {
  const isEmail = wish.channel === "email";
  const onAddress = (/** @type {InputEvent} */ event) =>
    change({ address: /** @type {HTMLInputElement} */ (event.target).value });
  const onNote = (/** @type {InputEvent} */ event) =>
    change({ note: /** @type {HTMLInputElement} */ (event.target).value });
  return html`
    <label class="comment"><span>${t(isEmail ? "call.address" : "call.number")}</span>
      <input class="field" key=${isEmail} type=${isEmail ? "email" : "tel"} name="address" required
        autocomplete=${isEmail ? "email" : "tel"} maxlength=${LONGEST.address} value=${wish.address}
        aria-invalid=${String(problem !== "")} aria-describedby="call-problem" onInput=${onAddress} />
    </label>
    <p class="problem" id="call-problem" role="alert">${problem}</p>
    <label class="comment"><span>${t("call.note")}</span>
      <input class="field" type="text" name="note" maxlength=${LONGEST.note} value=${wish.note} onInput=${onNote} />
    </label>`;
}

/**
 * @param {Conversation} state
 * @param {Channel} channel
 * @param {Translate} t
 */
function describeProblem({ callBack }, channel, t) {
  if (callBack === "failed") return t("call.failed");
  if (callBack !== "invalid") return "";
  return t(channel === "email" ? "call.invalid_address" : "call.invalid_number");
}
