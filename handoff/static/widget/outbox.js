/**
 * What the customer said and the server has not acknowledged yet. Pure, but for `keepOutbox`, which survives a reload.
 */

/** @import { Clock } from "../common/clock.js" */
/** @import { Keep } from "../common/storage.js" */

/**
 * `waiting`: to be sent; `sending`: sent, not acknowledged; `sent`: acknowledged, not come back yet; `failed`: the
 * customer must decide.
 * @typedef {"waiting" | "sending" | "sent" | "failed"} EntryState
 */
/**
 * @typedef {{id: string, text: string, payload: string | null, at: number, state: EntryState, reason: string | null}}
 *   Entry
 */

/**
 * @param {string} id
 * @param {string} text
 * @param {string | null} payload of a tapped button
 * @param {number} at
 * @returns {Entry}
 */
export function newEntry(id, text, payload, at) {
  return { id, text, payload, at, state: "waiting", reason: null };
}

/**
 * @param {Entry[]} entries
 * @param {string} id
 * @param {EntryState} state
 * @param {string | null} [reason]
 * @returns {Entry[]}
 */
export function markEntry(entries, id, state, reason = null) {
  return entries.map((entry) => (entry.id === id ? { ...entry, state, reason } : entry));
}

/**
 * The next one to send. One at a time, so that order holds over any number of retries and an error names its message.
 * @param {Entry[]} entries
 * @returns {Entry | null}
 */
export function nextToSend(entries) {
  if (entries.some((entry) => entry.state === "sending")) return null;
  return entries.find((entry) => entry.state === "waiting") ?? null;
}

/**
 * After a lost connection nobody knows what arrived; the server recognises the ids.
 * @param {Entry[]} entries
 * @returns {Entry[]}
 */
export function resendAll(entries) {
  return entries.map((entry) => (entry.state === "sending" ? { ...entry, state: "waiting" } : entry));
}

const PREFIX = "sapa.outbox.";
/** A message not sent within a day is no longer what the customer wants to say. */
const FORGET_AFTER = 86_400_000;

/**
 * Keeps each entry under its own key, so that two tabs never overwrite one another's.
 * @param {Keep} keep
 * @param {Clock} clock
 */
export function keepOutbox(keep, clock) {
  return {
    /** @param {Entry} entry */
    add: (entry) => keep.set(PREFIX + entry.id, JSON.stringify(entry)),
    /** @param {string} id */
    remove: (id) => keep.set(PREFIX + id, null),
    clear: () => keep.keys(PREFIX).forEach((key) => keep.set(key, null)),
    /** @returns {Entry[]} oldest first */
    load() {
      const kept = keep.keys(PREFIX).map((key) => readEntry(keep.get(key)));
      const fresh = kept.filter((entry) => entry !== null).filter((entry) => clock.now() - entry.at < FORGET_AFTER);
      return fresh.sort((one, other) => one.at - other.at);
    },
  };
}

/**
 * @param {string | null} json
 * @returns {Entry | null}
 */
function readEntry(json) {
  try {
    const { id, text, payload, at } = JSON.parse(json ?? "");
    return typeof id === "string" && typeof text === "string" && typeof at === "number"
      ? newEntry(id, text, payload ?? null, at)
      : null;
  } catch {
    return null;
  }
}
