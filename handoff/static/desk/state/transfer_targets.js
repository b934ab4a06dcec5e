/** To whom a conversation can be passed. Pure. */

/** @typedef {import("../connection/payloads.js").StaffMember} StaffMember */

/**
 * @typedef {object} Target a colleague, or a unit's place in line
 * @property {string} key
 * @property {StaffMember | null} staff
 * @property {string | null} unit
 * @property {"offline" | "full" | null} hindrance why not now
 */

const RANK = { online: 0, away: 1, offline: 2 };

/**
 * Colleagues who serve customers, those first who can take it now; then the units.
 * @param {StaffMember[]} staff
 * @param {string} me
 * @returns {Target[]}
 */
export function transferTargets(staff, me) {
  const colleagues = staff
    .filter((each) => each.id !== me && each.role !== "unit")
    .sort((a, b) => RANK[a.presence] - RANK[b.presence] || a.load / a.capacity - b.load / b.capacity)
    .map((each) => ({ key: each.id, staff: each, unit: null, hindrance: hindranceOf(each) }));
  const unitStaff = staff.filter((each) => each.role === "unit");
  const units = new Set(unitStaff.map((each) => each.unit).filter((unit) => unit !== null));
  return [...colleagues, ...[...units].sort().map((unit) => ({ key: `unit:${unit}`, staff: null, unit, hindrance: null }))];
}

/**
 * Nobody is handed a customer whom they do not see: a customer given to somebody who is not there waits unseen.
 * @param {StaffMember} staff
 * @returns {Target["hindrance"]}
 */
function hindranceOf({ presence, load, capacity }) {
  if (presence === "offline") return "offline";
  return load >= capacity ? "full" : null;
}
