/** What an error of the server means for what the customer is doing. Pure. */

/** @import { ErrorEvent } from "./frames.js" */

/** This very message will never be taken. */
const REFUSALS = new Set(["invalid_input", "message_too_long"]);
/** A call-back cannot be promised like this. */
const NO_CALL_BACK = new Set(["invalid_address", "conflict", "invalid_input", "rate_limited", "unavailable"]);
/** Answered by waiting. */
const PAUSES = new Set(["rate_limited", "unavailable"]);
/** Not the customer's business: a rating given in another tab, a host page that signed wrongly. */
const QUIET = new Set(["conflict", "bad_identity"]);

/**
 * @param {ErrorEvent} error
 * @param {boolean} asksCallBack whether the answer to a wish to be called back is awaited
 * @returns {"refusal" | "call back" | "pause" | "quiet" | "problem"}
 */
export function judgeError({ code, id }, asksCallBack) {
  if (id && REFUSALS.has(code)) return "refusal";
  if (!id && asksCallBack && NO_CALL_BACK.has(code)) return "call back";
  if (PAUSES.has(code)) return "pause";
  return QUIET.has(code) ? "quiet" : "problem";
}
