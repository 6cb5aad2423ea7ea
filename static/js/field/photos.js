// From a picked file to bytes that can be kept: at most 1600 px, re-encoded without metadata, hashed.
import { sha256 } from "./store.js";

const LONGEST = 1600;
const SMALL = 360; // three to a row of a phone
const LIMIT = 25e6;
const QUALITY = 0.82;

/** Why a file was not added: `reason` is the name of a prepared sentence. */
export class Unfit extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/** { bytes, type, sha256, asIs } of a picked file. Rejects with Unfit. */
export async function reduced(file) {
  if (file.size === 0) throw new Unfit("empty");
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  if (!looksLikeImage(head)) throw new Unfit("notImage");
  const blob = await redrawn(file, LONGEST).catch(() => null);
  if (!blob && file.size > LIMIT) throw new Unfit("tooLarge");
  // What this phone cannot show (HEIC, a damaged file) is kept as it came; the server tries to read it.
  const bytes = await (blob ?? file).arrayBuffer();
  return { bytes, type: (blob ?? file).type, sha256: await sha256(bytes), asIs: !blob };
}

/** A photo as small as the page shows it; what this phone cannot draw is given as it is. */
export const small = (blob) => redrawn(blob, SMALL).catch(() => blob);

async function redrawn(file, longest) {
  const bitmap = await bitmapOf(file);
  try {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    return await encoded(bitmap, width, height);
  } finally {
    bitmap.close?.();
  }
}

async function bitmapOf(file) {
  if (!globalThis.createImageBitmap) return element(file);
  return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => element(file));
}

/** The slow way, for engines that cannot make a bitmap from this file. */
async function element(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function encoded(bitmap, width, height) {
  if (globalThis.OffscreenCanvas) {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, width, height);
    return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  }
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("encode"))), "image/jpeg", QUALITY);
  });
}

const SIGNATURES = [
  [0, [0xff, 0xd8, 0xff]], // JPEG
  [0, [0x89, 0x50, 0x4e, 0x47]], // PNG
  [0, [0x47, 0x49, 0x46, 0x38]], // GIF
  [0, [0x42, 0x4d]], // BMP
  [8, [0x57, 0x45, 0x42, 0x50]], // WebP
  [4, [0x66, 0x74, 0x79, 0x70]], // HEIC, AVIF
];

const looksLikeImage = (head) => SIGNATURES.some(([at, bytes]) => bytes.every((byte, n) => head[at + n] === byte));
