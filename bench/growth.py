"""A folder grown to so many submissions. The first ones go through the real functions of intake and review; the rest
are rows copied from those under new ids, at other moments and sites, with journal entries chained by the journal."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from app import clock, journal
from app.db import Database, Row
from app.intake import submissions
from app.org import sites, units
from app.people import persons
from app.people.persons import Person
from app.review import acceptance, cases, decisions, queue
from app.scoring import keeping, months
from app.scoring.inspections import Place
from bench import world

SEEDS = 100
UNIT = 1000  # submissions for which there is a unit more: a bureau of 12 units, or with 100,000 a province
BATCH = 50  # times the seeds are copied in one transaction: 5,000 submissions, 80 MB
EACH = 25_000  # bytes of disk for a submission: 16,000 in the database, and the log before they are there
MONTHS = 24  # over which they are spread, without those that are closed
WAITING = 50  # one in so many waits for review

MAP = """CREATE TEMP TABLE copies (old TEXT PRIMARY KEY, new TEXT NOT NULL, site TEXT NOT NULL, unit TEXT NOT NULL,
  moment TEXT NOT NULL, month TEXT NOT NULL, day TEXT NOT NULL, waiting INTEGER NOT NULL)"""
COPY = (
    """INSERT INTO submissions (id, visit, person, site, approach, replaces, sha256, body, started_at, finished_at,
         received_at, device, counter, note, lat, lon, accuracy)
       SELECT new, visit, person, copies.site, approach, replaces, sha256, body, moment, moment, moment, device,
         counter, note, lat, lon, accuracy FROM copies JOIN submissions ON id = old""",
    """INSERT INTO submission_checklists (submission, checklist, version)
       SELECT new, checklist, version FROM copies JOIN submission_checklists ON submission = old""",
    """INSERT INTO observations (submission, id, checklist, item, post, verdict, value, note, at, bulk, position)
       SELECT new, id, checklist, item, post, verdict, value, note, at, bulk, position
       FROM copies JOIN observations ON submission = old""",
    """INSERT INTO reviews (submission, state, by, at, reason, due)
       SELECT new, CASE WHEN waiting THEN 'waiting' ELSE state END, CASE WHEN waiting THEN NULL ELSE by END,
         CASE WHEN waiting THEN NULL ELSE moment END, reason, moment FROM copies JOIN reviews ON submission = old""",
    """INSERT INTO decisions (submission, observation, decision, severity, reason, by, at, words)
       SELECT new, observation, decision, severity, reason, by, at, words
       FROM copies JOIN decisions ON submission = old WHERE NOT waiting""",
    """INSERT INTO findings (id, submission, observation, unit, site, approach, post, checklist, version, item, clause,
         severity, month, day, note)
       SELECT lower(hex(randomblob(16))), new, observation, copies.unit, copies.site, approach, post, checklist,
         version, item, clause, severity, copies.month, copies.day, note
       FROM copies JOIN findings ON submission = old WHERE NOT waiting""",
    """INSERT INTO visit_scores (submission, visit, unit, month, score, attainable, lost, veto, rule_version)
       SELECT new, visit, copies.unit, copies.month, score, attainable, lost, veto, rule_version
       FROM copies JOIN visit_scores ON submission = old WHERE NOT waiting""",
)


def grow(folder: Path, count: int) -> None:
    """Adds submissions until the folder holds `count`. Raises Refused when the disk has no room for them."""
    with world.opened(folder) as db:
        missing = count - int(db.one("SELECT count(*) AS n FROM submissions")["n"])
        if missing <= 0:
            return
        world.roomy(folder, missing * EACH)
        with db.write():
            _settled(db, count // UNIT)
            seeds = _seeds(db, min(SEEDS, missing))
        _copied(db, seeds, missing - len(seeds))


def _settled(db: Database, count: int) -> None:
    """Adds units with a hall each until there are so many."""
    top = units.root(db)
    for number in range(len(units.scored(db)), count):
        unit = units.add(db, f"第{number}供电所", short=f"{number}所", parent=top.id)
        sites.add(db, unit.id, f"第{number}供电所营业厅", posts=("1号柜台", "2号柜台", "引导台"))


def _seeds(db: Database, count: int) -> list[str]:
    """Unplanned checks of this month, sent by inspectors and accepted by a planner, with two failings each."""
    people = persons.everyone(db)
    senders = [person for person in people if "inspector" in person.roles]
    planner = next(person for person in people if "planner" in person.roles)
    templates = [world.envelope(db, 0, failings=2, hall=hall) for hall in range(len(world.halls(db)))]
    found = []
    for number in range(count):
        found.append(str(uuid.uuid4()))
        body = templates[number % len(templates)].replace("#", uuid.uuid4().hex[:12]).encode()
        submissions.take(db, senders[number % len(senders)].id, found[-1], body)
    queue.follow(db)
    for submission in found:
        _accepted(db, planner, submission)
    months.follow(db)
    return found


def _accepted(db: Database, planner: Person, submission: str) -> None:
    for failing in cases.load(db, planner, submission).failings:
        decisions.decide(db, planner, submission, failing.id, "confirm")
    acceptance.accept(db, planner, submission)


def _copied(db: Database, seeds: list[str], count: int) -> None:
    """Makes `count` copies, and the sums of the months in which they came to lie; batch by batch, each of which is
    written back into the file before the next, so that the log never holds more than one."""
    chance = random.Random(journal.last(db))  # other ids at each growing, the same world from the same folder
    halls = world.halls(db)
    spread = [m for back in range(MONTHS) if not keeping.closed(db, m := clock.month_before(_this_month(), back))]
    plan = [list(_plan(chance, seeds[: count - first], halls, spread)) for first in range(0, count, len(seeds))]
    with db.write():
        db.execute(MAP)
    for first in range(0, len(plan), BATCH):
        with _written_back(db):
            for rows in plan[first : first + BATCH]:
                _copy(db, rows)
            for follower in (queue.FOLLOWER, months.FOLLOWER):
                journal.advance(db, follower, journal.last(db))
    touched = {Place(str(row["month"]), str(row["unit"])) for rows in plan for row in rows if not row["waiting"]}
    for where in sorted(touched):
        with _written_back(db):
            keeping.renew(db, where)


@contextmanager
def _written_back(db: Database) -> Iterator[None]:
    with db.write():
        yield
    db.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(db: Database, rows: list[Row]) -> None:
    db.execute("DELETE FROM copies")
    db.bulk("INSERT INTO copies VALUES (:old, :new, :site, :unit, :moment, :month, :day, :waiting)", rows)
    for statement in COPY:
        db.execute(statement)
    _noted(db, rows)


def _plan(chance: random.Random, seeds: list[str], halls: list[sites.Site], spread: list[str]) -> Iterator[Row]:
    for old in seeds:
        site, month = chance.choice(halls), chance.choice(spread)
        day = f"{month}-{chance.randrange(1, min(29, 1 + clock.today().day)):02d}"
        moment = datetime.fromisoformat(f"{day}T{chance.randrange(1, 9):02d}:{chance.randrange(60):02d}:00+00:00")
        yield {
            "old": old,
            "new": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "site": site.id,
            "unit": site.unit,
            "moment": clock.stamp(moment),
            "month": month,
            "day": day,
            "waiting": int(chance.randrange(WAITING) == 0),
        }


def _noted(db: Database, rows: list[Row]) -> None:
    for row in rows:
        journal.record(db, None, "submission.received", str(row["new"]))
        if not row["waiting"]:
            journal.record(db, None, "submission.accepted", str(row["new"]))


def _this_month() -> str:
    return clock.month_of(clock.now())
