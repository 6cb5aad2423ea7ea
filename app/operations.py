"""The operations room: whether the jobs run, which copies there are, how much room is left. For the administrator."""

import shutil
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Flask, Response, current_app, g, redirect
from werkzeug.wrappers import Response as Answer

from app import clock, copies, jobs, runs
from app.config import Settings
from app.errors import NotFound
from app.pages import allow, database, page, settings
from app.runs import Run

blueprint = Blueprint("operations", __name__, url_prefix="/operations")


@dataclass(frozen=True)
class Duty:
    """A job of the timetable and how its newest run went; `due` is the next night's time."""

    id: str
    name: str
    every: int
    run: Run | None
    due: datetime

    @property
    def state(self) -> str:
        """`good`, `failed`, `running` or `cut`; `new` before the first run."""
        return self.run.state if self.run else "new"


def duties(settings: Settings) -> list[Duty]:
    """The timetable with its newest runs, in its own order."""
    newest, now = runs.latest(database()), clock.now()
    return [
        Duty(name, job.name, job.every, newest.get(name), jobs.due_at(job, settings, now) + clock.days(1))
        for name, job in jobs.TIMETABLE.items()
    ]


def troubles() -> bool:
    """Whether an administrator has something to look at here."""
    return any(run.state in {"failed", "cut"} for run in runs.latest(database()).values())


def short_of_room() -> bool:
    """Whether the next copy of the database would not fit on the disk: said before it fails, and also while the disk
    is so full that no failure can be noted."""
    here = settings()
    return shutil.disk_usage(here.folder).free < copies.room(here)


def install(app: Flask) -> None:
    """Lets every page of an administrator say that a job has failed, or that the disk is almost full."""

    @app.context_processor
    def failing() -> dict[str, object]:
        person = getattr(g, "person", None)
        admin = bool(person and "admin" in person.roles)
        return {"jobs_in_trouble": admin and troubles(), "short_of_room": admin and short_of_room()}


@blueprint.get("/")
@allow("admin")
def index() -> Response:
    here = settings()
    disk = shutil.disk_usage(here.folder)
    return page(
        "operations/index.html",
        duties=duties(here),
        failed=runs.failed(database()),
        names={name: job.name for name, job in jobs.TIMETABLE.items()},
        copies=copies.listed(here),
        kept=int(here.copies),
        night=here.night,
        folder=here.folder,
        database_size=here.database.stat().st_size,
        free=disk.free,
        total=disk.total,
    )


@blueprint.post("/<name>/runs")
@allow("admin")
def begin(name: str) -> Answer:
    """Carries a nightly job out now; the page then shows how it went. Raises NotFound for another."""
    job = jobs.TIMETABLE.get(name)
    if job is None or job.every:
        raise NotFound
    jobs.carry_out(name, clock.stamp(), database(), current_app.extensions["photos"], settings())
    return redirect("/operations/", 303)
