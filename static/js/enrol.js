// A browser without passkeys is shown the way by PIN at once.
const way = document.querySelector("[data-without-passkeys]");
if (way && !globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) way.open = true;
