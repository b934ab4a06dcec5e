/** What the bot has learnt, as facts for the agent: only what was asked of the customer, contact data masked. Pure. */

const SHOWN = [
  "order_number", "quotation_number", "certificate_number", "invoice_number", "complaint_number", "company_name", "person_name",
  "email", "phone", "service_type", "instrument", "brand", "display_type", "quantity", "date", "city",
];

/**
 * @param {Record<string, unknown>} slots
 * @returns {{name: string, value: string}[]}
 */
export function knownFacts(slots) {
  return SHOWN.map((name) => ({ name, value: textOf(slots[name]) }))
    .filter(({ value }) => value !== "")
    .map(({ name, value }) => ({ name, value: maskContact(name, value) }));
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function textOf(value) {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(", ");
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

/**
 * @param {string} name
 * @param {string} value
 */
function maskContact(name, value) {
  if (name === "phone") return "•".repeat(Math.max(0, value.length - 3)) + value.slice(-3);
  if (name === "email") return value.replace(/^(.{1,2})[^@]*(@.*)$/, "$1•••$2");
  return value;
}
