/** The days that are shown, as they stand in the page's address. Pure. */

/** @typedef {{from: string, to: string}} Period ISO dates; both empty for what the server takes by itself */

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * @param {string} search
 * @returns {Period}
 */
export function readPeriod(search) {
  const asked = new URLSearchParams(search);
  const [from, to] = ["from", "to"].map((name) => asked.get(name) ?? "");
  return DATE.test(from) && DATE.test(to) ? { from, to } : { from: "", to: "" };
}

/**
 * The part of an address that names the period; empty where the server's own is wanted.
 * @param {Period} period
 * @returns {string}
 */
export function queryOf({ from, to }) {
  return from && to ? `?${new URLSearchParams({ from, to })}` : "";
}
