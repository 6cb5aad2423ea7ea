"""There is one clock."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from app import clock
from tests.house.source import Module, imports, module, modules

TIMEPIECES = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("time", "ctime"),
}


def test_nobody_else_asks_for_the_time():
    assert [place for each in modules() if each.name != "app.clock" for place in asks_for_the_time(each)] == []


def test_a_planted_clock_is_found():
    for text in (
        "import datetime\ndatetime.datetime.now()\n",
        "from datetime import date as day\nfrom datetime import date\ndate.today()\n",
        "from time import time\ntime()\n",
    ):
        assert list(asks_for_the_time(module("app.org.units", text))), text
    assert not list(asks_for_the_time(module("app.org.units", "import time\ntime.monotonic()\n")))


def test_tests_can_travel():
    with clock.at(datetime(2027, 1, 1, 0, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 1, 1)
        assert clock.now().hour == 8


def test_stamps_sort_like_time():
    moments = [datetime(2026, 11, 24, hour, 0, 0, micro, UTC) for hour in (1, 9, 23) for micro in (0, 5000, 999999)]
    assert [clock.stamp(m) for m in moments] == sorted(clock.stamp(m) for m in moments)
    assert clock.stamp(moments[0]) == "2026-11-24T01:00:00.000Z"


def test_the_month_is_the_bureaus():
    assert clock.month_of(datetime(2026, 10, 31, 16, 0, tzinfo=UTC)) == "2026-11"
    assert clock.month_of(datetime(2026, 10, 31, 15, 59, tzinfo=UTC)) == "2026-10"


@pytest.mark.parametrize(
    ("month", "back", "expected"),
    [("2026-01", 1, "2025-12"), ("2026-12", -1, "2027-01"), ("2026-11", 0, "2026-11"), ("2026-11", 23, "2024-12")],
)
def test_months_count_over_the_year(month, back, expected):
    assert clock.month_before(month, back) == expected


def test_a_moment_without_a_zone_is_the_bureaus():
    assert clock.local("2026-11-24T09:12:03").isoformat() == "2026-11-24T09:12:03+08:00"
    assert clock.local("2026-11-24T01:12:03Z").isoformat() == "2026-11-24T09:12:03+08:00"
    with pytest.raises(ValueError, match="yesterday"):
        clock.local("yesterday")


def asks_for_the_time(module: Module) -> Iterator[str]:
    """Every look at a clock of Python's own."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in TIMEPIECES:
                yield f"{module.at(node.lineno)}: {owner}.{node.attr}"
    for line, name in imports(module):
        if tuple(name.split(".")[-2:]) in TIMEPIECES and name.startswith("time."):
            yield f"{module.at(line)}: {name}"
