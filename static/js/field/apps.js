// Inside another app, such as WeChat: says so where the page could not know when it was made, and copies its address.
for (const strip of document.querySelectorAll("[data-within]")) {
  if (new RegExp(strip.dataset.within).test(navigator.userAgent)) strip.hidden = false;
  strip.querySelector("[data-copy-address]").addEventListener("click", () => void copy(strip));
}

async function copy(strip) {
  const field = strip.querySelector("[data-address]");
  field.value = location.href;
  try {
    await navigator.clipboard.writeText(field.value);
    strip.querySelector("[data-copied]").hidden = false;
  } catch {
    field.hidden = false; // who may not write the clipboard can still be copied from
    field.select();
  }
}
