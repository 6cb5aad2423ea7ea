"""Intake beside the floor: both run at the same time on folders of their own and are asked in turns, so that what else
the machine does falls on both. What is compared are the pairs."""

import statistics
from dataclasses import dataclass
from pathlib import Path

from bench import world
from bench.load import Figures, Order
from bench.running import Program, copy_of, floor, product
from bench.table import Row

CLIENTS = (1, 4, 16, 64)
PHOTOS = (0, 5)
PEER = {0: "125–200/s; floor 900–1,300/s", 5: "16–27/s; floor 110–200/s"}


@dataclass(frozen=True)
class Extent:
    """How much is measured: `rounds` pairs, and submissions without and with photos in each."""

    rounds: int
    plain: int
    photographed: int


def beside_the_floor(made: Path, folder: Path, extent: Extent) -> list[Row]:
    """Rates, times and memory of the product and of the floor."""
    rows = []
    (folder / "floor").mkdir()
    with (
        Program(floor(), folder / "floor") as below,
        Program(product(), copy_of(made, folder / "intake")) as program,
    ):
        cookies = tuple(program.enter(url) for url in program.people("inspector"))
        for photos in PHOTOS:
            with world.opened(program.folder) as db:
                template = world.envelope(db, photos)
            for clients in CLIENTS:
                count = max(3 * clients, extent.photographed if photos else extent.plain)
                order = [Order(one.port, clients, count, photos, cookies, template) for one in (below, program)]
                if clients == CLIENTS[0]:
                    _warm(below, program, order)
                pairs = [(below.load(order[0]), program.load(order[1])) for _ in range(extent.rounds)]
                rows += _rows(photos, clients, pairs)
        rows.append(_memory("peak memory of the product (PSS of all its processes)", program, 120))
        rows.append(_memory("peak memory of the floor", below, None))
    return rows


def _warm(below: Program, program: Program, order: list[Order]) -> None:
    for one, its in zip((below, program), order, strict=True):
        one.load(Order(its.port, 4, 20, its.photos, its.cookies, its.template))


def _rows(photos: int, clients: int, pairs: list[tuple[Figures, Figures]]) -> list[Row]:
    ours = [figures for _, figures in pairs]
    ratios = sorted(figures.rate / below.rate for below, figures in pairs)
    ratio, rate = statistics.median(ratios), statistics.median(figures.rate for figures in ours)
    p50, p95, p99 = (statistics.median(getattr(one, name) for one in ours) * 1000 for name in ("p50", "p95", "p99"))
    floor_rate = statistics.median(below.rate for below, _ in pairs)
    what = f"{photos} photos, {clients} client{'s' if clients > 1 else ''}"
    spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
    return [
        Row(
            what,
            f"{rate:.0f}/s; floor {floor_rate:.0f}/s; ratio {ratio:.2f} ({spread})",
            ratio,
            0.8,
            " of the floor",
            most=False,
            peer=PEER[photos],
        ),
        Row(
            f"{what}: a submission takes",
            f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms",
            p99,
            100 if clients == 4 else None,
            " ms (p99)",
        ),
    ]


def _memory(what: str, program: Program, aim: float | None) -> Row:
    megabytes = program.peak / 1e6
    return Row(what, f"{megabytes:.0f} MB", megabytes, aim, " MB", peer="770–1,900 MB; floor 135 MB" if aim else "")


def slowdown(small: Path, large: Path, extent: Extent) -> Row:
    """Intake on a large folder beside intake on a small one, in turns; four clients without photos."""
    with Program(product(), small) as few, Program(product(), large) as many:
        orders = []
        for one in (few, many):
            cookies = tuple(one.enter(url) for url in one.people("inspector"))
            with world.opened(one.folder) as db:
                orders.append(Order(one.port, 4, extent.plain, 0, cookies, world.envelope(db, 0)))
            one.load(orders[-1])
        pairs = [(few.load(orders[0]), many.load(orders[1])) for _ in range(extent.rounds + 2)]
    ratios = sorted(after.rate / before.rate for before, after in pairs)
    ratio = statistics.median(ratios)
    before, after = (statistics.median(pair[place].rate for pair in pairs) for place in (0, 1))
    told = f"{before:.0f}/s, then {after:.0f}/s: {ratio:.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
    return Row(
        "intake in the small and in the large folder", told, ratio, 0.9, " of it", most=False, peer="62/s and 27/s"
    )
