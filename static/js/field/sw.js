// The worker of the field. BUILD and SHELL_FILES stand in front of this file; the server puts them there.
//
// Rules: a packed visit comes from this phone; a list comes from the network if that answers soon, else from this
// phone; a kept page is shown to its own person only; static files are immutable; everything else (sync, sign-in,
// fragments) goes to the network untouched. A newer worker waits until the pages of the older one are closed, or until a
// person says so (updating.js).

const SHELL = `shell-${BUILD}`;
const PERSON = "person";
const PATIENCE = 3000; // with a kept page to show instead
const LONGEST = 10000; // without one

addEventListener("install", (event) => {
  // What is sent need not come by here at all, where the browser knows that: it would hold the bytes of every photo in this
  // worker's memory for as long as it lives.
  event.addRoutes?.({ condition: { urlPattern: "/api/*" }, source: "network" }).catch(() => {});
  event.waitUntil(keepShell());
});

addEventListener("activate", (event) => {
  event.waitUntil(forgetOldShells().then(() => clients.claim()));
});

addEventListener("message", (event) => {
  if (event.data.update) event.waitUntil(skipWaiting());
  if (!event.data.me) return;
  event.waitUntil(remember(event.data.me).then(() => event.source.postMessage("remembered")).then(keepShell));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(immutable(request));
  else if (request.mode === "navigate") event.respondWith(isSheet(url.pathname) ? phoneFirst(request) : networkFirst(request));
});

const isSheet = (path) => /^\/field\/(visits\/|unplanned\/.)/.test(path);

async function immutable(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function phoneFirst(request) {
  return (await mine(request)) ?? fetch(request).catch(() => offline());
}

async function networkFirst(request) {
  const kept = await mine(request);
  const answer = fetch(request);
  if (!kept) return Promise.race([answer.catch(() => offline()), after(LONGEST).then(() => offline())]);
  const late = after(PATIENCE).then(() => kept);
  return Promise.race([answer.then((found) => (isOurs(found) ? found : kept)).catch(() => kept), late]);
}

const after = (time) => new Promise((resolve) => setTimeout(resolve, time));

/** A page of ours says so by its policy; a captive portal's does not. A redirect leads to signing in: the kept page says
 * that the session has ended and still shows all that is on this phone. */
const isOurs = (answer) => answer.ok && answer.headers.has("Content-Security-Policy");

/** The page as it was packed for whoever is signed in on this phone. */
async function mine(request) {
  const me = await person();
  return me ? caches.match(request, { cacheName: `visits-${me}`, ignoreVary: true, ignoreSearch: true }) : undefined;
}

/** Who that is says a cookie that signing in sets; where a worker cannot read it, the page that was shown last. */
async function person() {
  const cookie = await globalThis.cookieStore?.get("mc_me");
  if (cookie) return cookie.value;
  return (await (await caches.open(PERSON)).match("/field/person"))?.text();
}

/** All files of the shell, also when somebody has emptied the caches since it was installed. */
async function keepShell() {
  const cache = await caches.open(SHELL);
  if ((await cache.keys()).length < SHELL_FILES.length) await cache.addAll(SHELL_FILES);
}

const offline = async () => (await caches.match("/field/offline", { ignoreVary: true })) ?? Response.error();

const remember = async (me) => (await caches.open(PERSON)).put("/field/person", new Response(me));

async function forgetOldShells() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}
