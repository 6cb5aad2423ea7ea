"""A visit told from the phone to the accepted submission, through the real functions."""

import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from app import clock
from app.db import Database
from app.intake import submissions
from app.review import acceptance, cases, decisions, queue
from app.scoring import months
from tests.builders import a_visit, an_envelope, an_observation, body

OCTOBER = datetime.fromisoformat("2026-10-14T10:00:00+08:00")
NOVEMBER = datetime.fromisoformat("2026-11-24T10:42:07+08:00")


def passes(*items: str, **changes: Any) -> list[dict[str, Any]]:
    return [an_observation(item, "pass", **changes) for item in items]


def fails(*items: str, **changes: Any) -> list[dict[str, Any]]:
    return [an_observation(item, "fail", **changes) for item in items]


def sent(
    db: Database,
    cast: SimpleNamespace,
    *observations: dict[str, Any],
    at: datetime = NOVEMBER,
    visit: Any = None,
    **changes: Any,
) -> str:
    """A submission that has arrived at `at` and waits for review. `changes` are those of the visit."""
    with clock.at(at):
        day = at.date()
        visit = visit or a_visit(db, cast, **{"opens": day, "closes": day} | changes)
        times = {
            "started_at": (at - timedelta(hours=1)).isoformat(),
            "finished_at": (at - timedelta(minutes=5)).isoformat(),
        }
        submission = str(uuid.uuid4())
        person = changes.get("inspector", cast.inspector.id)
        submissions.take(db, person, submission, body(an_envelope(db, visit, *observations, **times)))
        queue.follow(db)
    return submission


def reviewed(
    db: Database,
    cast: SimpleNamespace,
    submission: str,
    *,
    at: datetime = NOVEMBER,
    severities: dict[str, str] | None = None,
    dismissed: tuple[str, ...] = (),
) -> str:
    """Every failing confirmed with the item's severity or the one given by item, or dismissed; then accepted."""
    with clock.at(at):
        for failing in cases.load(db, cast.planner, submission).failings:
            item = failing.item.id
            decisions.decide(
                db,
                cast.planner,
                submission,
                failing.id,
                "dismiss" if item in dismissed else "confirm",
                severity="" if item in dismissed else (severities or {}).get(item, ""),
                reason="核对过照片和记录",
            )
        acceptance.accept(db, cast.planner, submission)
        months.follow(db)
    return submission


def inspected(
    db: Database,
    cast: SimpleNamespace,
    *observations: dict[str, Any],
    at: datetime = NOVEMBER,
    severities: dict[str, str] | None = None,
    dismissed: tuple[str, ...] = (),
    **changes: Any,
) -> str:
    """A visit made, sent, reviewed and accepted at `at`; gives the submission's id."""
    submission = sent(db, cast, *observations, at=at, **changes)
    return reviewed(db, cast, submission, at=at, severities=severities, dismissed=dismissed)
