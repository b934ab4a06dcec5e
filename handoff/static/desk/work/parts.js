/** What the desk's work is done with. Types only. */

/** @typedef {import("../state/desk_state.js").DeskState} DeskState */
/** @typedef {import("../state/events.js").DeskEvent} DeskEvent */

/**
 * @typedef {object} Parts
 * @property {import("../connection/api.js").Api} api
 * @property {import("../../common/store.js").Store<DeskState, DeskEvent>} store
 * @property {import("../../common/clock.js").Clock} clock
 * @property {import("../../common/storage.js").Keep} keep
 * @property {() => string} newId
 * @property {Live} live
 */

/** @typedef {import("../connection/live_socket.js").LiveSocket} LiveSocket */
/** @typedef {Pick<LiveSocket, "start" | "stop" | "renew" | "giveUp" | "settled" | "watch" | "sendTyping">} Live */

export {};
