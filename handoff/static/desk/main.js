/** The desk's page: the one place where its parts are made and joined. */

import { newId } from "../common/ids.js";
import { socketUrl } from "../common/reconnecting_socket.js";
import { createKeep } from "../common/storage.js";
import { createStore } from "../common/store.js";
import { html, render } from "../common/view.js";
import { createApi } from "./connection/api.js";
import { createChime, showNotification } from "./connection/attention.js";
import { LiveSocket } from "./connection/live_socket.js";
import { createRequest } from "./connection/request.js";
import { createSteadyClock } from "./connection/steady_clock.js";
import { keepPreferences, readPreferences } from "./preferences.js";
import { initialState } from "./state/desk_state.js";
import { newsBetween } from "./state/news.js";
import { reduce } from "./state/reduce.js";
import { readRoute, routeOf } from "./state/routes.js";
import { unreadTotal } from "./state/selectors.js";
import { App } from "./views/app.js";
import { showFailure } from "./views/failure.js";
import { onKey } from "./views/keyboard.js";
import { nameOf } from "./views/people.js";
import { createTicker, wordsIn } from "./views/screen.js";
import { createDesk } from "./work/desk.js";

/** Milliseconds by which the two clocks may differ before times are corrected: the Date header has whole seconds. */
const CLOCKS_AGREE = 3_000;

const clock = createSteadyClock();
const keep = createKeep(() => window.localStorage);
const store = createStore(initialState(readPreferences(keep, navigator.languages)), reduce);
const request = createRequest({ fetch: (path, options) => fetch(path, options), onServerTime: measureSkew });
const work = createDesk({
  api: createApi(request),
  store,
  clock,
  keep,
  newId,
  openLive: (listeners) => new LiveSocket({ ...listeners, clock, open: () => new WebSocket(socketUrl("/desk/ws")) }),
});
const ticker = createTicker();
const chime = createChime();
const page = document.getElementById("page") ?? document.body;
let before = store.getState();

/** @param {number} serverTime */
function measureSkew(serverTime) {
  const skew = serverTime - Date.now();
  store.dispatch({ type: "skew.measured", skew: Math.abs(skew) > CLOCKS_AGREE ? skew : 0 });
}

/** @param {Partial<import("./state/desk_state.js").Preferences>} wish */
function prefer(wish) {
  const preferences = { ...store.getState().preferences, ...wish };
  keepPreferences(keep, preferences);
  store.dispatch({ type: "preferences.changed", preferences });
}

/** @returns {import("./views/screen.js").Screen} */
function screen() {
  const state = store.getState();
  return { state, work, prefer, ticker, ...wordsIn(state.preferences.lang) };
}

function draw() {
  render(html`<${App} screen=${screen()} />`, page);
}

function follow() {
  const state = store.getState();
  if (state.preferences !== before.preferences) dress();
  if (state.phase === "desk" && before.phase !== "desk") work.open(readRoute(location.hash));
  else if (state.openId !== before.openId && state.phase === "desk") goTo(state.openId);
  if (state.phase === "login" && !state.login.expired && before.phase === "desk") history.replaceState(null, "", routeOf(null));
  tell(newsBetween(before, state));
  before = state;
  title();
  drawSoon();
}

let drawing = 0;
/** Several changes of one moment are drawn once. */
function drawSoon() {
  if (drawing) return;
  drawing = 1;
  queueMicrotask(() => {
    drawing = 0;
    draw();
  });
}

/** @param {string | null} conversation */
function goTo(conversation) {
  if (readRoute(location.hash) !== conversation) history.pushState(null, "", routeOf(conversation));
}

function dress() {
  const { lang, theme } = store.getState().preferences;
  document.documentElement.lang = lang;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

function title() {
  const state = store.getState();
  const { t } = wordsIn(state.preferences.lang);
  const unread = unreadTotal(state);
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${t("page.title")}`;
}

/** @param {import("./state/news.js").News[]} news */
function tell(news) {
  const watching = document.visibilityState === "visible" && document.hasFocus();
  const { openId, preferences } = store.getState();
  const unheard = news.filter(({ kind, summary }) => !watching || kind !== "message" || summary.id !== openId);
  if (unheard.length === 0) return;
  if (preferences.sound) chime();
  if (preferences.notify && !watching) notify(unheard[0]);
}

/** The customer's words stay inside: a notification is seen by whoever passes by. @param {import("./state/news.js").News} news */
function notify({ kind, summary }) {
  const { t } = screen();
  const name = nameOf(screen(), summary);
  showNotification(t(`notify.${kind}`, { name }), t("page.title"), `${kind}-${summary.id}`, () => work.open(summary.id));
}

/** A fault of ours; drafts and unsent words outlive the reload. @param {Event} event */
function fail(event) {
  // Browsers report as an error that a size was observed a frame late, which is harmless.
  if (event instanceof ErrorEvent && event.message.startsWith("ResizeObserver")) return;
  const { t } = wordsIn(store.getState().preferences.lang);
  showFailure({ text: t("failure.text"), action: t("failure.reload") });
}

window.addEventListener("error", fail);
window.addEventListener("unhandledrejection", fail);
store.subscribe(follow);
window.addEventListener("popstate", () => work.open(readRoute(location.hash)));
window.addEventListener("online", work.lookNow);
window.addEventListener("offline", work.reconnect);
document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" && work.lookNow()));
document.addEventListener("keydown", (event) => onKey(event, screen()));
dress();
title();
draw();
work.start();
