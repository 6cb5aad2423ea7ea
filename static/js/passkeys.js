// Passkeys: fills a form's hidden field with what the device signed, then lets the form go. Every sentence is in the page.
const KEEP = "/passkeys/";
const CREATION = "/passkeys/creation";
const ready = new WeakSet();
const busy = new WeakSet();

document.addEventListener("submit", intercept, true);
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-passkey-make]")?.form;
  if (form) void alone(form, () => makeOnTheSpot(form));
});

function intercept(event) {
  const { target: form, submitter } = event;
  const ceremony = ceremonyOf(form, submitter);
  if (!ceremony || ready.delete(form)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void alone(form, async () => {
    if (await ceremony()) release(form, submitter);
  });
}

function ceremonyOf(form, submitter) {
  const { passkeyAdd, passkeySignIn } = submitter?.dataset ?? {};
  if (passkeyAdd) return () => attempt(form, "failed", () => add(form, passkeyAdd));
  if (passkeySignIn) return () => attempt(form, "failed", () => signIn(form, passkeySignIn));
  return form.dataset.assert && (() => confirmed(form));
}

// One ceremony at a time: the browser refuses a second one, and a double click is no second wish.
async function alone(form, work) {
  if (busy.has(form)) return;
  busy.add(form);
  try {
    await work();
  } finally {
    busy.delete(form);
  }
}

function release(form, submitter) {
  ready.add(form);
  form.requestSubmit(submitter);
}

// Whether the work succeeded; otherwise a note says what to do.
async function attempt(form, failure, work) {
  const able = Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON);
  show(form, able ? "" : "missing");
  if (!able) return false;
  try {
    await work();
    return true;
  } catch {
    show(form, failure);
    return false;
  }
}

async function add(form, url) {
  if (form.dataset.assert) await sign(form, await questions(form));
  form.elements.credential.value = await create(url);
}

async function signIn(form, url) {
  form.elements.credential.value = await get(await fetched(url));
}

async function confirmed(form) {
  let options;
  const asked = await attempt(form, "failed", async () => (options = await questions(form)));
  if (!asked) return false;
  const known = options.allowCredentials.length > 0;
  if (!known) show(form, "none");
  return known && attempt(form, options.mayMake ? "again" : "failed", () => sign(form, options));
}

async function makeOnTheSpot(form) {
  const made = await attempt(form, "again", async () => {
    const body = new URLSearchParams({ credential: await create(CREATION) });
    await answered(fetch(KEEP, { method: "POST", body }));
  });
  if (made) show(form, "made");
}

async function sign(form, options) {
  form.elements.assertion.value = await get(options);
}

const questions = (form) => fetched("/passkeys/assertion?purpose=" + encodeURIComponent(form.dataset.assert));

async function create(url) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await fetched(url));
  return asText(await navigator.credentials.create({ publicKey }));
}

async function get(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return asText(await navigator.credentials.get({ publicKey }));
}

// Extension results can carry secrets of the device; the server has no use for them.
const asText = (credential) => JSON.stringify({ ...credential.toJSON(), clientExtensionResults: {} });

const fetched = async (url) => (await answered(fetch(url))).json();

async function answered(request) {
  const answer = await request;
  if (!answer.ok) throw new Error(answer.status);
  return answer;
}

// Shows the form's note of that name and hides its others.
function show(form, name) {
  for (const note of form.querySelectorAll("[data-passkey-note]")) note.hidden = note.dataset.passkeyNote !== name;
}
