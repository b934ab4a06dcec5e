/** How each event changes the state. Pure. */

import { conversationHandlers } from "./conversations.js";
import { initialState } from "./desk_state.js";
import { listHandlers } from "./lists.js";
import { offerHandlers } from "./offers.js";
import { outboxHandlers } from "./outbox.js";

/** @typedef {import("./desk_state.js").DeskState} DeskState */
/** @typedef {import("./events.js").DeskEvent} DeskEvent */

/** Messages to the agent that stand at the same time; older ones make room. */
const MOST_TOASTS = 3;

/** @type {import("./events.js").Handlers<import("./events.js").SessionEvent>} */
const sessionHandlers = {
  "session.began": (state, { me }) => ({ ...state, phase: "desk", me, login: initialState(state.preferences).login }),
  // Nothing of a customer stays in memory once the agent has left; the address still says where they were.
  "session.ended": (state, { expired }) => ({
    ...initialState(state.preferences), phase: "login", skew: state.skew,
    login: { busy: false, error: null, expired },
  }),
  "session.unreachable": (state) => ({ ...state, phase: "unreachable" }),
  "login.begun": (state) => ({ ...state, login: { ...state.login, busy: true, error: null } }),
  "login.refused": (state, { code }) => ({ ...state, login: { ...state.login, busy: false, error: code } }),
  "me.read": (state, { me }) => ({ ...state, me }),
  "preferences.changed": (state, { preferences }) => ({ ...state, preferences }),
};

/** @type {import("./events.js").Handlers<import("./events.js").LinkEvent>} */
const linkHandlers = {
  "link.changed": (state, { status, retryAt }) => ({
    ...state, link: { ...state.link, status, retryAt, caughtUp: status === "live" && state.link.caughtUp },
    typing: status === "live" ? state.typing : {},
  }),
  "link.caught_up": (state) => ({ ...state, link: { ...state.link, caughtUp: state.link.status === "live" } }),
  "link.confirmed": (state, { at }) => ({ ...state, link: { ...state.link, freshAt: at } }),
  "skew.measured": (state, { skew }) => ({ ...state, skew }),
};

/** @type {import("./events.js").Handlers<import("./events.js").ScreenEvent>} */
const screenHandlers = {
  "dialog.changed": (state, { dialog }) => ({ ...state, dialog }),
  "customer.shown": (state, { shown }) => ({ ...state, customerShown: shown }),
  "writing.changed": (state, { writing }) => ({ ...state, writing }),
  "busy.changed": (state, { action, busy }) => ({ ...state, busy: { ...state.busy, [action]: busy } }),
  "toast.shown": (state, { toast }) => ({ ...state, toasts: [...state.toasts, toast].slice(-MOST_TOASTS) }),
  "toast.gone": (state, { id }) => ({ ...state, toasts: state.toasts.filter((toast) => toast.id !== id) }),
  "staff.read": (state, { staff }) => ({ ...state, staff }),
  "tasks.read": (state, { tasks }) => ({ ...state, tasks: { ...state.tasks, ...tasks, read: true } }),
};

/** @typedef {Record<string, (state: DeskState, event: any) => DeskState>} AnyHandlers */

/** @type {AnyHandlers} */
const ALWAYS = { ...sessionHandlers, ...linkHandlers };

/** An answer may come after the agent has left: what it holds must not stay in memory. @type {AnyHandlers} */
const AT_THE_DESK = { ...listHandlers, ...offerHandlers, ...conversationHandlers, ...outboxHandlers, ...screenHandlers };

/**
 * @param {DeskState} state
 * @param {DeskEvent} event
 * @returns {DeskState}
 */
export function reduce(state, event) {
  if (event.type in ALWAYS) return ALWAYS[event.type](state, event);
  return state.phase === "desk" ? AT_THE_DESK[event.type](state, event) : state;
}
