"""Which server, and in which shape: the same application under each, in turns."""

import shutil
import statistics
import sys
from dataclasses import replace
from pathlib import Path

from bench import world
from bench.intake import Extent
from bench.load import Order
from bench.running import PYTHON, Program, Shape, copy_of, product
from bench.table import Row

APP = "bench.wsgi:app"
BIN = Path(sys.executable).parent


def gunicorn(workers: int, threads: int) -> Shape:
    options = ("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads))
    where = ("--bind", "127.0.0.1:{port}", "--keep-alive", "60", "--log-level", "warning")
    return Shape(f"gunicorn, {workers} × {threads} threads", (PYTHON, "-m", "gunicorn", *options, *where, APP))


def granian(workers: int, threads: int) -> Shape:
    options = ("--interface", "wsgi", "--workers", str(workers), "--blocking-threads", str(threads))
    where = ("--host", "127.0.0.1", "--port", "{port}", "--log-level", "warning")
    return Shape(f"granian, {workers} × {threads} threads", (str(BIN / "granian"), *options, *where, APP))


def shapes() -> tuple[Shape, ...]:
    """What is compared; the first is what `mingcha serve` does."""
    return (
        product(8),
        product(4),
        product(16),
        gunicorn(1, 8),
        gunicorn(2, 4),
        granian(1, 8),
        granian(2, 4),
    )


def compared(made: Path, folder: Path, extent: Extent) -> list[Row]:
    """Each shape in turns: what it takes in from four clients, without and with photos, and its memory."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for turn in range(extent.rounds):
        for number, shape in enumerate(shapes()):
            place = copy_of(made, folder / f"shape-{turn}-{number}")
            found.setdefault(shape.name, []).append(_measured(shape, place, extent))
            shutil.rmtree(place)
    rows = []
    for name, figures in found.items():
        plain, photographed, memory = (statistics.median(values) for values in zip(*figures, strict=True))
        told = f"{plain:.0f}/s, with 5 photos {photographed:.0f}/s, {memory:.0f} MB"
        rows.append(Row(name, told, memory, 120, " MB"))
    return rows


def _measured(shape: Shape, folder: Path, extent: Extent) -> tuple[float, float, float]:
    """Submissions per second without and with photos, and peak memory in megabytes."""
    rates = []
    with Program(shape, folder) as program:
        cookies = tuple(program.enter(url) for url in program.people("inspector"))
        for photos, count in ((0, extent.plain), (5, extent.photographed)):
            with world.opened(folder) as db:
                order = Order(program.port, 4, count, photos, cookies, world.envelope(db, photos))
            program.load(replace(order, submissions=20))
            rates.append(program.load(order).rate)
    return rates[0], rates[1], program.peak / 1e6
