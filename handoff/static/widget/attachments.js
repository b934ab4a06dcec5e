/**
 * Fetches files of the conversation: the server gives them only to the visitor's token, which an `<img>` cannot send.
 */

/** Keeps what was fetched for as long as the page lives, so that nothing is fetched or flickers twice. */
export class Attachments {
  /**
   * @param {() => string | null} token
   * @param {(id: string) => File | null} ownFile what this tab sent itself
   */
  constructor(token, ownFile) {
    this.token = token;
    this.ownFile = ownFile;
    /** @type {Map<string, Promise<string>>} object URLs by message */
    this.addresses = new Map();
  }

  /**
   * The address under which the page can show or save the file.
   * @param {string} message id
   * @param {string | null} url on the server; null while the file is on its way
   * @returns {Promise<string>} rejected when it cannot be had now
   */
  load(message, url) {
    const known = this.addresses.get(message);
    if (known) return known;
    const own = this.ownFile(message);
    const address = own ? Promise.resolve(URL.createObjectURL(own)) : this.fetch(url);
    this.addresses.set(message, address);
    address.catch(() => this.addresses.delete(message)); // the next look tries again
    return address;
  }

  /** @param {string | null} url */
  async fetch(url) {
    if (url === null) throw new Error("The file is not there yet");
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${this.token() ?? ""}` } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return URL.createObjectURL(await answer.blob());
  }
}
