"""The only clock: everything that asks for the time asks here, so that tests and the demo world can travel."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_pinned: ContextVar[datetime | None] = ContextVar("pinned", default=None)
_zone = ZoneInfo("Asia/Shanghai")


def set_zone(name: str) -> None:
    """Sets the bureau's time zone for this process. Raises ZoneInfoNotFoundError for an unknown name."""
    global _zone  # noqa: PLW0603 (one bureau to a process)
    _zone = ZoneInfo(name)


def now() -> datetime:
    """This moment in the bureau's time zone."""
    return (_pinned.get() or datetime.now(UTC)).astimezone(_zone)


def offset() -> float:
    """Seconds by which the clock is ahead of the machine's count since its start: it changes when the clock is set."""
    return time.time() - time.monotonic()


def today() -> date:
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment` (aware)."""
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def stamp(moment: datetime | None = None) -> str:
    """The form in which moments are stored: UTC, milliseconds, fixed width, so that text order is time order."""
    utc = (moment or now()).astimezone(UTC)
    return utc.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def local(text: str) -> datetime:
    """A stored or received ISO 8601 moment in the bureau's time zone. Raises ValueError when it is none."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=_zone)).astimezone(_zone)


def month_of(moment: datetime) -> str:
    """The calendar month in the bureau's zone, `2026-11`."""
    return moment.astimezone(_zone).strftime("%Y-%m")


def month_before(month: str, back: int = 1) -> str:
    """The month `back` months before `month` (negative: after)."""
    year, number = map(int, month.split("-"))
    index = year * 12 + number - 1 - back
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def days(count: float) -> timedelta:
    return timedelta(days=count)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def midnight(day: date) -> datetime:
    """The first moment of `day` in the bureau's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=_zone)
