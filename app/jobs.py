"""The timetable: each job a one-line call. What follows every write stands here, too."""

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Response, g, request

from app import clock, copies, journal, runs
from app.config import Settings
from app.db import Database, Databases
from app.errors import N_
from app.pages import database
from app.people import challenges, sessions
from app.photos import derive
from app.photos.store import Store
from app.review import queue
from app.scoring import months

SAFE = {"GET", "HEAD", "OPTIONS"}
FIELD = {"inspector", "shopper"}
RANK = 10  # as `nice` counts: 0 is usual, 19 is last
log = logging.getLogger("mingcha.jobs")
Work = Callable[[Database, Store, Settings], object]
LOOK = 30  # seconds until a nightly job that is due is begun: after the start, after a sleep, after a clock was set
DRIFT = 20  # seconds by which the clock may run off from the machine's own before it counts as set


@dataclass(frozen=True)
class Job:
    """Work due `every` so many seconds; where that is 0, once a night. `needed` asks cheaply whether there is any."""

    name: str
    work: Work
    every: int = 0
    needed: Callable[[Database], bool] = lambda _: True


TIMETABLE: dict[str, Job] = {
    "pictures": Job(
        N_("Views of photos; unreadable ones are set aside"),
        lambda db, store, _: derive.work(db, store),
        5,
        derive.waiting,
    ),
    "figures": Job(
        N_("Review queue and figures of the month under way"),
        lambda db, *_: follow(db),
        5,
        journal.unread,
    ),
    "sessions": Job(
        N_("Clearing of ended sessions"), lambda db, _, settings: sessions.sweep(db, int(settings.session_days))
    ),
    "challenges": Job(N_("Clearing of unused passkey questions"), lambda db, *_: challenges.sweep(db)),
    "incoming": Job(N_("Clearing of broken uploads"), lambda _, store, __: store.sweep()),
    "upkeep": Job(N_("Upkeep of the database"), lambda db, *_: db.upkeep()),
    "copy": Job(N_("Copy of the database, restored and checked"), lambda db, _, settings: copies.make(db, settings)),
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
    """Begins the timetable in this process; any number of processes may do so. What a night missed is caught up now."""
    two = {
        "default": ThreadPoolExecutor(2, {"initializer": behind_the_others})
    }  # a long copy does not hold up the photos
    scheduler = BackgroundScheduler(timezone=settings.zone, executors=two)
    for name, job in TIMETABLE.items():
        usual = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        values = (name, settings, databases, store)
        scheduler.add_job(run, "interval", args=values, id=name, seconds=job.every or LOOK, **usual)
    begin_now(scheduler)
    scheduler.start()
    threading.Thread(target=_watch, args=(scheduler,), name="clock", daemon=True).start()
    return scheduler


def behind_the_others() -> None:
    """Where each thread has a rank of its own, as on Linux, jobs take the processor time that nobody else wants: a
    phone that sends and a page do not wait until pictures are made."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), RANK)


def run(name: str, settings: Settings, databases: Databases, store: Store) -> None:
    """Carries out the run that is due, unless it is done or another process has it; a failure is kept for the
    administrator to see until a run goes well: a nightly job that failed is tried again (`runs.claim`), another one
    runs again though a page may have done its work meanwhile.
    """
    job = TIMETABLE[name]
    due = clock.stamp(due_at(job, settings, clock.now()))
    try:
        db = databases.here()
        if job.needed(db) or runs.troubled(db, name):
            carry_out(name, due, db, store, settings)
    except Exception:
        log.exception("run %s of job %s could not be noted", due, name)


def carry_out(name: str, due: str, db: Database, store: Store, settings: Settings) -> None:
    """One run of a job by its name, if this process can claim it; how it ended is noted, a failure with its reason."""
    if runs.claim(db, name, due):
        runs.finish(db, name, due, _failure(name, lambda: TIMETABLE[name].work(db, store, settings)))


def due_at(job: Job, settings: Settings, now: datetime) -> datetime:
    """The moment by which all processes call the run that is due at `now`: the last one at or before it."""
    if job.every:
        return datetime.fromtimestamp(now.timestamp() // job.every * job.every, now.tzinfo)
    hour, minute = map(int, settings.night.split(":"))
    tonight = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return tonight if tonight <= now else tonight - timedelta(days=1)


def begin_now(scheduler: BackgroundScheduler) -> None:
    """Lets every job of the timetable look at once, whatever the clock said when its next time was set."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=clock.now())


def _failure(name: str, work: Callable[[], object]) -> str | None:
    try:
        work()
    except Exception as failure:
        log.exception("job %s failed", name)
        return f"{type(failure).__name__}: {failure}"
    return None


def _watch(scheduler: BackgroundScheduler) -> None:
    """The scheduler sleeps until the time of its next job: with a clock that was set back by a year, for a year."""
    offset = clock.offset()
    while scheduler.running:
        time.sleep(DRIFT)
        before, offset = offset, clock.offset()
        if abs(offset - before) > DRIFT and scheduler.running:
            log.warning("the clock was set by %+.0f seconds", offset - before)
            begin_now(scheduler)
