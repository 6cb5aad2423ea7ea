// What a capture page needs of the phone, begun while the page itself is still being read: its draft is taken hold of and
// what the store has of it is fetched. On a slow phone that is a good part of the way to the first tap.
import { draftOf, kept } from "./again.js";
import { hold } from "./phone.js";

export const id = draftOf();

/** Whether this window has the draft, and then what the store holds of it. */
export const held = hold(`draft:${id}`);
export const stored = held.then((mine) => (mine ? kept(id) : null));
stored.catch(() => {}); // seen by the page, which says so
