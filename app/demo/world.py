"""The demo world: three closed months and one under way, made by travelling through the real code in order of time.

It is deterministic: the same moment gives the same visits, judgements, decisions and scores.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from app import clock
from app.checklists import loading, versions
from app.clock import days
from app.config import Settings
from app.db import Database
from app.demo import days as calendar
from app.demo import people, plan, roster, staffing
from app.demo.course import Course, World
from app.errors import Refused
from app.notices import archive, compose, publish, signing
from app.people import links, persons
from app.photos import derive
from app.photos.store import Store
from app.review import queue
from app.scoring import months

CLOSED = 3
# The last closed month has no notice yet, so that there is one to draft; of the one before these units have not signed.
PUBLISHED = (3, 2)
UNSIGNED = frozenset({"南山供电分公司", "石桥供电所", "北郊供电所"})

Event = tuple[datetime, Callable[[], object]]


def empty(db: Database) -> bool:
    """Whether the folder holds nobody yet, so that the demo world may be made in it."""
    return not persons.everyone(db)


def fill(settings: Settings, db: Database, store: Store) -> None:
    """Makes the demo world, whole or not at all. Raises Refused when the folder already holds people."""
    if not empty(db):
        raise Refused(f"{settings.folder} already holds people, so the demo world is not made in it.")
    now = clock.now()
    past = [clock.month_before(clock.month_of(now), back) for back in range(CLOSED, 0, -1)]
    with db.write():
        world = _peopled(db, store, past, now)
        events = [*_visits(world, past), *(event for back in range(CLOSED, 0, -1) for event in _closing(world, back))]
        for at, action in sorted(events, key=lambda event: event[0]):
            with clock.at(at):
                action()
        queue.follow(db)
        months.follow(db)
        while derive.work(db, store):
            pass
        for role in world.cast.by_role.values():
            for person in role:
                links.make_demo_link(db, settings, person)


def _peopled(db: Database, store: Store, past: list[str], now: datetime) -> World:
    """Everything that stands still, some weeks before the first of the months."""
    firsts = tuple(calendar.first_day(month) for month in past)
    founded = calendar.moment(firsts[0] - days(40), time(9))
    with clock.at(founded):
        for checklist in loading.load_all():
            versions.publish(db, checklist)
        built = roster.build(db)
    cast = people.settle(db, built, founded)
    with clock.at(founded + timedelta(hours=1)):
        staffing.fill(db, built, firsts)
    return World(db, store, built, cast, now)


def _visits(world: World, past: list[str]) -> list[Event]:
    """The steps of every errand, those of the past and those ahead."""
    quality = {row.name: row.quality for row in (roster.CENTRE, *roster.ROSTER)}
    errands = [
        errand
        for back, month in zip(range(CLOSED, 0, -1), past, strict=True)
        for errand in plan.closed_month(month, back)
    ]
    errands += [*plan.month_under_way(world.now), *plan.to_do(world.now.date())]
    events: list[Event] = []
    for errand in errands:
        course = Course(world, errand, quality[errand.unit])
        events.append((course.given_at, course.give))
        if errand.start:
            events.append((course.sent_at, course.send))
        if errand.start and errand.accepted:
            events.append((course.reviewed_at, course.review))
    return events


def _closing(world: World, back: int) -> list[Event]:
    """Closing the month that lies `back` months before this one, and its notice: drafted, published, signed."""
    month = clock.month_before(clock.month_of(world.now), back)
    last = calendar.last_day(month)
    office = Office(world, month)
    steps: list[Event] = [(_at(last, 2, time(16, 20)), office.close)]
    if back in PUBLISHED:
        steps += [(_at(last, 4, time(10, 10)), office.draft), (_at(last, 5, time(9)), office.publish)]
        for number, person in enumerate(world.cast["unit"]):
            if back == min(PUBLISHED) and world.cast.unit_of[person.id] in UNSIGNED:
                continue
            moment = _at(last, 5 + number % 3, time(10)) + timedelta(minutes=17 * number)
            steps.append((moment, _signing(office, number)))
    moments = calendar.in_order(sorted(at for at, _ in steps), clock.midnight(last + days(1)), world.now)
    actions = [action for _, action in sorted(steps, key=lambda step: step[0])]
    return list(zip(moments, actions, strict=True))


class Office:
    """The desk at which one month is closed and its notice made."""

    def __init__(self, world: World, month: str) -> None:
        self.world, self.month = world, month
        self.notice = ""

    def close(self) -> None:
        months.follow(self.world.db)
        months.close(self.world.db, self.world.cast["publisher"][0], self.month)

    def draft(self) -> None:
        year, number = self.month.split("-")
        self.notice = compose.draft(
            self.world.db, self.world.cast["planner"][0], self.month, f"〔{year}〕{int(number)}号"
        )

    def publish(self) -> None:
        publish.publish(self.world.db, self.world.cast["publisher"][0], self.notice)

    def sign(self, number: int) -> None:
        slug = archive.slug_of(self.world.db, self.notice) or ""
        signing.sign(self.world.db, self.world.cast["unit"][number], slug)


def _signing(office: Office, number: int) -> Callable[[], None]:
    return lambda: office.sign(number)


def _at(last: date, count: int, at: time) -> datetime:
    """A time on the `count`-th working day after a month's last day."""
    return calendar.moment(calendar.after(last, count), at)
