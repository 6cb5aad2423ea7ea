// Whoever comes in on this phone must not be shown the pages that were kept here for somebody else.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !globalThis.caches) return;
  event.preventDefault();
  void caches.delete("person").finally(() => event.target.submit());
});
