// What goes wrong inside a phone, brought about around the shipped modules before they load: its store, clock and requests.
// `frameElement.box` is the driver's: which fault is due, and whom to tell that it came.
const { box } = frameElement;
Object.assign(document.documentElement.dataset, box.page);

const Real = Date;
window.Date = class extends Real {
  constructor(...given) {
    if (given.length > 0) super(...given);
    else super(Real.now() + box.shift);
  }

  static now() {
    return Real.now() + box.shift;
  }
};

// Only where an open hangs, or another tab has the draft: the patience of the modules, shortened.
const patient = window.setTimeout;
window.setTimeout = (work, limit, ...rest) => patient(work, box.fault?.name === "open hangs" && limit >= 5000 ? 60 : limit, ...rest);
const signal = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (limit) => signal(box.second && limit === 1500 ? 60 : limit);

const fetched = window.fetch;
window.fetch = (url, options = {}) => {
  const sign = box.asked(options.method ?? "GET", String(url));
  return fetched(url, sign ? { ...options, headers: { ...options.headers, Torture: sign } } : options);
};

const stores = IDBObjectStore.prototype;
for (const name of ["put", "delete"]) {
  const real = stores[name];
  stores[name] = function (...given) {
    const fault = box.meets(this.name);
    if (fault === "kill before put") {
      box.kill();
      throw new Error("killed");
    }
    const request = real.apply(this, given);
    if (fault) after(fault, request, this.transaction);
    return request;
  };
}

function after(fault, request, tx) {
  if (fault === "kill after put" && box.k % 2) request.addEventListener("success", () => box.kill());
  else if (fault === "kill after put") box.kill();
  else tx.torture = fault;
  if (fault === "quota abort") abortLater(request.source, tx, 3);
  if (fault !== "connection closed") return;
  tx.abort();
  tx.db.close();
  tx.db.dispatchEvent(new Event("close"));
}

/** After everything that was asked of the transaction has succeeded, so that no request tells of it. */
function abortLater(store, tx, turns) {
  store.count().addEventListener("success", () => (turns ? abortLater(store, tx, turns - 1) : tx.abort()));
}

const transactions = IDBTransaction.prototype;
const commit = transactions.commit;
transactions.commit = function () {
  if (!["quota abort", "connection closed"].includes(this.torture)) commit.call(this);
};
const { get } = Object.getOwnPropertyDescriptor(transactions, "error");
Object.defineProperty(transactions, "error", {
  get() {
    const full = this.torture === "quota abort" && box.k % 2 === 0;
    return full ? new DOMException("full", "QuotaExceededError") : get.call(this);
  },
});

const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (names, mode, ...rest) {
  if (mode === "readwrite" && box.drops([names].flat())) this.close();
  const tx = begin.call(this, names, mode, ...rest);
  tx.addEventListener("complete", () => {
    if (tx.torture === "kill after complete") box.kill();
  });
  return tx;
};

const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const request = open.apply(this, given);
  if (!box.hanging) return request;
  box.hanging -= 1;
  for (const type of ["success", "error", "blocked"]) {
    request.addEventListener(type, (event) => {
      event.stopImmediatePropagation();
      request.result?.close();
    });
  }
  return request;
};
