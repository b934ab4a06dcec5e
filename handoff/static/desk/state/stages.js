/** The stages of an order, in the order in which an order usually travels (crm/stages.py). Pure. */

export const STAGES = [
  "inquiry", "quotation_sent", "negotiating", "awaiting_po", "survey", "scheduled", "in_calibration", "completed_ba",
  "returning", "invoiced", "certificate_sent",
];

/**
 * @param {string} stage
 * @returns {number} from 1; 0 for a stage that is none of ours
 */
export function stageNumber(stage) {
  return STAGES.indexOf(stage) + 1;
}
