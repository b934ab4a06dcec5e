/**
 * A clock whose timers a hidden page keeps: browsers slow a hidden page's own timers down to one a minute, and an agent
 * who works in another window would count as gone.
 */

import { systemClock } from "../../common/clock.js";

/**
 * @returns {import("../../common/clock.js").Clock}
 */
export function createSteadyClock() {
  const worker = tryWorker();
  if (!worker) return systemClock;
  /** @type {Map<number, () => void>} */
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data: id }) => {
    const callback = waiting.get(id);
    waiting.delete(id);
    callback?.();
  };
  return {
    now: () => Date.now(),
    after(callback, milliseconds) {
      const id = (last += 1);
      waiting.set(id, callback);
      worker.postMessage({ id, milliseconds });
      return id;
    },
    cancel: (timer) => void waiting.delete(/** @type {number} */ (timer)),
  };
}

function tryWorker() {
  try {
    return new Worker(new URL("./steady_clock_worker.js", import.meta.url), { type: "module" });
  } catch {
    return null; // a locked-down browser; its hidden pages are slow
  }
}
