"""The timetable: each job a one-line call, each run claimed once in the database; and what follows every write."""

import logging
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Response, request

from app import clock
from app.config import Settings
from app.db import Database, Databases
from app.pages import database
from app.people import sessions
from app.photos.store import Store

log = logging.getLogger("mingcha.jobs")
Job = Callable[[Database, Store, Settings], object]

TIMETABLE: dict[str, tuple[Job, dict[str, int]]] = {
    "sessions": (lambda db, _, settings: sessions.sweep(db, int(settings.session_days)), {"hour": 3}),
}


def follow(db: Database) -> None:
    """Lets every follower of the journal catch up; what they have read already costs one query each."""


def after_a_write(answer: Response) -> Response:
    """Figures follow within the same request that changed them."""
    if request.method not in {"GET", "HEAD", "OPTIONS"} and answer.status_code < 400:
        follow(database())
    return answer


def start(settings: Settings, databases: Databases, store: Store) -> BackgroundScheduler:
    """Begins the timetable in this process; any number of processes may do so."""
    scheduler = BackgroundScheduler(timezone=settings.zone)
    for name, (job, when) in TIMETABLE.items():
        trigger = "interval" if "seconds" in when else "cron"
        scheduler.add_job(
            run, trigger, args=(name, job, settings, databases, store), id=name, coalesce=True, max_instances=1, **when
        )
    scheduler.start()
    return scheduler


def run(name: str, job: Job, settings: Settings, databases: Databases, store: Store) -> None:
    """Carries out one run unless another process has it; a failure is kept for the administrator to see."""
    db, due = databases.here(), clock.now().replace(microsecond=0)
    if not claim(db, name, due):
        return
    error = None
    try:
        job(db, store, settings)
    except Exception as failure:
        log.exception("job %s failed", name)
        error = f"{type(failure).__name__}: {failure}"
    with db.write():
        db.execute(
            "UPDATE job_runs SET ended_at = :now, error = :error WHERE job = :job AND due = :due",
            now=clock.stamp(),
            error=error,
            job=name,
            due=clock.stamp(due),
        )


def claim(db: Database, job: str, due: datetime) -> bool:
    """Takes a run for this process; False when another has it."""
    with db.write():
        taken = db.execute(
            """INSERT INTO job_runs (job, due, claimed_at) VALUES (:job, :due, :now)
               ON CONFLICT (job, due) DO NOTHING""",
            job=job,
            due=clock.stamp(due),
            now=clock.stamp(),
        )
    return bool(taken)
