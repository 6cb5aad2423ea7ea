// Takes runs from the proxy one after the other, plays each on a phone, and hands in what the screen said.
import { me } from "./box.js";
import { Run } from "./run.js";

const tell = async (path, body) => (await fetch(`/torture/${path}`, { method: "POST", body: JSON.stringify(body) })).json();
const base = new Uint8Array(await (await fetch("/torture/base.jpg")).arrayBuffer());

for (;;) {
  const { plan } = await tell("next", {});
  if (!plan) break;
  const run = new Run(plan, tell, base);
  const error = await run.play().then(() => null, (reason) => `${reason} ${reason?.stack ?? ""}`);
  run.clear();
  await tell("done", { n: plan.n, me, events: run.events, error });
}
document.title = "done";
