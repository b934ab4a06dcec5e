/** The door: log-in, and the page while the server cannot be reached. */

import { Icon } from "../../common/icons.js";
import { html, useEffect, useRef, useState } from "../../common/view.js";

/** @typedef {import("./screen.js").Screen} Screen */

/** Each language is named in itself: whoever landed in the wrong one must find the way back. */
export const OWN_NAMES = { id: "Bahasa Indonesia", en: "English" };

/** Errors that have a sentence of their own; all others share one. */
const KNOWN = ["wrong_password", "too_many_tries", "network", "unavailable"];

/** @param {{screen: Screen}} props */
export function LogIn({ screen }) {
  const { state, t, work } = screen;
  const { busy, error, expired } = state.login;
  const [shown, setShown] = useState(false);
  const email = useRef(/** @type {HTMLInputElement | null} */ (null));
  const password = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => email.current?.focus(), []);
  useEffect(() => void (error && password.current?.select()), [error, busy]);

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (!busy) void work.logIn(email.current?.value.trim() ?? "", password.current?.value ?? "");
  }

  return html`<main class="door">
    <form class="door-card" onSubmit=${submit}>
      <p class="brand"><span class="brand-mark" aria-hidden="true">S</span> Sapa</p>
      <h1>${t("login.title")}</h1>
      ${expired && !error && html`<p class="door-note" role="status">${t("login.expired")}</p>`}
      <label for="login-email">${t("login.email")}</label>
      <input id="login-email" class="field" type="email" name="email" autocomplete="username" required ref=${email}
        data-test="login-email"
        aria-describedby=${error ? "login-error" : undefined} />
      <label for="login-password">${t("login.password")}</label>
      <div class="password">
        <input id="login-password" class="field" type=${shown ? "text" : "password"} name="password"
          autocomplete="current-password" required ref=${password} data-test="login-password" aria-describedby=${error ? "login-error" : undefined} />
        <button class="link-button" type="button" aria-pressed=${shown ? "true" : "false"} aria-controls="login-password"
          onClick=${() => setShown(!shown)}>${t(shown ? "login.hide" : "login.show")}</button>
      </div>
      ${error && html`<p class="door-error" id="login-error" role="alert" data-test="login-error">
        <${Icon} name="alert" size=${18} /> ${t(`login.error.${KNOWN.includes(error) ? error : "other"}`)}</p>`}
      <button class="button" type="submit" disabled=${busy} data-test="login-submit">${t(busy ? "login.busy" : "login.submit")}</button>
    </form>
    <${LanguageSwitch} screen=${screen} />
  </main>`;
}

/** @param {{screen: Screen}} props */
function LanguageSwitch({ screen: { state, prefer } }) {
  const lang = state.preferences.lang === "id" ? "en" : "id";
  return html`<button class="link-button" type="button" lang=${lang} onClick=${() => prefer({ lang })}>${OWN_NAMES[lang]}</button>`;
}

/** Nobody knows yet who is there. @param {{screen: Screen}} props */
export function Waiting({ screen: { state, t } }) {
  return html`<main class="door"><p class="door-waiting" role="status">
    <span class="spinner" aria-hidden="true"></span>${t(state.phase === "unreachable" ? "door.unreachable" : "door.starting")}
  </p></main>`;
}
