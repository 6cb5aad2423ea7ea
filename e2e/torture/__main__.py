"""`python -m e2e.torture`: the long run. `--seed S --run N` repeats one run and prints its log."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from app.config import ROOT
from e2e.browser import ARGS, MISSING, executable
from e2e.serving import a_world, copy_of
from e2e.torture import matrix, plans
from e2e.torture.report import Report
from e2e.torture.script import Plan
from e2e.torture.world import World

FIRST_DRAWN = 10_000  # runs below are the directed ones
CHUNK = 300  # runs after which a world is left for a fresh one: figures of a bureau grow with its checks
TOLD = 20  # violations that are printed


def main() -> None:
    """Exits 1 on any violation, and when a cell of the matrix was not hit."""
    asked = argparse.ArgumentParser(prog="python -m e2e.torture")
    asked.add_argument("--runs", type=int, default=30_000)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--jobs", type=int, default=2, help="worlds at the same time")
    asked.add_argument("--run", type=int, help="only this run of the seed, with its log")
    given = asked.parse_args()
    if executable() is None:
        sys.exit(MISSING)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mingcha-torture-") as folder:
        world = a_world(Path(folder) / "world")
        report = _one(world, given.seed, given.run) if given.run is not None else _all(world, given)
    report.seconds = time.monotonic() - began
    print("\n".join([*report.lines(), f"seed       {given.seed}", f"commit     {_commit()}"]))
    print(_told(report, given.seed), end="")
    whole = given.run is not None or not report.missed()
    for cell in [] if whole else report.missed():
        print(f"not hit: {cell[0]} × {cell[1]}")
    sys.exit(0 if whole and not report.violations else 1)


def _told(report: Report, seed: int) -> str:
    """The violations, each with what plays its run again."""
    return "".join(
        f"run {n}: {kind}: {sentence[:500]}\n  python -m e2e.torture --seed {seed} --run {n}\n"
        for n, kind, sentence in report.violations[:TOLD]
    )


def _all(world: Path, given: argparse.Namespace) -> Report:
    report = Report()
    numbers = range(FIRST_DRAWN, FIRST_DRAWN + max(0, given.runs - len(matrix.FAULTS)))
    chunks = [None, *(numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK))]
    with ProcessPoolExecutor(given.jobs) as workers:
        parts = [workers.submit(_chunk, world, given.seed, chunk) for chunk in chunks]
        for part in parts:
            report.add(found := part.result())
            print(f"{report.runs} runs, {report.faults.total()} faults, {len(report.violations)} violations")
            print(_told(found, given.seed), end="", flush=True)
    return report


def _chunk(world: Path, seed: int, numbers: range | None) -> Report:
    """Random runs of these numbers; None: the directed ones."""

    def made(about: dict[str, Any]) -> Iterator[Plan]:
        if numbers is None:
            yield from plans.directed(seed, about)
        for n in numbers or ():
            yield plans.drawn(seed, n, about)

    return _played(world, made)


def _one(world: Path, seed: int, n: int) -> Report:
    def made(about: dict[str, Any]) -> Iterator[Plan]:
        if n >= FIRST_DRAWN:
            yield plans.drawn(seed, n, about)
        else:
            yield from (plan for plan in plans.directed(seed, about) if plan["n"] == n)

    report = _played(world, made, phones=1)
    for log in report.logs.values():
        print(json.dumps(log["plan"], ensure_ascii=False, indent=1))
        print("\n".join(str(event) for event in log["events"]))
    return report


def _played(world: Path, made: Any, phones: int = 3) -> Report:
    with tempfile.TemporaryDirectory(prefix="mingcha-torture-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGS)
        with World(browser, copy_of(world, Path(folder) / "data")) as tortured:
            report = tortured.play(made(tortured.about), phones, keep=phones == 1)
        browser.close()
        return report


def _commit() -> str:
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
