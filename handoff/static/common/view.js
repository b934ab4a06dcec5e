/** Preact, its hooks and htm as named exports, so that no page names the vendored files. */

import htm from "../vendor/htm.js";
import { Fragment, h, render } from "../vendor/preact.js";
import { useEffect, useState } from "../vendor/preact_hooks.js";

export { Fragment, h, render };
export {
  useCallback,
  useEffect,
  useErrorBoundary,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "../vendor/preact_hooks.js";

/** @typedef {import("../vendor/preact.js").VNode} VNode */
/** @typedef {import("../vendor/preact.js").ComponentChild} ComponentChild */
/** @import { Store } from "./store.js" */

/**
 * Makes nodes from a template: html`<p class=${name}>${text}</p>`. Values become text, never markup.
 * Attributes that are true for ARIA must be written as strings ("true"), because Preact leaves booleans out.
 */
export const html = htm.bind(h);

/**
 * The state of a store, following it while the component is shown.
 * @template S, E
 * @param {Store<S, E>} store
 * @returns {S}
 */
export function useStore(store) {
  const [state, setState] = useState(store.getState);
  useEffect(() => {
    setState(store.getState()); // what changed between the first render and this subscription
    return store.subscribe(setState);
  }, [store]);
  return state;
}
