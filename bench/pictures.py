"""Photos as phones send them: JPEG files of 300 kB, each with bytes and a name of its own."""

import hashlib
import io
import random
import uuid
from dataclasses import dataclass
from functools import cache

from PIL import Image

SIZE = 300_000
END = b"\xff\xd9"


@dataclass(frozen=True)
class Picture:
    """`pieces` put together are the file."""

    sha256: str
    pieces: tuple[bytes, ...]


class Film:
    """Gives any number of photos. They share their pixels; a comment before the end makes each a file of its own, so
    that the one who sends need not make and hash 300 kB for each."""

    def __init__(self) -> None:
        self._start = _pixels()
        self._digest = hashlib.sha256(self._start)

    def next(self) -> Picture:
        comment = uuid.uuid4().bytes
        end = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + END
        digest = self._digest.copy()
        digest.update(end)
        return Picture(digest.hexdigest(), (self._start, end))


@cache
def _pixels() -> bytes:
    """A JPEG of 1600 × 1200 without its end, filled up to 300 kB: blurred noise, as hard to pack as a photo."""
    chance = random.Random(1)
    small = Image.frombytes("RGB", (400, 300), chance.randbytes(400 * 300 * 3))
    image = small.resize((1600, 1200), Image.Resampling.BICUBIC)
    for quality in range(90, 10, -4):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        if file.tell() <= SIZE - 40:
            break
    body = file.getvalue().removesuffix(END)
    return _filled(body, SIZE - 22)


def _filled(body: bytes, size: int) -> bytes:
    """The same picture, made so long by comments behind its first two bytes."""
    while len(body) < size:
        more = min(60_000, size - len(body) - 4)
        if more < 0:
            break
        body = body[:2] + b"\xff\xfe" + (more + 2).to_bytes(2, "big") + bytes(more) + body[2:]
    return body
