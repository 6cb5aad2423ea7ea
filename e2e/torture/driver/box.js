// A phone in a frame, and what the driver does to it from outside: faults, the clock, the kill.
import { sha256 } from "./raw.js";

const STORE = new Set(["kill before put", "kill after put", "kill after complete", "quota abort", "connection closed", "open hangs"]);
const me = /(?:^|; )mc_me=([^;]+)/.exec(document.cookie)?.[1];
export { me };

export class Box {
  fault = null;
  shift = 0;
  hanging = 0;
  k = 0;

  constructor(run, { build, second = false }) {
    Object.assign(this, { run, build, second, page: { me, days: run.days, version: build } });
    this.gone = new Promise((resolve) => (this.goes = resolve));
  }

  open() {
    const ready = new Promise((resolve) => (this.ready = resolve));
    this.frame = Object.assign(document.createElement("iframe"), { src: "/torture/phone.html", box: this, hidden: true });
    document.body.append(this.frame);
    return ready;
  }

  get alive() {
    return Boolean(this.frame);
  }

  /** Its realm, connections and locks go at once, whatever was under way. */
  kill() {
    if (!this.alive) return;
    this.leave();
    if (!this.second) this.run.died();
  }

  /** The same, but meant. */
  leave() {
    this.frame?.remove();
    this.frame = null;
    this.goes();
  }

  log(...event) {
    if (this.alive) this.run.log(...event);
  }

  arm(fault) {
    this.fault = fault && { ...fault, left: fault.nth ?? 1 };
    this.k = fault?.k ?? 0;
  }

  /** Whether the fault that is due comes with this write. */
  meets(store) {
    const { fault } = this;
    if (!fault || !STORE.has(fault.name) || ["open hangs"].includes(fault.name)) return null;
    if (fault.name === "connection closed" && fault.k % 2 === 0) return null;
    return this.due(store) ? fault.name : null;
  }

  /** Whether the connection is gone when this transaction begins; where an open hangs, it must be opened anew. */
  drops(stores) {
    const { fault } = this;
    const early = fault?.name === "open hangs" || (fault?.name === "connection closed" && fault.k % 2 === 0);
    if (!early || !stores.some((store) => this.due(store))) return false;
    if (fault.name === "open hangs") this.hanging = 1 + (fault.k % 3);
    return true;
  }

  due(store) {
    const { fault } = this;
    if (fault.left <= 0 || (fault.store && fault.store !== store)) return false;
    fault.left -= 1;
    if (fault.left > 0) return false;
    this.run.log("fired", fault.name, store);
    return true;
  }

  /** Some faults come in the middle of what they are to disturb, which the log tells. */
  heard(said) {
    const { fault } = this;
    if (!fault?.when || !new RegExp(fault.when).test(said)) return;
    this.fault = null;
    this.run.log("fired", fault.name, said);
    if (fault.name === "store emptied") void this.run.emptyNow();
    else setTimeout(() => this.kill(), fault.k % 6);
  }

  /** What the request carries to the proxy, if the fault is one of the network or the server. */
  asked(method, url) {
    if (!this.alive) return null;
    const request = `${method} ${url}`;
    this.run.log("asked", request);
    const { fault } = this;
    if (fault?.name === "kill in request" && new RegExp(fault.where).test(request)) {
      setTimeout(() => this.kill(), fault.k % 12);
      this.run.log("fired", fault.name, request);
    }
    if (!fault?.where || fault.name === "kill in request" || !new RegExp(fault.where).test(request)) return null;
    if (fault.times !== undefined && fault.times-- <= 0) return null;
    return [fault.name, fault.k, this.run.n, this.run.at].join(";");
  }
}

/** A small picture that no other run has: a real JPEG with a comment of its own. */
export async function picture(base, text) {
  const words = new TextEncoder().encode(text);
  const comment = new Uint8Array([0xff, 0xfe, 0, words.length + 2, ...words]);
  const bytes = await new Blob([base.slice(0, 2), comment, base.slice(2)]).arrayBuffer();
  return { bytes, type: "image/jpeg", sha256: await sha256(bytes) };
}
