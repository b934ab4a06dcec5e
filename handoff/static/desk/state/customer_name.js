/** Who a customer is. Pure. */

/** @typedef {import("../connection/payloads.js").Summary["customer"]} Customer */

/**
 * The customer, with the name of the person whom the CRM has proved them to be.
 * @param {Customer} customer
 * @param {{name: string}[] | undefined} identity
 * @returns {Customer}
 */
export function namedBy(customer, identity) {
  const person = identity?.[0];
  return person ? { ...customer, name: customer.name ?? person.name, verified: true } : customer;
}
