/** Times and numbers as people read them, in their own zone. Pure but for `Intl`. */

/** @import { Lang } from "./i18n.js" */

/** @typedef {ReturnType<typeof createFormatter>} Formatter */

const LOCALES = { id: "id-ID", en: "en-GB" };
const DAY = 86_400_000;

/**
 * @param {Lang} lang
 * @param {string} [timeZone] IANA name; the reader's own unless told
 */
export function createFormatter(lang, timeZone) {
  const locale = LOCALES[lang];
  /** @param {Intl.DateTimeFormatOptions} options */
  const dates = (options) => new Intl.DateTimeFormat(locale, { ...options, timeZone });
  const clock = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const zoned = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" });
  const longDay = dates({ weekday: "long", day: "numeric", month: "long" });
  const longDayWithYear = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const full = dates({
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  const key = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone });
  const year = dates({ year: "numeric" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const numbers = new Intl.NumberFormat(locale);

  /** @param {number} at */
  const dayKey = (at) => key.format(at);

  /**
   * @param {number} at
   * @param {number} now
   */
  const daysFrom = (at, now) => Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(now))) / DAY);

  return {
    /** @param {number} value */
    number: (value) => numbers.format(value),
    /** `14.05` (id), `14:05` (en). @param {number} at */
    time: (at) => clock.format(at),
    /** `14.05 WIB`: for appointments with people who may be in another zone. @param {number} at */
    timeWithZone: (at) => zoned.format(at),
    /** Date and time with the zone, for tooltips and transcripts. @param {number} at */
    dateTime: (at) => full.format(at),
    /** The calendar day as `2026-03-31`: equal for two times of one day. @param {number} at */
    dayKey,
    /**
     * `Hari ini`, `Kemarin`, `Besok`, or the day's name and date; the year only when it is another one.
     * @param {number} at
     * @param {number} now
     */
    day(at, now) {
      const days = daysFrom(at, now);
      if (Math.abs(days) <= 1) return capitalise(relative.format(days, "day"));
      return (year.format(at) === year.format(now) ? longDay : longDayWithYear).format(at);
    },
  };
}

/** @param {string} text */
function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Reads an ISO time; null for anything else.
 * @param {unknown} iso
 * @returns {number | null}
 */
export function readTime(iso) {
  const at = typeof iso === "string" ? Date.parse(iso) : NaN;
  return Number.isNaN(at) ? null : at;
}

/**
 * A range of seconds in whole minutes, never promising less than the seconds say: low rounded down, high rounded up.
 * @param {readonly [number, number]} range
 * @returns {[number, number]}
 */
export function minutesRange([low, high]) {
  return [Math.floor(low / 60), Math.max(1, Math.ceil(high / 60))];
}
