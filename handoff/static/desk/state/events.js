/** Everything that can happen to the desk. Types only. */

/** @typedef {import("./desk_state.js").DeskState} DeskState */

/**
 * @typedef {{type: "session.began", me: import("./desk_state.js").Me}
 *   | {type: "session.ended", expired: boolean}
 *   | {type: "session.unreachable"}
 *   | {type: "login.begun"}
 *   | {type: "login.refused", code: string}
 *   | {type: "me.read", me: import("./desk_state.js").Me}
 *   | {type: "preferences.changed", preferences: import("./desk_state.js").Preferences}} SessionEvent
 */

/**
 * @typedef {{type: "link.changed", status: import("./desk_state.js").Link["status"], retryAt: number | null}
 *   | {type: "link.caught_up"}
 *   | {type: "link.confirmed", at: number}
 *   | {type: "skew.measured", skew: number}} LinkEvent
 */

/**
 * @typedef {{type: "list.read", name: import("./desk_state.js").ListName, items: import("./desk_state.js").Summary[]}
 *   | {type: "list.unfolded", name: import("./desk_state.js").ListName, open: boolean}
 *   | {type: "filters.changed", filters: Partial<import("./desk_state.js").Filters>}} ListEvent
 */

/**
 * @typedef {{type: "conversation.opened", id: string | null}
 *   | {type: "conversation.read", reading: import("../connection/payloads.js").Reading}
 *   | {type: "conversation.failed", id: string, code: string}
 *   | {type: "conversation.told", conversation: string, message: import("../connection/payloads.js").Message}
 *   | {type: "conversation.seen", id: string, seq: number}
 *   | {type: "seen.restored", seen: Record<string, number>}
 *   | {type: "typing.heard", conversation: string, until: number}
 *   | {type: "typing.over", conversation: string}
 *   | {type: "draft.marked", conversation: string, present: boolean}} ConversationEvent
 */

/**
 * @typedef {{type: "outbox.restored", messages: import("./desk_state.js").OutMessage[]}
 *   | {type: "outbox.added", message: import("./desk_state.js").OutMessage}
 *   | {type: "outbox.moved", id: string, status: import("./desk_state.js").OutMessage["status"], code: string | null}
 *   | {type: "outbox.dropped", id: string}} OutboxEvent
 */

/**
 * @typedef {{type: "dialog.changed", dialog: import("./desk_state.js").Dialog | null}
 *   | {type: "customer.shown", shown: boolean}
 *   | {type: "writing.changed", writing: "reply" | "note"}
 *   | {type: "busy.changed", action: string, busy: boolean}
 *   | {type: "toast.shown", toast: import("./desk_state.js").Toast}
 *   | {type: "toast.gone", id: number}
 *   | {type: "tasks.read", tasks: Partial<import("./desk_state.js").Tasks>}
 *   | {type: "staff.read", staff: import("./desk_state.js").StaffMember[]}} ScreenEvent
 */

/**
 * @typedef {{type: "offer.read", offer: import("../connection/payloads.js").OfferAnswer | null, at: number}
 *   | {type: "offer.gone", id: string}
 *   | {type: "line.seen", glance: import("../connection/payloads.js").LineGlance}} OfferEvent
 */

/** @typedef {SessionEvent | LinkEvent | ListEvent | OfferEvent | ConversationEvent | OutboxEvent | ScreenEvent} DeskEvent */

/**
 * One function for each event type of a union.
 * @template {DeskEvent} E
 * @typedef {{[T in E["type"]]: (state: DeskState, event: Extract<E, {type: T}>) => DeskState}} Handlers
 */

export {};
