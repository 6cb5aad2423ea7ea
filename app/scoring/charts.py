"""Where the dots and lines of a chart go. Pure; the templates draw them as SVG."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.scoring.rules import Rules

TOP = 100.0


@dataclass(frozen=True)
class Spark:
    """A line of scores in a box of 96 × 24: its points, and where the last one lies."""

    points: str
    x: str
    y: str


@dataclass(frozen=True)
class Axis:
    """The scale of the lanes, from `low` to 100; `ticks` are the starts of grades as percentages of its length."""

    low: int
    middle: str
    ticks: tuple[str, ...]

    def at(self, score: str) -> str:
        """Where a score lies, as a percentage of the axis."""
        return _percent(float(score), self.low)


def spark(scores: list[str]) -> Spark | None:
    """The line of these scores, oldest first, ending at the right; None when there are none."""
    if not scores:
        return None
    values = [float(score) for score in scores]
    least, span = min(values), max(values) - min(values)
    heights = [21 - 18 * (value - least) / span if span else 12 for value in values]
    places = [92 - 18 * back for back in range(len(values) - 1, -1, -1)]
    dots = [(str(x), f"{y:.1f}") for x, y in zip(places, heights, strict=True)]
    return Spark(" ".join(",".join(dot) for dot in dots), *dots[-1])


def axis(scores: Iterable[str], rules: Rules) -> Axis:
    """A scale that holds all these scores: from 80, or from the ten below the lowest, to 100."""
    lowest = min((float(score) for score in scores), default=TOP)
    low = max(0, min(80, int(lowest // 10) * 10))
    starts = sorted(grade.start for grade in rules.grades if low < grade.start < TOP)
    return Axis(low, f"{(low + TOP) / 2:g}", tuple(_percent(start, low) for start in starts))


def _percent(value: float, low: int) -> str:
    return f"{min(100.0, max(0.0, (value - low) / (TOP - low) * 100)):.1f}%"
