/** State in one place, changed by events through a pure function. Needs no browser. */

/**
 * @template S, E
 * @typedef {object} Store
 * @property {() => S} getState
 * @property {(event: E) => void} dispatch
 * @property {(listener: (state: S) => void) => () => void} subscribe calls after each change; gives back what ends it
 */

/**
 * Makes a store. Listeners are called only when the state is another object than before.
 * @template S, E
 * @param {S} initial
 * @param {(state: S, event: E) => S} reduce
 * @returns {Store<S, E>}
 */
export function createStore(initial, reduce) {
  let state = initial;
  /** @type {Set<(state: S) => void>} */
  const listeners = new Set();
  return {
    getState: () => state,
    dispatch(event) {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listener of [...listeners]) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
