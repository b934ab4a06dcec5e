/** How long people wait. Pure. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Minutes of waiting from which the desk shows concern, and alarm: most chat customers give up between the two. */
export const CONCERN_AFTER = 5 * MINUTE;
export const ALARM_AFTER = 15 * MINUTE;

/** @typedef {`elapsed.${"now" | "seconds" | "minutes" | "hours" | "days"}`} ElapsedText */
/** @typedef {{key: ElapsedText, values: Record<string, number>}} Elapsed */

/**
 * A span in the two largest units that matter to somebody who waits.
 * @param {number} milliseconds
 * @returns {Elapsed}
 */
export function elapsed(milliseconds) {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return { key: "elapsed.seconds", values: { seconds: Math.floor(span / 1000) } };
  if (span < HOUR) return { key: "elapsed.minutes", values: { minutes: Math.floor(span / MINUTE) } };
  if (span < DAY) {
    return { key: "elapsed.hours", values: { hours: Math.floor(span / HOUR), minutes: Math.floor((span % HOUR) / MINUTE) } };
  }
  return { key: "elapsed.days", values: { days: Math.floor(span / DAY) } };
}

/**
 * As `elapsed`, for what is only dated by it: seconds would be restless.
 * @param {number} milliseconds
 * @returns {Elapsed}
 */
export function ago(milliseconds) {
  return milliseconds < MINUTE ? { key: "elapsed.now", values: {} } : elapsed(milliseconds);
}

/**
 * @param {number} milliseconds
 * @returns {"" | "concern" | "alarm"}
 */
export function concernOf(milliseconds) {
  if (milliseconds >= ALARM_AFTER) return "alarm";
  return milliseconds >= CONCERN_AFTER ? "concern" : "";
}

/**
 * @param {string} queuedAt ISO 8601
 * @param {number | null} toldSeconds the longest wait that the customer was told
 * @param {number} now
 */
export function waitedTooLong(queuedAt, toldSeconds, now) {
  return toldSeconds !== null && now - Date.parse(queuedAt) > toldSeconds * 1000;
}
