"""Which visits the demo world has had and still has to have. Pure: a month, a moment and the cast's size go in."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.clock import days
from app.demo import days as calendar
from app.demo.people import CAST
from app.demo.roster import CENTRE, ROSTER, Row

RED_UNIT, THIN_UNIT = "北郊供电所", "开发区供电所"
RED_ITEM = "CL11-02"
LEAST, MOST = 4, 34
LONGEST = 55
_BOTH, _TALK, _LINES, _ALL = ("CL01", "CL02"), ("CL02",), ("CL02", "CL11"), ("CL01", "CL02", "CL11")
_HALL, _CALL, _WEB, _FILES = ("CL02", "CL05"), ("CL06",), ("CL07",), ("CL12", "CL13")
SCRIPT, SCRIPTED = "M1", ("CL02", "CL03")


@dataclass(frozen=True)
class Errand:
    """A planned visit. `site` counts within the unit's sites, `inspector` is a name of the cast, `planner` counts the
    planners; `start` is None while it is still to do. `fails` are items that fail whatever else does."""

    unit: str
    site: int
    approach: str
    checklists: tuple[str, ...]
    selection: str
    inspector: str
    planner: int
    opens: date
    closes: date
    start: datetime | None = None
    minutes: int = 0
    fails: tuple[str, ...] = ()
    accepted: bool = True
    scenario: str = ""


@dataclass(frozen=True)
class Shape:
    """The site (counted within its unit), approach and checklists of a visit, and items that will fail in it."""

    site: int
    approach: str
    checklists: tuple[str, ...]
    fails: tuple[str, ...] = ()
    scenario: str = ""


WAITING = (
    Shape(0, "open", _BOTH, ("CL02-10", "CL02-22")),
    Shape(0, "covert", _LINES, ("CL02-14", "CL02-06")),
    Shape(0, "open", _BOTH, ("CL01-04", "CL02-12", "CL02-25")),
    Shape(0, "open", _ALL, ("CL11-05", "CL02-10")),
    Shape(0, "shopper", _TALK, ("CL02-17",)),
    Shape(0, "open", _BOTH, ("CL02-10", "CL02-15", "CL02-25")),
    Shape(0, "covert", _BOTH, ("CL02-10", "CL02-11", "CL01-03")),
    Shape(0, "open", _BOTH),
)

# The hotline and the website are the company's own, by the order of its sites.
_CENTRAL = (Shape(0, "phone", _CALL), Shape(1, "web", _WEB))


def closed_month(month: str, back: int) -> list[Errand]:
    """The visits of a month that lies `back` months before this one, all of them accepted.

    Two months back the red line falls and one unit has too few visits.
    """
    chance = Random(f"plan {month}")
    wanted = [(row, shape) for row in ROSTER for shape in _shapes(row, back)]
    wanted += [(CENTRE, shape) for shape in _CENTRAL]
    chance.shuffle(wanted)
    starts = calendar.starts(chance, calendar.first_day(month), calendar.last_day(month) - days(3), len(wanted))
    return [
        _done(chance, number, *place, start) for number, (place, start) in enumerate(zip(wanted, starts, strict=True))
    ]


def month_under_way(now: datetime) -> list[Errand]:
    """The visits of this month that are done: the first ones accepted, the last ones waiting for review."""
    first, chance = now.date().replace(day=1), Random(f"plan {clock.month_of(now)}")
    passed = len(calendar.working_days(first, now.date()))
    accepted = max(LEAST, min(MOST, passed * 2))
    wanted = [(ROSTER[n % len(ROSTER)], _shapes(ROSTER[n % len(ROSTER)], 0)[n // len(ROSTER)]) for n in range(accepted)]
    if accepted > len(ROSTER):
        wanted[-len(_CENTRAL) :] = [(CENTRE, shape) for shape in _CENTRAL]
    wanted += [(ROSTER[(accepted + n * 5) % len(ROSTER)], shape) for n, shape in enumerate(WAITING)]
    return [
        _done(chance, number, *place, start, accepted=number < accepted)
        for number, (place, start) in enumerate(zip(wanted, _starts_so_far(chance, first, now, accepted), strict=True))
    ]


def to_do(today: date) -> list[Errand]:
    """What lies ahead: for each inspector three open visits (today, this week, next week) and a covert one; for each
    shopper two covert ones and two as a mystery shopper.

    Covert ones are all given by the second planner, so that the first may review whatever comes back.
    """
    chance = Random("ahead")
    halls = [(row, n) for n in range(2) for row in ROSTER if row.places[n][1] == "hall"]
    sunday = today + days(6 - today.weekday())
    windows = ((today, today), (today - days(1), max(today, sunday - days(2))), (today, sunday + days(5)))
    found = []
    for place, name in enumerate(CAST["inspector"]):
        for turn, (opens, closes) in enumerate(windows):
            row, site = halls[(place * 3 + turn) % len(halls)]
            shape = Shape(site, "open", (_BOTH, _TALK, _ALL)[turn])
            found.append(_ahead(chance, row, shape, name, (opens, closes)))
        row, site = halls[(place * 5 + 7) % len(halls)]
        found.append(_ahead(chance, row, Shape(site, "covert", _LINES), name, (today, sunday)))
    for place, name in enumerate(CAST["shopper"]):
        for turn in range(4):
            row, site = halls[(place * 4 + turn + 9) % len(halls)]
            shape = Shape(site, "covert", _BOTH) if turn % 2 else Shape(site, "shopper", SCRIPTED, scenario=SCRIPT)
            found.append(_ahead(chance, row, shape, name, windows[min(turn, 2)]))
    return found


def _starts_so_far(chance: Random, first: date, now: datetime, accepted: int) -> list[datetime]:
    """When this month's visits began: those that wait for review in the last days, the first of them overdue by now."""
    longest, yesterday = timedelta(minutes=LONGEST), calendar.before(now.date())
    recent = calendar.before(yesterday)
    if not calendar.working_days(first, recent - days(1)):
        return calendar.starts_until(chance, first, now, accepted + len(WAITING), longest)
    return [
        *calendar.starts(chance, first, recent - days(1), accepted),
        *calendar.starts(chance, recent, recent, 1),
        *calendar.starts_until(chance, yesterday, now, len(WAITING) - 1, longest),
    ]


def _shapes(row: Row, back: int) -> list[Shape]:
    """The visits of a unit in a month: mostly open, at its large hall, its small ones and its crew."""
    kinds = [kind for _, kind, _ in row.places]
    small = [n for n, kind in enumerate(kinds) if kind == "hall"][1:] or [0]
    red = (RED_ITEM,) if back == 2 and row.name == RED_UNIT else ()
    shapes = [
        Shape(0, "open", _BOTH),
        Shape(0, "covert", _LINES),
        Shape(small[0], "open", _ALL, red),
        Shape(0, "shopper", _TALK),
        Shape(small[-1], "open", _HALL),
    ]
    if "office" in kinds:
        shapes.append(Shape(kinds.index("office"), "desk", _FILES))
    if row.kind != "station":
        shapes.append(Shape(kinds.index("crew"), "open", ("CL11",)))
    if row.county:
        shapes.append(Shape(small[-1], "covert", _BOTH))
    return shapes[:2] if back == 2 and row.name == THIN_UNIT else shapes


def _done(chance: Random, number: int, row: Row, shape: Shape, start: datetime, *, accepted: bool = True) -> Errand:
    """A visit that took place in the week of `start`. Who works covertly is sent by the second planner."""
    who = CAST["shopper" if shape.approach == "shopper" else "inspector"]
    monday = start.date() - days(start.weekday())
    return Errand(
        unit=row.name,
        site=shape.site,
        approach=shape.approach,
        checklists=shape.checklists,
        selection=_selection(chance),
        inspector=who[number % len(who)],
        planner=number % 2 if shape.approach == "open" else 1,
        opens=monday,
        closes=max(monday + days(4), start.date()),
        start=start,
        minutes=chance.randrange(28, LONGEST),
        fails=shape.fails,
        accepted=accepted,
    )


def _ahead(chance: Random, row: Row, shape: Shape, name: str, window: tuple[date, date]) -> Errand:
    """A visit still to do. Who is to work covertly is sent by the second planner."""
    planner = CAST["inspector"].index(name) % 2 if shape.approach == "open" else 1
    how = (shape.site, shape.approach, shape.checklists, _selection(chance))
    return Errand(row.name, *how, name, planner, *window, scenario=shape.scenario)


def _selection(chance: Random) -> str:
    return chance.choices(("random", "assigned", "follow-up"), (6, 3, 1))[0]
