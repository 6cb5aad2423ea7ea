// Signing out with unsent work is refused, with the way out; nothing of it can be sent without the session.
import { read, unsent } from "./store.js";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  event.preventDefault();
  void leave(event.target);
});

async function leave(form) {
  if (await owing()) {
    document.querySelector("[data-unsent-warning]").hidden = false;
    return;
  }
  await caches.delete("person"); // the next person must not be shown this one's pages
  form.submit();
}

/** Whether anything of this person has not been received: drafts, or submissions in the outbox. */
async function owing() {
  return read(["drafts", "outbox"], async (tx) => {
    const drafts = await tx.objectStore("drafts").count();
    const waiting = await tx.objectStore("outbox").getAll();
    return drafts > 0 || waiting.some(unsent);
  });
}
