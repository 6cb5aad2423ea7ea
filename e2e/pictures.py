"""Files that people pick as photos: good ones, and every kind of bad one."""

import os
import random
import struct
import tempfile
import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image
from playwright.sync_api import FilePayload

from e2e.phone import a_photo


@dataclass(frozen=True)
class Picked:
    """A file, whether it is taken, and what the page must say (empty: nothing)."""

    path: Path
    kept: bool
    sentence: str


def photo(name: str, seed: int) -> FilePayload:
    """A JPEG that no other seed gives."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": a_photo(random.Random(seed))}


@cache
def bad_files() -> dict[str, Picked]:
    """By kind: the file, whether it is kept, and the sentence."""
    folder = Path(tempfile.mkdtemp(prefix="mingcha-pictures-"))
    good = a_photo(random.Random(77))
    files = {
        "text": ("说明.jpg", "这不是照片".encode(), False, "不是照片"),
        "empty": ("空.jpg", b"", False, "0 字节"),
        "truncated": ("断.jpg", good[: len(good) // 2], True, ""),
        "header only": ("头.jpg", good[:40], True, "原样存下"),
        "heic": ("苹果.heic", _heic(), True, "原样存下"),
        "gps": ("位置.jpg", _with_exif(good, gps=True), True, ""),
        "rotated": ("横.jpg", _with_exif(good, orientation=6), True, ""),
        "far too large": ("大.jpg", good[:200] + os.urandom(60_000_000), False, "25 MB"),
        "bomb": ("炸弹.png", _bomb(), True, "原样存下"),
    }
    found = {}
    for kind, (name, content, kept, sentence) in files.items():
        path = folder / name
        path.write_bytes(content)
        found[kind] = Picked(path, kept, sentence)
    return found


def _heic() -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), (90, 120, 160))).save(out, quality=60)
    return out.getvalue()


def _with_exif(jpeg: bytes, orientation: int = 1, gps: bool = False) -> bytes:
    image = Image.open(BytesIO(jpeg))
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "CANARY-MAKER"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 35.0, 0.0), 3: "E", 4: (125.0, 6.0, 0.0)})
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _bomb() -> bytes:
    """A PNG of 60,000 × 60,000 pixels in a few kilobytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    side = 60_000
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * 200), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
