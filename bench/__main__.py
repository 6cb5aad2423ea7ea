"""`python -m bench [full|quick|servers|collected|crammed] [--write] [--folder FOLDER]`: measures, and prints the table.

`full` takes a quarter of an hour and 10 GB of disk, `quick` two minutes, `servers` compares the servers and their
shapes, `collected` sends twenty checks with five photos each from a phone (a minute), `crammed` with five photos on
each of their thirty items (3,000 photos, a quarter of an hour, 4 GB). `--write` puts the table of a full run into
docs/bench.md. Measure on a machine that does nothing else.
"""

import argparse
import contextlib
import io
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.config import ROOT, read
from app.db import Database
from app.errors import Refused
from bench import collected, growth, hand, intake, lists, phone, servers, world
from bench.intake import Extent
from bench.running import Program, copy_of, product
from bench.table import Row, Table, machine
from e2e.collecting import Load

EXTENTS = {"full": Extent(3, 1000, 100), "quick": Extent(1, 250, 20), "servers": Extent(3, 800, 80)}
LOADS = {"collected": Load(20, 5), "crammed": Load(20, 150, each=5), "full": Load(20, 5)}
COUNTS = {"full": (1_000, 10_000, 100_000), "quick": (1_000, 3_000)}
STARTS = {"full": 9, "quick": 3}
# Bytes that the folders under measure come to.
DISK = {"full": 10e9, "quick": 2e9, "servers": 6e9, "collected": 1e9, "crammed": 4e9}
HEAD = """# Measurements

Written by `make bench BENCH=full WRITE=1`; `make bench` prints the same without writing it. What the words mean:
*floor* is bare Flask and SQLite in the same server doing only the requests, as durably (`bench/floor.py`), asked in
turns with the product; a ratio is the median of the pairs, its spread their least and greatest. A submission is a whole
check of 25 items; with photos, five of 300 kB each, and its time runs from the first photo to the receipt. The figures
of the strongest open peer were measured on two cores with the load generator on the same machine.
"""


def main() -> None:
    words = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    words.add_argument("what", nargs="?", default="full", choices=sorted(DISK))
    words.add_argument("--write", action="store_true")
    words.add_argument("--folder", help="where the folders under measure are made; its disk is what is measured")
    given = words.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="mingcha-bench-", dir=given.folder))
    try:
        world.roomy(folder, DISK[given.what])
        table = measure(given.what, folder)
    except Refused as refusal:
        sys.exit(str(refusal))
    finally:
        shutil.rmtree(folder)
    if given.write and given.what == "full":
        (ROOT / "docs/bench.md").write_text(HEAD + "\n" + table.text(), encoding="utf-8")


def measure(what: str, folder: Path) -> Table:
    """Everything that was asked for, section by section; each is printed as soon as it is there."""
    begun, table = time.monotonic(), Table()
    table.section("The machine", machine(folder), [])
    with contextlib.redirect_stdout(io.StringIO()):
        world.made(folder / "world")
    if what == "servers":
        table.section("Servers and shapes", "", servers.compared(folder / "world", folder, EXTENTS[what]))
        return table
    if what in LOADS:
        with Program(product(), copy_of(folder / "world", folder / "collected")) as program:
            table.section("Collected and sent", "", collected.measure(program, LOADS[what]))
    if what not in STARTS:
        return table
    table.section("Start", "", starts(folder))
    on_the_phone(table, folder, STARTS[what])
    table.section("Intake", "", intake.beside_the_floor(folder / "world", folder, EXTENTS[what]))
    growing(table, folder, COUNTS[what], EXTENTS[what])
    print(f"took {time.monotonic() - begun:.0f} s")
    return table


def starts(folder: Path) -> list[Row]:
    """From the command to the first answer: on an empty folder, which gets its database, and on one in use."""
    (folder / "empty").mkdir()
    with Program(product(), folder / "empty") as program:
        first = program.started
    again = []
    for _ in range(5):
        with Program(product(), folder / "empty") as program:
            again.append(program.started)
    return [
        Row("server start on an empty folder", f"{first:.2f} s"),
        Row("server start on a folder in use", f"{statistics.median(again):.2f} s"),
    ]


def on_the_phone(table: Table, folder: Path, repeats: int) -> None:
    with Program(product(), copy_of(folder / "world", folder / "phone")) as program:
        weight = phone.weigh(program)
        times = phone.offline_starts(program, repeats)
        long = phone.long_check(program, repeats)
        held = hand.measure(program)
        paper = _paper(program)
    opened = statistics.median(times)
    rows = [
        Row(
            "capture page opens offline, processor 4 × slower",
            f"{opened:.2f} s ({min(times):.2f}–{max(times):.2f})",
            opened,
            0.35,
            " s",
            peer="1.1 s",
        ),
        *_long(long),
        *hand.rows(held),
        Row(
            "JavaScript and CSS on the phone, as sent",
            f"{weight.code_packed / 1000:.1f} kB ({weight.code / 1000:.1f} kB unpacked)",
            weight.code_packed / 1000,
            60,
            " kB",
            peer="989 kB (its form)",
        ),
        Row("whole first load, as sent", f"{weight.load_packed / 1000:.1f} kB", weight.load_packed / 1000, 99, " kB"),
    ]
    table.section("On the phone, and on paper", "", rows + paper)


def _long(check: phone.LongCheck) -> list[Row]:
    opened, taps = statistics.median(check.starts), sorted(check.taps)
    middle, late = statistics.median(taps), taps[int(len(taps) * 0.95)]
    return [
        Row(
            "a check of 215 items opens offline, processor 4 × slower",
            f"{opened:.2f} s ({min(check.starts):.2f}–{max(check.starts):.2f})",
            opened,
            0.5,
            " s",
        ),
        Row(
            "there, from a tap to stored, 95 of 100",
            f"{late * 1000:.0f} ms (median {middle * 1000:.0f})",
            late * 1000,
            50,
            " ms",
        ),
    ]


def growing(table: Table, folder: Path, counts: tuple[int, ...], extent: Extent) -> None:
    """Pages, lists and intake as the folder grows."""
    large = copy_of(folder / "world", folder / "large")
    for count in counts:
        growth.grow(large, count)
        with Program(product(), large) as program:
            found = lists.measure(program)
            program.look()
        rows = [
            Row(name, f"{seconds * 1000:.1f} ms", seconds * 1000, 10, " ms", peer=_peer(name))
            for name, seconds in found.items()
        ]
        rows.append(Row("memory", f"{program.peak / 1e6:.0f} MB", program.peak / 1e6, 120, " MB"))
        table.section(f"Pages with {count:,} submissions", f"The database has {lists.size(large) / 1e6:,.0f} MB.", rows)
        if count == counts[0]:
            copy_of(large, folder / "small")
    title = f"Intake with {counts[0]:,} and with {counts[-1]:,} submissions"
    table.section(title, "", [intake.slowdown(folder / "small", large, extent)])


def _peer(name: str) -> str:
    return "290 ms at 100,000" if "list of 50" in name else ""


def _paper(program: Program) -> list[Row]:
    """A published notice as PDF, where this version makes one."""
    cookie = program.enter(program.people("planner")[0])
    slug = _slug(program.folder)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        status, content, _ = program.ask(f"/notices/{slug}.pdf", cookie)
        times.append(time.perf_counter() - begun)
        if status != 200 or not content.startswith(b"%PDF"):
            return []
    return [Row("a notice as PDF", f"{times[0] * 1000:.0f} ms, again {statistics.median(times) * 1000:.0f} ms")]


def _slug(folder: Path) -> str:
    try:
        db = Database(read({}, data=str(folder)).database)
    except Refused:
        return ""
    found = db.row("SELECT slug FROM publications ORDER BY at DESC LIMIT 1")
    db.close()
    return str(found["slug"]) if found else ""


if __name__ == "__main__":
    main()
