/** How figures are written. Pure. */

/**
 * Seconds as people say them, in the larger unit; a dash for nothing measured.
 * @param {number | null} seconds
 * @param {(key: string, values?: Record<string, any>) => string} t
 * @param {(value: number) => string} number
 */
export function duration(seconds, t, number) {
  if (seconds === null) return "–";
  const round = (/** @type {number} */ value) => number(Math.round(value * 10) / 10);
  if (seconds < 90) return t("time.seconds", { value: round(Math.round(seconds)) });
  if (seconds < 5400) return t("time.minutes", { value: round(seconds / 60) });
  return seconds < 172_800 ? t("time.hours", { value: round(seconds / 3600) }) : t("time.days", { value: round(seconds / 86_400) });
}

/**
 * A share from 0 to 1 in whole percent.
 * @param {number | null} share
 * @param {(value: number) => string} number
 */
export function percent(share, number) {
  return share === null ? "–" : `${number(Math.round(share * 100))}%`;
}
