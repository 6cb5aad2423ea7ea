"""The table: what was measured, what is aimed at, and by how much an aim is missed."""

import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from app import clock


@dataclass(frozen=True)
class Row:
    """One line. `aim` is a bound that `number` should keep (`most`) or reach; None where nothing was aimed at."""

    what: str
    told: str
    number: float = 0.0
    aim: float | None = None
    unit: str = ""
    most: bool = True
    peer: str = ""

    def cells(self) -> list[str]:
        return [self.what, self.told, *self._judged(), self.peer]

    def _judged(self) -> tuple[str, str]:
        if self.aim is None:
            return "", ""
        bound = f"{'≤' if self.most else '≥'} {self.aim:g}{self.unit}"
        met = self.number <= self.aim if self.most else self.number >= self.aim
        return bound, "met" if met else f"missed: {self.number / self.aim:.2f} × the aim"


@dataclass
class Table:
    """Sections of rows, in the order in which they were measured."""

    sections: list[tuple[str, str, list[Row]]] = field(default_factory=list)

    def section(self, title: str, note: str, rows: list[Row]) -> None:
        self.sections.append((title, note, rows))
        print(self._section(title, note, rows), flush=True)

    def text(self) -> str:
        return "\n".join(self._section(*section) for section in self.sections)

    @staticmethod
    def _section(title: str, note: str, rows: list[Row]) -> str:
        head = ["Measured", "Figure", "Aim", "", "Strongest open peer"]
        lines = [f"## {title}", "", *([note, ""] if note else [])]
        if rows:
            lines += [_line(head), _line(["---"] * len(head)), *(_line(row.cells()) for row in rows), ""]
        return "\n".join(lines)


def machine(folder: Path) -> str:
    """What it was measured on, in one sentence."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{clock.today()}, {_processor()}, {os.cpu_count()} cores, {psutil.virtual_memory().total / 1e9:.0f} GB, "
        f"{platform.system()} {platform.release().partition('-')[0]}, Python {sys.version.split()[0]}, "
        f"fsync {_fsync(folder) * 1e6:.0f} µs (median), load average at the start {load}. "
        "The load generator runs on the same machine."
    )


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.exists() else []
    return next(
        (" ".join(line.partition(":")[2].split()) for line in lines if "model name" in line), platform.machine()
    )


def _fsync(folder: Path) -> float:
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(101):
            file.write(bytes(4096))
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    return sorted(times)[50]
