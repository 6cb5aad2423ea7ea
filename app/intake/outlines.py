"""What lists and followers need of a submission, without its observations."""

from dataclasses import dataclass

from app.db import Database


@dataclass(frozen=True)
class Outline:
    """What a list shows of a submission; its observations are not read for it."""

    person: str
    visit: str | None
    site: str
    approach: str
    started_at: str
    received_at: str


@dataclass(frozen=True)
class Failing:
    """An observation judged 不符合: its id, and the item in the version of the checklist that was answered."""

    id: str
    checklist: str
    version: str
    item: str


@dataclass(frozen=True)
class Arrival:
    """When a submission was received (`clock.stamp`), and which one it replaces."""

    received_at: str
    replaces: str | None


def arrival(db: Database, submission: str) -> Arrival:
    """What its row alone tells of a submission. Raises NotFound."""
    return Arrival(**db.one("SELECT received_at, replaces FROM submissions WHERE id = :id", id=submission))


def outline(db: Database, submission: str) -> Outline:
    """Raises NotFound."""
    return Outline(
        **db.one(
            "SELECT person, visit, site, approach, started_at, received_at FROM submissions WHERE id = :id",
            id=submission,
        )
    )


def failing(db: Database, submission: str) -> list[Failing]:
    """The failings of a submission, in the order they were sent."""
    rows = db.rows(
        """SELECT observations.id, observations.checklist, version, item
           FROM observations JOIN submission_checklists AS named
             ON named.submission = observations.submission AND named.checklist = observations.checklist
           WHERE observations.submission = :id AND verdict = 'fail' ORDER BY position""",
        id=submission,
    )
    return [Failing(**row) for row in rows]
