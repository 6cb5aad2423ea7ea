// The way out without a network: everything not received as a zip file, which the server can import.
import { downloadZip } from "../../vendor/client-zip-2.5.1.js";
import { records } from "./outbox.js";
import { read, unsent } from "./store.js";

/** Offers the file for saving: `submissions/<uuid>.json` and `photos/<sha256>`; one record, or all unsent (null). */
export async function exportUnsent(id) {
  const chosen = (await records()).filter(id ? (record) => record.id === id : unsent);
  const blob = await downloadZip(files(chosen)).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `mingcha-${new Date().toISOString().slice(0, 10)}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function* files(chosen) {
  const written = new Set();
  for (const record of chosen) {
    yield { name: `submissions/${record.id}.json`, input: record.body, lastModified: new Date(record.finished_at) };
    for (const hash of record.photos.filter((one) => !written.has(one))) {
      written.add(hash);
      const found = await read("photos", (tx) => tx.store.get([record.draft, hash])).catch(() => null);
      if (found) yield { name: `photos/${hash}`, input: new Blob(found.chunks) };
    }
  }
}
