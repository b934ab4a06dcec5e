/**
 * The frame's half of what host page and frame tell one another. Messages go to the named origin only and are taken
 * from it only.
 */

/** @typedef {{type: "open"} | {type: "close"} | {type: "identify", token: string}} FromPage */
/**
 * @typedef {{type: "ready"} | {type: "close"} | {type: "active"} | {type: "inactive"} | {type: "unread", count:
 *   number, inTitle: boolean}
 *   | {type: "event", name: "message" | "state" | "error", detail: Record<string, unknown>}} ToPage
 */

/**
 * @param {string | null} origin of the host page; null when the widget stands alone
 * @param {Window} frame
 */
export function connectHostPage(origin, frame = window) {
  const isEmbedded = origin !== null && frame.parent !== frame;
  return {
    isEmbedded,

    /** @param {ToPage} message */
    tell(message) {
      if (isEmbedded) frame.parent.postMessage({ sapa: 1, ...message }, /** @type {string} */ (origin));
    },

    /** @param {(message: FromPage) => void} listener */
    hear(listener) {
      frame.addEventListener("message", (event) => {
        if (!isEmbedded || event.source !== frame.parent || event.origin !== origin || event.data?.sapa !== 1) return;
        listener(event.data);
      });
    },
  };
}
