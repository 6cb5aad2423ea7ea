// Letters for the reviewer's hands: every key names what it presses with data-key, and stays quiet while one types.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("textarea, input:not([type=radio]), select")) return;
  const pressed = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)];
  const control = pressed.find((found) => (found.labels?.[0] ?? found).offsetParent);
  if (!control) return;
  event.preventDefault();
  control.click();
});
