/** One request to the desk's HTTP interface, with every way it can fail told apart. */

/** Milliseconds until a request counts as lost: longer than the slowest report, shorter than an agent's patience. */
export const REQUEST_TIMEOUT = 15_000;

/** Codes made here; all others are the server's own. */
export const NETWORK = "network";

/** A request that did not do what it should. */
export class RequestError extends Error {
  /**
   * @param {string} code `network` when no answer came
   * @param {number} status 0 when no answer came
   * @param {string} [message] the server's sentence
   */
  constructor(code, status, message) {
    super(message ?? code);
    this.code = code;
    this.status = status;
  }

  /** Whether the same request may well succeed a little later. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @typedef {object} RequestParts
 * @property {(path: string, options: RequestInit) => Promise<Response>} fetch
 * @property {(serverTime: number) => void} [onServerTime] the time in the answer's Date header, milliseconds
 */

/** @typedef {(method: string, path: string, body?: unknown) => Promise<any>} Request gives null for 204 */

/**
 * @param {RequestParts} parts
 * @returns {Request}
 */
export function createRequest({ fetch, onServerTime }) {
  return async (method, path, body) => {
    const answer = await ask(fetch, method, path, body);
    const serverTime = Date.parse(answer.headers.get("date") ?? "");
    if (!Number.isNaN(serverTime)) onServerTime?.(serverTime);
    if (answer.status === 204) return null;
    const value = await readJson(answer);
    if (!answer.ok) throw errorOf(answer.status, value);
    return value;
  };
}

/**
 * @param {RequestParts["fetch"]} fetch
 * @param {string} method
 * @param {string} path
 * @param {unknown} body
 */
async function ask(fetch, method, path, body) {
  // The header of our own keeps other sites' forms out: a browser sends it across sites only if the server allows it.
  const headers = /** @type {Record<string, string>} */ ({ accept: "application/json", "x-sapa-desk": "1" });
  const isForm = body instanceof FormData; // the browser names its type and boundary itself
  if (!isForm) headers["content-type"] = "application/json";
  const signal = AbortSignal.timeout(REQUEST_TIMEOUT);
  const options = { method, headers, signal, body: body === undefined || isForm ? body : JSON.stringify(body) };
  try {
    return await fetch(path, { ...options, credentials: "same-origin", cache: "no-store" });
  } catch {
    throw new RequestError(NETWORK, 0);
  }
}

/** @param {Response} answer */
async function readJson(answer) {
  try {
    return await answer.json();
  } catch {
    if (answer.ok) throw new RequestError(NETWORK, 0); // cut off on the way, or a captive portal's page
    return null;
  }
}

/**
 * @param {number} status
 * @param {any} value
 */
function errorOf(status, value) {
  const error = value?.error;
  return new RequestError(String(error?.code ?? "error"), status, error?.message && String(error.message));
}
