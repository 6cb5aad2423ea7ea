// The phone: the shipped modules on a page of their own, used as the capture page and the field's pages use them.
const { box } = frameElement;
const from = (name) => import(`/static/${box.build}/js/field/${name}.js`);
const names = ["draft", "saver", "freezing", "outbox", "purge", "announcing", "again", "phone", "store"];
const [draft, saver, freezing, sending, purge, announcing, again, phone, store] = await Promise.all(names.map(from));
const { Sheet } = await import("/torture/sheet.js");
const { outbox } = sending;

/** A round as `go` of the shipped phone.js makes it, but for the packing of pages. */
async function round(options) {
  await sending.sync(options).catch(() => {});
  const lacking = await announcing.announce().catch(() => false);
  if (lacking) await round({ now: true });
}

Object.assign(box, {
  outbox,
  sheet: (check) => Sheet.open({ draft, saver, freezing, again, phone, store, box }, check),
  round: (options = { now: true }) => {
    outbox.next = 0; // as `online` says
    return round(options);
  },
  settle: sending.settle,
  held: (name) => phone.hold(name),
  discard: purge.discard,
  losses: announcing.losses,
  takeNote: announcing.takeNote,
});
box.ready();
