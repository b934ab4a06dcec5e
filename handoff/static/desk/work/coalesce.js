/** Doing something that many ask for at once. */

/**
 * Runs a job at most once at a time; who asks while it runs gets it run once more, so that nobody gets an older answer
 * than they asked for.
 * @param {() => Promise<void>} job
 * @returns {() => Promise<void>} settles when nothing is left to do
 */
export function coalesce(job) {
  /** @type {Promise<void> | null} */
  let running = null;
  let again = false;

  async function run() {
    try {
      do {
        again = false;
        await job();
      } while (again);
    } finally {
      running = null;
    }
  }

  return () => {
    again = true;
    running ??= run();
    return running;
  };
}
