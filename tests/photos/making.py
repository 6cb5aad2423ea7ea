"""Real files of the kinds that phones send, made here so that no photo of anybody lies in the repository."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()
RED, BLUE = (200, 30, 30), (30, 30, 200)
CANARY = "CANARY-OF-THE-PHONE"


def a_picture(width: int = 640, height: int = 480) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def encoded(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    content = BytesIO()
    image.save(content, form, **options)
    return content.getvalue()


def a_jpeg(width: int = 640, height: int = 480, seed: int = 0) -> bytes:
    """A different file for every seed."""
    image = a_picture(width, height)
    image.putpixel((0, 0), (seed % 256, seed // 256 % 256, 0))
    return encoded(image, quality=95) + seed.to_bytes(4, "big")


def with_exif(orientation: int = 1, gps: bool = False) -> bytes:
    """A JPEG that names a phone, perhaps a place, and says how it was held."""
    image = a_picture()
    exif = image.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = CANARY
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (46.0, 35.0, 11.11), 3: "E", 4: (125.0, 6.0, 22.22)})
    return encoded(image, exif=exif, comment=CANARY)


def a_bomb(width: int = 50_000, height: int = 50_000) -> bytes:
    """A PNG of a few kilobytes that would unpack to 2.5 billion pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width // 8 + 1) * 100, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
