/** A clock moved by hand and sockets without a network, for the tests beside this file. */

/** A clock that stands still until `advance`. */
export class FakeClock {
  constructor(now = Date.parse("2026-03-31T02:00:00Z")) {
    this.time = now;
    this.timers = [];
  }

  now = () => this.time;

  after = (callback, milliseconds) => {
    const timer = { at: this.time + milliseconds, callback };
    this.timers.push(timer);
    return timer;
  };

  cancel = (timer) => {
    this.timers = this.timers.filter((each) => each !== timer);
  };

  advance(milliseconds) {
    const end = this.time + milliseconds;
    for (;;) {
      const due = this.timers.filter((each) => each.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.cancel(due);
      this.time = due.at;
      due.callback();
    }
    this.time = end;
  }
}

/** A socket that the test opens, feeds and closes. */
export class FakeSocket {
  sent = [];
  closed = false;
  readyState = 0;

  send(data) {
    this.sent.push(JSON.parse(data));
  }

  close() {
    this.closed = true;
  }

  accept() {
    this.readyState = 1;
    this.onopen?.({});
  }

  deliver(frame) {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  breakOff() {
    this.onclose?.({});
  }
}

/** A `Storage` in memory; `full` makes writing throw, as a browser does. */
export class FakeStorage {
  values = new Map();
  full = false;

  get length() {
    return this.values.size;
  }

  key(index) {
    return [...this.values.keys()][index] ?? null;
  }

  getItem(key) {
    return this.values.get(key) ?? null;
  }

  setItem(key, value) {
    if (this.full) throw new Error("QuotaExceededError");
    this.values.set(key, String(value));
  }

  removeItem(key) {
    this.values.delete(key);
  }
}
