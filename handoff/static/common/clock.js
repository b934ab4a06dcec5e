/** The time, as something that is passed in, so that tests can move it. */

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {(callback: () => void, milliseconds: number) => unknown} after calls once; gives back what `cancel` takes
 * @property {(timer: unknown) => void} cancel harmless for a timer that has run, and for null
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  after: (callback, milliseconds) => setTimeout(callback, milliseconds),
  cancel: (timer) => clearTimeout(/** @type {number | undefined} */ (timer ?? undefined)),
};
