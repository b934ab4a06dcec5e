/** When an agent promises to come back to a customer, in the time of this computer. Pure. */

const HOUR = 3_600_000;
const WORK_BEGINS = 9;
const WORK_ENDS = 16;

/**
 * Likely times: in two hours if that is within working hours, and the next two working mornings.
 * @param {number} now
 * @returns {number[]}
 */
export function followUpSuggestions(now) {
  const soon = new Date(now + 2 * HOUR);
  soon.setMinutes(0, 0, 0);
  const today = isWorkday(soon) && soon.getHours() >= WORK_BEGINS && soon.getHours() <= WORK_ENDS ? [soon.getTime()] : [];
  const first = nextMorning(now);
  return [...today, first, nextMorning(first)];
}

/** @param {number} after */
function nextMorning(after) {
  const day = new Date(after);
  day.setHours(WORK_BEGINS, 0, 0, 0);
  while (day.getTime() <= after || !isWorkday(day)) day.setDate(day.getDate() + 1);
  return day.getTime();
}

/** @param {Date} day */
function isWorkday(day) {
  return day.getDay() !== 0 && day.getDay() !== 6;
}

/**
 * A time as an `<input type="datetime-local">` holds it.
 * @param {number} at
 * @returns {string}
 */
export function localInput(at) {
  const day = new Date(at);
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, "0");
  const date = [day.getFullYear(), two(day.getMonth() + 1), two(day.getDate())].join("-");
  return `${date}T${two(day.getHours())}:${two(day.getMinutes())}`;
}

/**
 * @param {string} value
 * @returns {number | null} null when it is empty or no time
 */
export function readLocalInput(value) {
  const at = value ? new Date(value).getTime() : NaN;
  return Number.isNaN(at) ? null : at;
}
