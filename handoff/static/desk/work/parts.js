/** What the desk's work is done with. Types only. */

/**
 * @typedef {object} Parts
 * @property {import("../connection/api.js").Api} api
 * @property {import("../../common/store.js").Store<import("../state/desk_state.js").DeskState, import("../state/events.js").DeskEvent>} store
 * @property {import("../../common/clock.js").Clock} clock
 * @property {import("../../common/storage.js").Keep} keep
 * @property {() => string} newId
 * @property {Live} live
 */

/** @typedef {Pick<import("../connection/live_socket.js").LiveSocket, "start" | "stop" | "renew" | "giveUp" | "settled" | "watch" | "sendTyping">} Live */

export {};
