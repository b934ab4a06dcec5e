/** Photos and PDFs on their way to the server, as state. Pure. */

/**
 * `waiting`: for a connection or another try; `sending`; `sent`: stored, not come back yet; `failed`: the customer
 * must decide.
 * @typedef {"waiting" | "sending" | "sent" | "failed"} FileState
 */
/**
 * @typedef {object} OutgoingFile
 * @property {string} id of the message that it becomes
 * @property {string} name
 * @property {string} mediaType
 * @property {number} size bytes
 * @property {number} at
 * @property {FileState} state
 * @property {number} progress 0 to 1
 * @property {string | null} reason why it failed, where trying again would not help
 */
/**
 * @typedef {{type: "file.added", file: OutgoingFile}
 *   | {type: "file.state", id: string, state: FileState, reason?: string | null}
 *   | {type: "file.progress", id: string, progress: number}
 *   | {type: "file.discarded", id: string}} FileEvent
 */

/** What the server takes; it looks at the content, this is only to answer sooner. */
export const MEDIA_TYPES = ["image/jpeg", "image/png", "image/webp", "application/pdf"];
/** Bytes. */
export const LARGEST_FILE = 10_000_000;
/** Files in one go. */
export const MOST_FILES = 5;

/**
 * @param {{type: string, size: number}} file
 * @returns {"wrong_kind" | "too_large" | null}
 */
export function checkFile({ type, size }) {
  if (!MEDIA_TYPES.includes(type) || size === 0) return "wrong_kind";
  return size > LARGEST_FILE ? "too_large" : null;
}

/** @param {string} mediaType */
export function isPicture(mediaType) {
  return mediaType.startsWith("image/");
}

/**
 * @param {OutgoingFile[]} files
 * @param {{type: string}} event
 * @returns {OutgoingFile[]} the same list when the event is none of theirs
 */
export function reduceFiles(files, event) {
  const news = /** @type {FileEvent} */ (event);
  switch (news.type) {
    case "file.added":
      return [...files, news.file];
    case "file.state":
      return change(files, news.id, { state: news.state, reason: news.reason ?? null });
    case "file.progress":
      return change(files, news.id, { progress: news.progress });
    case "file.discarded":
      return files.filter((file) => file.id !== news.id);
    default:
      return files;
  }
}

/**
 * @param {OutgoingFile[]} files
 * @param {string} id
 * @param {Partial<OutgoingFile>} news
 */
function change(files, id, news) {
  return files.map((file) => (file.id === id ? { ...file, ...news } : file));
}

/**
 * `820 KB`, `2,4 MB`.
 * @param {number} bytes
 * @param {(value: number) => string} number
 */
export function describeSize(bytes, number) {
  if (bytes < 1_000_000) return `${number(Math.max(1, Math.round(bytes / 1000)))} KB`;
  return `${number(Math.round(bytes / 100_000) / 10)} MB`;
}
