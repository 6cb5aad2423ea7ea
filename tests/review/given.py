"""What reviews begin with: submissions that have arrived and stand in the queue, some with photos."""

import hashlib
import io
import uuid
from datetime import date
from typing import Any

from PIL import Image

from app.db import Database
from app.intake import photos, submissions
from app.photos.store import Store
from app.review import acceptance, decisions, queue
from app.visits.visits import Visit
from tests.builders import a_visit, an_envelope, an_observation, body

UP, SEAT = "CL02-10", "CL02-12"  # one clause (4.1.15), general and minor
FAREWELL, SMILE = "CL02-15", "CL02-25"  # one fact can hit both
CURSE = "CL02-07"  # a red line


def a_failing(item: str = UP, post: str | None = "2号柜台", **changes: Any) -> dict[str, Any]:
    return an_observation(item, "fail", post=post, **changes)


def arrived(db: Database, visit: Visit | None, person: Any, *observations: dict[str, Any], **changes: Any) -> str:
    """Sends a submission and lets the queue take it up; gives its id."""
    submission = str(uuid.uuid4())
    submissions.take(db, person.id, submission, body(an_envelope(db, visit, *observations, **changes)))
    queue.follow(db)
    return submission


def open_submission(db: Database, cast: Any, *observations: dict[str, Any], **changes: Any) -> str:
    """An open visit of the east hall by the inspector, sent."""
    return arrived(db, a_visit(db, cast), cast.inspector, *observations, **changes)


def covert_submission(db: Database, cast: Any, *observations: dict[str, Any], **changes: Any) -> str:
    """A covert visit of the east hall, assigned by planner2, sent."""
    visit = a_visit(db, cast, approach="covert")
    return arrived(db, visit, cast.inspector, *observations, **changes)


def confirmed(db: Database, by: Any, submission: str, *observations: dict[str, Any], reason: str = "属实") -> None:
    """Every one of the failings confirmed and the submission accepted."""
    for observation in observations:
        decisions.decide(db, by, submission, observation["id"], "confirm", reason=reason)
    acceptance.accept(db, by, submission)


def a_photo(db: Database, store: Store, person: Any, content: bytes | None = None) -> dict[str, Any]:
    """A photo that has arrived, as an observation names it."""
    content = content if content is not None else a_picture()
    sha256 = hashlib.sha256(content).hexdigest()
    photos.take(db, store, person.id, sha256, io.BytesIO(content))
    return {"sha256": sha256, "at": "2026-11-24T10:38:12+08:00", "caption": ""}


def a_picture(colour: str = "teal") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(stream, "JPEG")
    return stream.getvalue()


def in_november(day: int, hour: int = 9) -> str:
    return f"{date(2026, 11, day).isoformat()}T{hour:02d}:12:03+08:00"
