/** The bar on top: how fresh things are, whether I take conversations, and my account. */

import { Icon } from "../../common/icons.js";
import { html } from "../../common/view.js";
import { isFresh } from "../state/selectors.js";
import { DeskIcon } from "./desk_icons.js";
import { OWN_NAMES } from "./log_in.js";
import { MenuButton, MenuChoice, MenuSwitch } from "./menu.js";

/** @typedef {import("./screen.js").Screen} Screen */

const PRESENCES = /** @type {const} */ (["online", "away", "offline"]);
const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

/** @param {{screen: Screen}} props */
export function TopBar({ screen }) {
  const { t, work } = screen;
  return html`<header class="top-bar">
    <p class="brand"><span class="brand-mark" aria-hidden="true">S</span> Sapa <span class="brand-place">${t("brand.place")}</span></p>
    <span class="spacer"></span>
    <${LinkState} screen=${screen} />
    <${PresenceMenu} screen=${screen} />
    <button class="icon-button" type="button" aria-label=${t("help.open")} title=${t("help.open")}
      onClick=${() => work.ask({ kind: "help" })}>
      <${DeskIcon} name="help" size=${20} />
    </button>
    <${AccountMenu} screen=${screen} />
  </header>`;
}

/** @param {{screen: Screen}} props */
function LinkState({ screen }) {
  const { state, t } = screen;
  const key = isFresh(state) ? "live" : state.link.status === "lost" ? "lost" : "connecting";
  return html`<p class="link-state ${key}" role="status" data-test="link" data-state=${key}>
    <i aria-hidden="true"></i>${t(`link.${key}`)}</p>`;
}

/** @param {{screen: Screen}} props */
function PresenceMenu({ screen }) {
  const { state, t, work } = screen;
  const presence = state.me?.presence ?? "offline";
  const button = html`<i class="presence-dot ${presence}" aria-hidden="true"></i>
    <span>${t(`presence.${presence}`)}</span><${Icon} name="down" size=${14} />`;
  return html`<${MenuButton} label=${t("presence.label", { presence: t(`presence.${presence}`) })} button=${button} test="presence"
    buttonClass="presence-button">
    ${(/** @type {() => void} */ close) => PRESENCES.map((each) => html`<${MenuChoice} key=${each} chosen=${each === presence}
      test="presence-${each}" onChoose=${() => (close(), work.setPresence(each))}>
      <i class="presence-dot ${each}" aria-hidden="true"></i>
      <span>${t(`presence.${each}`)}<small>${t(`presence.about.${each}`)}</small></span>
    <//>`)}
  <//>`;
}

/** @param {{screen: Screen}} props */
export function AccountMenu({ screen }) {
  const { state, t, prefer } = screen;
  const { me, preferences } = state;
  const initials = (me?.name ?? "").split(" ").slice(0, 2).map((word) => word[0]).join("");
  const button = html`<span class="avatar person" data-initials=${initials}></span>`;
  return html`<${MenuButton} label=${t("account.label", { name: me?.name })} button=${button} test="account" buttonClass="account-button">
    ${(/** @type {() => void} */ close) => html`
      <p class="menu-head"><b>${me?.name}</b><small>${me?.email} · ${screen.label("roles", me?.role ?? "agent")}</small></p>
      <div role="group" aria-label=${t("account.language")}>
        ${/** @type {const} */ (["id", "en"]).map((lang) => html`<${MenuChoice} key=${lang} chosen=${preferences.lang === lang}
          onChoose=${() => prefer({ lang })}><${Icon} name="check" size=${16} /><span lang=${lang}>${OWN_NAMES[lang]}</span><//>`)}
      </div>
      <div role="group" aria-label=${t("account.theme")}>
        ${THEMES.map((theme) => html`<${MenuChoice} key=${theme} chosen=${preferences.theme === theme}
          onChoose=${() => prefer({ theme })}><${Icon} name="check" size=${16} />${t(`theme.${theme}`)}<//>`)}
      </div>
      <div role="group" aria-label=${t("account.alerts")}>
        <${MenuSwitch} on=${preferences.sound} onChoose=${() => prefer({ sound: !preferences.sound })}>
          <${Icon} name="check" size=${16} />${t("account.sound")}<//>
        <${MenuSwitch} on=${preferences.notify} onChoose=${() => askToNotify(screen)}>
          <${Icon} name="check" size=${16} />${t("account.notify")}<//>
      </div>
      ${me && me.role !== "unit" && html`<a role="menuitem" data-test="reports" href="/desk/supervise/">${t("account.reports")}</a>`}
      <button type="button" role="menuitem" data-test="logout" onClick=${() => (close(), leave(screen))}>
        <${Icon} name="leave" size=${16} />${t("account.log_out")}</button>
    `}
  <//>`;
}

/** @param {Screen} screen */
async function askToNotify({ state, prefer, work }) {
  if (state.preferences.notify) return prefer({ notify: false });
  const granted = "Notification" in window && (await Notification.requestPermission()) === "granted";
  if (granted) prefer({ notify: true });
  else work.tell("info", "account.notify_denied");
}

/** Leaving with customers in hand, or words not sent, is asked about first. @param {Screen} screen */
function leave({ state, work }) {
  const leaves = state.lists.mine.items.length > 0 || state.outbox.length > 0 || Object.keys(state.drafts).length > 0;
  if (leaves) work.ask({ kind: "logout" });
  else void work.logOut();
}
