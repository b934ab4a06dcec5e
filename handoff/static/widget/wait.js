/** Where the customer stands in line, in words. Pure. */

import { minutesRange } from "../common/format.js";

/** @import { Formatter } from "../common/format.js" */
/** @import { Standing } from "./frames.js" */
/** @import { Translate } from "./texts.js" */

/**
 * @param {Standing} standing
 * @param {Translate} t
 * @param {Formatter} format
 * @param {number} now
 * @returns {{title: string, detail: string}}
 */
export function describeWait(standing, t, format, now) {
  if (!standing.officeOpen)
    return { title: t("wait.closed"), detail: describeOpening(standing.opensAt, t, format, now) };
  return { title: describePlace(standing.position, t), detail: describeRange(standing.waitRange, t) };
}

/**
 * By when the customer will have been called back.
 * @param {Standing} standing
 * @param {Translate} t
 * @param {Formatter} format
 * @param {number} now
 */
export function describeCallBack({ callBack }, t, format, now) {
  return callBack === null ? "" : t("wait.called_back", { day: dayInside(callBack, format, now), time: format.timeWithZone(callBack) });
}

/**
 * @param {number | null} place
 * @param {Translate} t
 */
function describePlace(place, t) {
  if (place === null) return t("wait.waiting");
  return place === 1 ? t("wait.next") : t("wait.place", { place });
}

/**
 * @param {[number, number] | null} range
 * @param {Translate} t
 */
function describeRange(range, t) {
  if (!range) return t("wait.unknown");
  const [low, high] = minutesRange(range);
  if (high <= 1) return t("wait.soon");
  if (low >= 60) return t("wait.hours");
  return low === 0 || low === high ? t("wait.under", { high }) : t("wait.minutes", { low, high });
}

/**
 * @param {number | null} opensAt
 * @param {Translate} t
 * @param {Formatter} format
 * @param {number} now
 */
function describeOpening(opensAt, t, format, now) {
  if (opensAt === null || opensAt < now) return t("wait.closed_unknown");
  return t("wait.opens", { day: dayInside(opensAt, format, now), time: format.timeWithZone(opensAt) });
}

/**
 * "hari ini", "besok", "today" go on inside a sentence; names of days keep their capital in both languages.
 * @param {number} at
 * @param {Formatter} format
 * @param {number} now
 */
function dayInside(at, format, now) {
  const day = format.day(at, now);
  return Math.abs(at - now) < 2 * 86_400_000 && !/\d/.test(day) ? day.toLowerCase() : day;
}
