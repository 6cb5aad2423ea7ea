// Takes runs from the proxy one after the other, plays each on a phone, and hands in what the screen said.

await fetch(location.search.slice(1), { method: "POST", redirect: "manual" }); // signs the inspector in
const { me } = await import("./box.js");
const { Run } = await import("./run.js");

const tell = async (path, body) => (await fetch(`/torture/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
const LIMIT = 45000; // milliseconds
const base = new Uint8Array(await (await fetch("/torture/base.jpg")).arrayBuffer());

let box = null; // a page that was not killed goes on with the next run
for (;;) {
  const { plan } = await tell("next", {});
  if (!plan) break;
  const run = new Run(plan, tell, base).on(box);
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`nothing moves in step ${run.at}`)), LIMIT));
  const error = await Promise.race([run.play(), late]).then(() => null, (reason) => `${reason} ${reason?.stack ?? ""}`);
  box = error ? run.clear() : run.box;
  await tell("done", { n: plan.n, me, events: run.events, error });
}
