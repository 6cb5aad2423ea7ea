"""The timetable: each job a one-line call, each run claimed once in the database; and what follows every write."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Response, g, request

from app import clock
from app.config import Settings
from app.db import Database, Databases
from app.pages import database
from app.people import challenges, sessions
from app.photos import derive
from app.photos.store import Store
from app.review import queue
from app.scoring import months

log = logging.getLogger("mingcha.jobs")
SAFE = {"GET", "HEAD", "OPTIONS"}
FIELD = {"inspector", "shopper"}
Job = Callable[[Database, Store, Settings], object]

TIMETABLE: dict[str, tuple[Job, dict[str, int]]] = {
    "sessions": (lambda db, _, settings: sessions.sweep(db, int(settings.session_days)), {"hour": 3}),
    "challenges": (lambda db, *_: challenges.sweep(db), {"hour": 3, "minute": 10}),
    "incoming": (lambda _, store, __: store.sweep(), {"hour": 3, "minute": 20}),
    "pictures": (lambda db, store, _: derive.work(db, store), {"seconds": 5}),
    "figures": (lambda db, *_: follow(db), {"seconds": 5}),
}


def follow(db: Database) -> None:
    """Lets every follower of the journal catch up; what they have read already costs one query each."""
    queue.follow(db)
    months.follow(db)


def before_a_page() -> None:
    """What arrived from the field is followed up at the latest before a page that could show it is made: phones that
    send do not wait for it. Where nothing can be written, pages show what was followed up before."""
    if request.method in SAFE and g.person and g.person.roles - FIELD:
        with suppress(sqlite3.OperationalError):
            follow(database())


def after_a_write(answer: Response) -> Response:
    """Figures follow within the same request that changed them, but for what phones send (`before_a_page`)."""
    if request.method not in SAFE and answer.status_code < 400 and not request.path.startswith("/api/"):
        follow(database())
    return answer


def start(settings: Settings, databases: Databases, store: Store) -> BackgroundScheduler:
    """Begins the timetable in this process; any number of processes may do so."""
    scheduler = BackgroundScheduler(timezone=settings.zone)
    for name, (_, when) in TIMETABLE.items():
        trigger = "interval" if "seconds" in when else "cron"
        values = (name, settings, databases, store)
        scheduler.add_job(run, trigger, args=values, id=name, coalesce=True, max_instances=1, **when)
    scheduler.start()
    return scheduler


def run(name: str, settings: Settings, databases: Databases, store: Store) -> None:
    """Carries out one run unless another process has it; a failure is kept for the administrator to see."""
    db = databases.here()
    job, when = TIMETABLE[name]
    due = clock.stamp(slot(clock.now(), when.get("seconds", 60)))
    if not claim(db, name, due):
        return
    error = None
    try:
        job(db, store, settings)
    except Exception as failure:
        log.exception("job %s failed", name)
        error = f"{type(failure).__name__}: {failure}"
    finish(db, name, due, error)


def slot(now: datetime, seconds: int) -> datetime:
    """The beginning of the slot of so many seconds in which `now` lies: what all processes call this run."""
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)


def finish(db: Database, job: str, due: str, error: str | None) -> None:
    """Notes how a run ended, and forgets old runs of the job that went well."""
    with db.write():
        db.execute(
            "UPDATE job_runs SET ended_at = :now, error = :error WHERE job = :job AND due = :due",
            now=clock.stamp(),
            error=error,
            job=job,
            due=due,
        )
        db.execute(
            "DELETE FROM job_runs WHERE job = :job AND due < :before AND error IS NULL",
            job=job,
            before=clock.stamp(clock.now() - clock.days(1)),
        )


def claim(db: Database, job: str, due: str) -> bool:
    """Takes a run for this process; False when another has it."""
    with db.write():
        taken = db.execute(
            """INSERT INTO job_runs (job, due, claimed_at) VALUES (:job, :due, :now)
               ON CONFLICT (job, due) DO NOTHING""",
            job=job,
            due=due,
            now=clock.stamp(),
        )
    return bool(taken)
