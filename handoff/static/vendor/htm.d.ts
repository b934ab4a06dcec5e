/** htm, typed by hand: binds a tagged template to a function that makes nodes. */
import type { VNode } from "./preact.js";
declare const htm: {
  bind(h: unknown): (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
};
export default htm;
