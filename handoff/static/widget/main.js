/** Wires the parts of the widget; the only module that touches the page, the storage and the network by itself. */

import { systemClock } from "../common/clock.js";
import { openCookieStorage } from "../common/cookie_storage.js";
import { chooseLang } from "../common/i18n.js";
import { newId } from "../common/ids.js";
import { socketUrl } from "../common/reconnecting_socket.js";
import { createKeep } from "../common/storage.js";
import { createStore } from "../common/store.js";
import { html, render } from "../common/view.js";
import { Attachments } from "./attachments.js";
import { Chat } from "./chat.js";
import { EMPTY, reduceConversation } from "./conversation.js";
import { connectHostPage } from "./host_page.js";
import { followConversation } from "./notify.js";
import { accentVariables, readOptions } from "./options.js";
import { keepOutbox } from "./outbox.js";
import { createPostFile } from "./post_file.js";
import { chosenLang, forgetSettings, keepSettings, loadSettings, reduceSettings, SETTINGS } from "./settings.js";
import { Uploads } from "./uploads.js";
import { App } from "./views/app.js";

/** @import { Settings } from "./settings.js" */

const options = readOptions(location.hash, location.href);
const page = connectHostPage(options.origin);
const keep = createKeep(
  () => window.localStorage,
  () => openCookieStorage(["sapa.token", ...SETTINGS]),
);
const drafts = createKeep(() => window.sessionStorage); // each tab writes its own message
const lang = chooseLang(options.lang, options.pageLang, ...navigator.languages);
const settings = createStore(loadSettings(keep, { lang, isEmbedded: page.isEmbedded }), reduceSettings);
const store = createStore(EMPTY, reduceConversation);
const chat = new Chat({
  store,
  keep,
  outbox: keepOutbox(keep, systemClock),
  clock: systemClock,
  open: () => new WebSocket(socketUrl("/chat/ws")),
  newId,
  wishedLang: () => (keep.get("sapa.token") === null ? settings.getState().lang : chosenLang(keep)),
  onQuietError: (code) => page.tell({ type: "event", name: "error", detail: { code } }),
  onLang: (spoken) => chosenLang(keep) ?? settings.dispatch({ lang: spoken }),
});
const token = () => chat.token();
const uploads = new Uploads({ store, clock: systemClock, newId, post: createPostFile(token) });
const attachments = new Attachments(token, (id) => uploads.fileOf(id));

/** @param {Partial<Settings>} change */
function change(change) {
  keepSettings(keep, change, systemClock.now());
  settings.dispatch(change);
  if (change.lang) chat.changeLang(change.lang);
}

function open() {
  settings.dispatch({ open: true });
  look();
  chat.start();
  chat.wake();
}

function close() {
  settings.dispatch({ open: false });
  look();
  page.tell({ type: "close" });
}

function forget() {
  chat.forget();
  forgetSettings(keep);
  settings.dispatch({ consented: false, lastRead: null });
  drafts.set("sapa.draft", null);
  page.tell({ type: "inactive" });
}

/** Notes whether the customer can see the panel now. */
function look() {
  settings.dispatch({ visible: settings.getState().open && document.visibilityState === "visible" });
}

function applyTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const paint = () => {
    const theme = options.theme ?? (dark.matches ? "dark" : "light");
    root.dataset.theme = theme;
    if (!options.color) return;
    for (const [name, value] of Object.entries(accentVariables(options.color, theme)))
      root.style.setProperty(name, value);
  };
  paint();
  dark.addEventListener("change", paint);
}

function listen() {
  page.hear((message) => {
    if (message.type === "open") open();
    if (message.type === "close") settings.dispatch({ open: false, visible: false });
    if (message.type === "identify" && typeof message.token === "string") chat.identify(message.token);
  });
  document.addEventListener("visibilitychange", () => {
    look();
    if (document.visibilityState === "visible") chat.wake();
  });
  window.addEventListener("online", () => chat.networkChanged(true));
  window.addEventListener("offline", () => chat.networkChanged(false));
  window.addEventListener("storage", (event) => {
    if (event.key === "sapa.read") settings.dispatch({ lastRead: event.newValue });
    if (event.key !== "sapa.token") return;
    chat.tokenChanged();
    change({ lastRead: null });
  });
}

applyTheme();
listen();
followConversation({ store, settings, change, page });
const host = /** @type {HTMLElement} */ (document.getElementById("widget"));
const { isEmbedded } = page;
const parts = { store, settings, chat, uploads, attachments, options, drafts, clock: systemClock, isEmbedded };
render(html`<${App} ...${{ ...parts, change, close, forget }} />`, host);
store.dispatch({ type: "network", up: navigator.onLine });
if (!page.isEmbedded) open();
else if (token() !== null) chat.start(); // a conversation is going on: what comes meanwhile shows as unread
page.tell({ type: "ready" });
