"""`python -m bench.load`: plays the phones, in a process of its own. An order (JSON) on stdin, figures on stdout.

So many clients at once, each on one kept connection, send submissions one after the other: first the photos, then the
envelope. What is sent is made before the clock starts. A submission's time runs from its first byte sent to the last
answer read.
"""

import asyncio
import json
import math
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bench.pictures import Film

Request = tuple[bytes, ...]


@dataclass(frozen=True)
class Order:
    """Where to send to and how much. `cookies` are sessions, which the clients share; `template` is an envelope in
    which @ stands for each name of a photo, and # for a moment."""

    port: int
    clients: int
    submissions: int
    photos: int
    cookies: tuple[str, ...]
    template: str


@dataclass(frozen=True)
class Figures:
    """`rate` in submissions per second, times in seconds."""

    rate: float
    p50: float
    p95: float
    p99: float
    seconds: float


def prepared(order: Order) -> list[list[Request]]:
    """The requests of every submission."""
    film = Film()
    return [list(_submission(order, film, order.cookies[n % len(order.cookies)])) for n in range(order.submissions)]


def _submission(order: Order, film: Film, cookie: str) -> Iterator[Request]:
    envelope = order.template
    for _ in range(order.photos):
        picture = film.next()
        envelope = envelope.replace("@", picture.sha256, 1)
        yield _put(order.port, f"/api/photos/{picture.sha256}", cookie, "image/jpeg", *picture.pieces)
    body = envelope.replace("#", uuid.uuid4().hex[:12]).encode()
    yield _put(order.port, f"/api/submissions/{uuid.uuid4()}", cookie, "application/json", body)


def _put(port: int, path: str, cookie: str, kind: str, *pieces: bytes) -> Request:
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {sum(map(len, pieces))}\r\n\r\n"
    )
    return (head.encode(), *pieces)


async def _client(port: int, work: Iterator[list[Request]], times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for requests in work:
            begun = time.perf_counter()
            for request in requests:
                writer.writelines(request)
                await writer.drain()
                await _answer(reader)
            times.append(time.perf_counter() - begun)
    finally:
        writer.close()
        await writer.wait_closed()


async def _answer(reader: asyncio.StreamReader) -> None:
    """Reads one answer. Raises RuntimeError unless it says that something new was taken."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length))
    if b" 201 " not in head[:16]:
        raise RuntimeError((head + body).decode(errors="replace"))


async def run(order: Order) -> Figures:
    """Sends everything and measures."""
    ready = prepared(order)
    times: list[float] = []
    work = iter(ready)
    begun = time.perf_counter()
    await asyncio.gather(*(_client(order.port, work, times) for _ in range(order.clients)))
    seconds = time.perf_counter() - begun
    times.sort()
    p50, p95, p99 = (_quantile(times, share) for share in (0.5, 0.95, 0.99))
    return Figures(len(times) / seconds, p50, p95, p99, seconds)


def _quantile(times: list[float], share: float) -> float:
    return times[max(0, math.ceil(len(times) * share) - 1)]


def main() -> None:
    order = Order(**json.load(sys.stdin))
    json.dump(asdict(asyncio.run(run(order))), sys.stdout)


if __name__ == "__main__":
    main()
