"""Closed months for the tests of notices, made through the real code: visits, submissions, reviews, the closure."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from app import clock
from app.db import Database
from app.intake import submissions
from app.notices import compose, publish
from app.org.sites import Site
from app.people.persons import Person
from app.review import acceptance, decisions, queue
from app.scoring import months
from app.visits.visits import Visit
from tests import builders


@dataclass(frozen=True)
class Failed:
    """An item that did not conform, at a post."""

    item: str
    post: str | None = None
    note: str = ""


def inspect(
    db: Database,
    cast: SimpleNamespace,
    day: str,
    *failed: Failed,
    site: Site | None = None,
    approach: str = "open",
    inspector: Person | None = None,
    device: str = "6f1c2c52-2f3c-4a57-9c1e-7c1f1d9f2a11",
    checklists: tuple[str, ...] = ("CL02", "CL11"),
    reviewed: str = "",
    visit: Visit | None = None,
) -> str:
    """One accepted visit on a day (`2026-10-14`) on which everything else conformed; every failing is confirmed, on the
    same day unless `reviewed` names another. `visit` is one that has been made before and is corrected by this."""
    morning = datetime.fromisoformat(f"{day}T09:00:00+08:00")
    inspector = inspector or cast.inspector
    with clock.at(morning):
        visit = visit or builders.a_visit(
            db,
            cast,
            site=(site or cast.hall).id,
            approach=approach,
            checklists=checklists,
            inspector=inspector.id,
            opens=morning.date(),
            closes=morning.date(),
        )
        observations = [
            *(
                builders.an_observation(f.item, "fail", post=f.post, note=f.note, at=morning.isoformat())
                for f in failed
            ),
            builders.an_observation("CL02-13", at=morning.isoformat()),
            builders.an_observation("CL02-14", "na", at=morning.isoformat()),
        ]
        body: dict[str, Any] = builders.an_envelope(
            db,
            visit,
            *observations,
            started_at=f"{day}T08:00:00+08:00",
            finished_at=f"{day}T08:50:00+08:00",
            device={"id": device, "counter": 1},
        )
        submission = str(uuid.uuid4())
        submissions.take(db, inspector.id, submission, builders.body(body))
        queue.follow(db)
    with clock.at(datetime.fromisoformat(f"{reviewed}T09:00:00+08:00") if reviewed else morning):
        for observation in observations:
            if observation["verdict"] == "fail":
                decisions.decide(
                    db, cast.planner, submission, observation["id"], "confirm", reason="照片与备注相符，成立。"
                )
        acceptance.accept(db, cast.planner, submission)
        months.follow(db)
    return submission


def an_october(db: Database, cast: SimpleNamespace) -> str:
    """October 2026, closed on 2 November: east has three visits and a rank, west a red line and two covert visits."""
    inspect(db, cast, "2026-10-09", Failed("CL02-10", "2号柜台"))
    inspect(db, cast, "2026-10-14", Failed("CL02-10", "1号柜台"), approach="covert")
    inspect(db, cast, "2026-10-26")
    inspect(db, cast, "2026-10-12", Failed("CL11-02"), site=cast.hall2)
    inspect(db, cast, "2026-10-13", Failed("CL02-10"), Failed("CL02-05"), site=cast.hall2, approach="covert")
    inspect(db, cast, "2026-10-20", Failed("CL02-10"), site=cast.hall2, approach="shopper", inspector=cast.shopper)
    return close(db, cast, "2026-10")


def close(db: Database, cast: SimpleNamespace, month: str) -> str:
    """Closes a month on the second day of the next one."""
    with clock.at(datetime.fromisoformat(f"{clock.month_before(month, -1)}-02T09:00:00+08:00")):
        months.close(db, cast.publisher, month)
    return month


def a_draft(db: Database, cast: SimpleNamespace, by: Person | None = None, **typed: str) -> str:
    """A draft of October's notice by the planner, and its id."""
    return compose.draft(db, by or cast.planner, "2026-10", **typed)


def a_notice(db: Database, cast: SimpleNamespace, **typed: str) -> str:
    """October's notice, drafted by the planner and published by the publisher, and its slug."""
    return publish.publish(db, cast.publisher, a_draft(db, cast, **typed))
