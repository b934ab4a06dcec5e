/** Timers for `steady_clock.js`, in a thread that is not slowed down with its page. */

globalThis.onmessage = ({ data: { id, milliseconds } }) => {
  setTimeout(() => globalThis.postMessage(id), milliseconds);
};
