"""What a torture found: counted, and with the log of every run that broke a promise."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from e2e.torture import matrix
from e2e.torture.matrix import Cell
from e2e.torture.oracle import KINDS


@dataclass
class Report:
    runs: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    cells: Counter[Cell] = field(default_factory=Counter)
    violations: list[tuple[int, str, str]] = field(default_factory=list)
    logs: dict[int, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def add(self, other: "Report") -> None:
        self.runs += other.runs
        self.faults.update(other.faults)
        self.cells.update(other.cells)
        self.violations += other.violations
        self.logs.update(other.logs)

    @property
    def kinds(self) -> Counter[str]:
        return Counter(kind for _, kind, _ in self.violations)

    def lines(self) -> list[str]:
        """For people and programs: a name and a figure on each line."""
        kinds = self.kinds
        possible = [cell for cell in matrix.CELLS if cell not in matrix.IMPOSSIBLE]
        hit = sum(1 for cell in possible if self.cells[cell])
        return [
            f"runs       {self.runs}",
            f"faults     {self.faults.total()}",
            f"cells      {hit} of {len(possible)}",
            *(f"{kind:<10} {kinds[kind]}" for kind in KINDS),
            f"seconds    {self.seconds:.0f} ({self.runs / max(self.seconds, 0.001):.1f} runs a second)",
        ]

    def missed(self) -> list[Cell]:
        """Cells that are possible and were not hit."""
        return [cell for cell in matrix.CELLS if cell not in matrix.IMPOSSIBLE and not self.cells[cell]]

    def told_of(self, cell: Cell) -> str:
        """What the runs that were to hit a cell logged in its step; of those that were kept."""
        lines = [f"{cell[0]} × {cell[1]}:"]
        for n, log in self.logs.items():
            steps = [at for at, step in enumerate(log["plan"]["steps"]) if tuple(step.get("cell") or ()) == cell]
            at = -1
            for event in log["events"]:
                at = int(event[1]) if event[0] == "step" else at
                if at in steps and event[0] != "dump":
                    lines.append(f"  run {n}: {str(event)[:200]}")
        return "\n".join(lines)
