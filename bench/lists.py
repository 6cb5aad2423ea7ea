"""Pages and lists: how long an answer takes, asked for again and again on one kept connection."""

import http.client
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from app import clock
from bench.running import Program

REPEATS = 25


@dataclass(frozen=True)
class Page:
    """A page as the table names it, who opens it, and where it is."""

    name: str
    role: str
    path: str


PAGES = (
    Page("review queue, 50 of those waiting", "planner", "/review/"),
    Page("a list of 50 of all accepted", "planner", "/review/?state=accepted"),
    Page("a unit's findings, its month", "unit", "/findings/"),
    Page("scores of the month", "planner", "/scores/{month}"),
    Page("notices", "planner", "/notices/"),
    Page("an inspector's visits", "inspector", "/field/"),
)


def measure(program: Program, repeats: int = REPEATS) -> dict[str, float]:
    """The median time of each page in seconds, from the request sent to the last byte read."""
    cookies = {role: program.enter(program.people(role)[0]) for role in {page.role for page in PAGES}}
    line = http.client.HTTPConnection("localhost", program.port, timeout=120)
    found = {page.name: statistics.median(_asked(line, page, cookies[page.role], repeats)) for page in PAGES}
    line.close()
    return found


def _asked(line: http.client.HTTPConnection, page: Page, cookie: str, repeats: int) -> list[float]:
    times, path = [], page.path.format(month=clock.month_of(clock.now()))
    for _ in range(repeats + 2):
        begun = time.perf_counter()
        line.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        times.append(time.perf_counter() - begun)
        if answer.status != 200:
            raise RuntimeError(f"{page.path} answered {answer.status}")
    return times[2:]


def size(folder: Path) -> int:
    """Bytes of the database."""
    return (folder / "mingcha.db").stat().st_size
