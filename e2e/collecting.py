"""Much work on one phone: visits of thirty items, filled by the modules that the capture page itself uses, since to tap
and to photograph all of it would take hours."""

import base64
import io
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from e2e import forms

ITEMS = 30
FORM = "ZL03"

# Every photo shares its pixels with the others; a comment before the end makes each a file of its own.
FILL = """async ({ photos, each, picture, finishing }) => {
  const opening = document.querySelector("script[src*='/js/field/opening.js']").src;
  const [{ blank }, { id }, { save, savePhoto }, { finish }, { sha256 }] = await Promise.all(
    ["again", "ahead", "draft", "freezing", "store"].map((name) => import(new URL(`${name}.js`, opening).href)),
  );
  const form = document.getElementById("capture"), at = "2026-11-24T10:38:12+08:00";
  const pixels = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const taken = async () => {
    const bytes = new Uint8Array(pixels.length + 20);
    bytes.set(pixels.subarray(0, -2));
    bytes.set([0xff, 0xfe, 0, 18, ...crypto.getRandomValues(new Uint8Array(16)), 0xff, 0xd9], pixels.length - 2);
    const photo = { draft: id, sha256: await sha256(bytes.buffer), bytes: bytes.buffer, type: "image/jpeg" };
    await savePhoto(photo, []);
    return { sha256: photo.sha256, at };
  };
  const records = [...form.querySelectorAll("fieldset[data-item]")].map(({ dataset: { item, kind } }, n) => ({
    draft: id, id: crypto.randomUUID(), item, order: n * 1000, primary: true, post: null, verdict: "pass",
    value: kind === "count" ? 1 : null, note: "", at, photos: [], watch: null, proposed: null,
  }));
  for (let n = 0; n < photos; n += 1) {
    const record = records[Math.floor(n / each)];
    Object.assign(record, { verdict: "fail", note: "高峰时段客户等候超过十分钟，引导员未到岗疏导。" });
    record.photos.push(await taken());
  }
  const visit = { ...blank(form, id), started_at: at };
  await save([visit, ...records]);
  if (finishing) await finish(id, { name: form.dataset.name });
  return records.flatMap((record) => record.photos.map((one) => one.sha256));
}"""


@dataclass(frozen=True)
class Load:
    """How much is collected: visits, photos of each, and how many of them lie on one item."""

    visits: int
    photos: int
    each: int = 1


def given(folder: Path, person: str, count: int) -> list[str]:
    """So many visits of thirty items for the person of this name; the paths of their pages."""
    form = forms.long(ITEMS, FORM)
    return [forms.given(folder, form, person) for _ in range(count)]


def fill(page: Page, load: Load, picture: bytes, *, finishing: bool = True) -> list[str]:
    """Answers all items of the capture page that is open, with its photos; the hashes of those. The page itself does
    not know of it: a draft is shown when it is opened anew."""
    content = base64.b64encode(picture).decode()
    order = {"photos": load.photos, "each": load.each, "picture": content, "finishing": finishing}
    return [str(sha256) for sha256 in page.evaluate(FILL, order)]


def picture(width: int, height: int, size: int) -> bytes:
    """A JPEG of at most so many bytes that is about as hard to pack as a photo: blurred noise."""
    small = Image.frombytes(
        "RGB", (width // 4, height // 4), random.Random(1).randbytes(width // 4 * (height // 4) * 3)
    )
    image = small.resize((width, height), Image.Resampling.BICUBIC)
    for quality in range(90, 4, -4):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        if file.tell() <= size:
            break
    return file.getvalue()
