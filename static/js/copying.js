// One touch selects the whole link, to be copied.
const link = document.getElementById("link");
link?.addEventListener("focus", () => link.select());
