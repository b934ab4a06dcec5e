/** How long to wait before trying again. Pure. */

/** First wait, milliseconds: a blip is over before anybody notices. */
export const FIRST_WAIT = 500;
/** Longest wait, milliseconds: somebody who looks at the page should not wait longer for us to notice. */
export const LONGEST_WAIT = 30_000;

/**
 * Doubles with each failed try; half of it is random, so that a thousand pages do not come back in the same moment.
 * @param {number} failures tries that failed in a row, from 1
 * @param {() => number} [random] 0 up to 1
 * @returns {number} milliseconds
 */
export function backoff(failures, random = Math.random) {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(failures - 1, 16));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
