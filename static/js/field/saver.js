// The queue between the form and the store. It says "saved" only when everything entered so far is durable.

const AGAIN = 5000; // milliseconds after a failure

const SHOWN_BY = 150; // milliseconds

/** Emits `saving`, `saved` and `failed`, and `changed` with the key or, after work of its own, without one; `saves` counts durable saves since the page was opened. */
export class Saver extends EventTarget {
  saves = 0;
  /** While true nothing is taken any more: the check is being finished. */
  closed = false;
  #store;
  #dirty = new Set();
  #pending = 0;
  #running = null;
  #waiting = [];
  #behind = new Set();
  #late = 0;
  #again = 0;

  /** `store(keys)` writes what the keys stand for and resolves after the commit. */
  constructor(store) {
    super();
    this.#store = store;
  }

  /** Whether something entered is not durable yet. */
  get busy() {
    return this.#dirty.size > 0 || this.#pending > 0 || this.#running !== null;
  }

  /** Something was changed: it is written at once, together with what else changed meanwhile. */
  touch(key) {
    if (this.closed) return;
    this.#dirty.add(key);
    this.dispatchEvent(new CustomEvent("changed", { detail: key }));
    this.dispatchEvent(new Event("saving"));
    this.#run();
  }

  /** Work of its own that ends in a durable save, such as a photo; its failure is the caller's to show. */
  async during(work) {
    this.#pending += 1;
    this.dispatchEvent(new Event("saving"));
    try {
      const result = await work();
      this.saves += 1;
      return result;
    } finally {
      this.#pending -= 1;
      this.dispatchEvent(new CustomEvent("changed"));
      this.#settle(false);
    }
  }

  /** Something longer has begun, such as a burst of photos: nothing counts as durable until `release()`. */
  hold() {
    this.#pending += 1;
  }

  release() {
    this.#pending -= 1;
    this.#settle(false);
  }

  /** Resolves once nothing is on its way: true when all is durable. */
  idle() {
    if (!this.busy) return Promise.resolve(true);
    this.#run();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  /** Calls `work`, which is only for the eye, once what is on its way is durable or has failed, and at the latest after a
   * while: on a slow phone drawing takes as long as storing, and must not come before it. */
  behind(work) {
    this.#behind.add(work);
    this.#late ||= setTimeout(() => this.#show(), SHOWN_BY);
  }

  #show() {
    this.#late = clearTimeout(this.#late);
    const works = [...this.#behind];
    this.#behind.clear();
    for (const work of works) work();
  }

  #run() {
    this.#running ??= this.#drain().then((failed) => {
      this.#running = null;
      this.#settle(failed);
    });
  }

  async #drain() {
    while (this.#dirty.size > 0) {
      const keys = [...this.#dirty];
      this.#dirty.clear();
      try {
        await this.#store(keys);
        this.saves += 1;
      } catch {
        for (const key of keys) this.#dirty.add(key); // stays in memory, and is tried again
        return true;
      }
    }
    return false;
  }

  #settle(failed) {
    clearTimeout(this.#again);
    if (failed) this.#again = setTimeout(() => this.#run(), AGAIN);
    if (failed) this.dispatchEvent(new Event("failed"));
    else if (this.busy) return;
    else this.dispatchEvent(new Event("saved"));
    if (this.#behind.size > 0) setTimeout(() => this.#show()); // a task of its own, so that the word comes first
    for (const resolve of this.#waiting.splice(0)) resolve(!failed);
  }
}
