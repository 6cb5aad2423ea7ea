"""The versions of scenarios that the database has seen, and the approvals of those that set a crew in motion."""

import json
from dataclasses import dataclass

from app import clock, journal
from app.checklists.model import canonical
from app.checklists.scenarios.model import Scenario, from_content
from app.db import Database
from app.errors import N_, Conflict, Invalid, NotFound, Place

LONGEST = 500


@dataclass(frozen=True)
class Approval:
    """Who approved a scenario, when and why."""

    by: str
    at: str
    reason: str


def publish(db: Database, scenario: Scenario) -> None:
    """Makes this the current version; nothing happens when it is already."""
    row = db.row("SELECT version FROM scenario_current WHERE id = :id", id=scenario.id)
    if row and row["version"] == scenario.version:
        return
    with db.write():
        db.execute(
            """INSERT INTO scenario_versions (id, version, content, added_at) VALUES (:id, :version, :content, :at)
               ON CONFLICT (id, version) DO NOTHING""",
            id=scenario.id,
            version=scenario.version,
            content=canonical(scenario.content()),
            at=clock.stamp(),
        )
        db.execute(
            """INSERT INTO scenario_current (id, version) VALUES (:id, :version)
               ON CONFLICT (id) DO UPDATE SET version = excluded.version""",
            id=scenario.id,
            version=scenario.version,
        )
        journal.record(db, None, "scenario.published", scenario.id, version=scenario.version)


def current(db: Database) -> list[Scenario]:
    """The current version of every scenario, by id."""
    rows = db.rows("SELECT id, version FROM scenario_current ORDER BY id")
    return [get(db, row["id"], row["version"]) for row in rows]


def find(db: Database, scenario: str) -> Scenario:
    """The current version of one. Raises NotFound."""
    row = db.one("SELECT version FROM scenario_current WHERE id = :id", id=scenario)
    return get(db, scenario, row["version"])


def get(db: Database, scenario: str, version: str) -> Scenario:
    """A version, old or current. Raises NotFound."""
    row = db.one(
        "SELECT content FROM scenario_versions WHERE id = :id AND version = :version", id=scenario, version=version
    )
    return from_content(json.loads(row["content"]))


def approval(db: Database, scenario: str) -> Approval | None:
    """The approval that stands for a scenario in its current version, None when there is none."""
    row = db.row(
        """SELECT approved_by AS by, approved_at AS at, reason FROM scenario_approvals
           JOIN scenario_current ON scenario_current.id = scenario_approvals.scenario
                AND scenario_current.version = scenario_approvals.version
           WHERE scenario = :scenario AND ended_at IS NULL""",
        scenario=scenario,
    )
    return Approval(**row) if row else None


def open_to(db: Database, scenario: Scenario) -> bool:
    """Whether visits may be given by it."""
    return not scenario.dispatches or approval(db, scenario.id) is not None


def approve(db: Database, by: str, scenario: str, reason: str, seen: str = "") -> None:
    """Approves a scenario that sets a crew in motion, in the version in use, which must be the one that was `seen`.
    Raises NotFound, also for one that needs no approval; Conflict for another version; Invalid without a reason."""
    found = find(db, scenario)
    if not found.dispatches:
        raise NotFound
    if seen and seen != found.version:
        raise Conflict(N_("The script was changed meanwhile, and nothing was approved. Read it again."))
    wrong = problems(reason)
    if wrong:
        raise Invalid(wrong[0].detail, wrong)
    with db.write():
        if approval(db, scenario):
            return
        db.execute(
            """INSERT INTO scenario_approvals (scenario, version, approved_by, approved_at, reason)
               VALUES (:scenario, :version, :by, :at, :reason)""",
            scenario=scenario,
            version=found.version,
            by=by,
            at=clock.stamp(),
            reason=reason.strip(),
        )
        journal.record(db, by, "scenario.approved", scenario, version=found.version, reason=reason.strip())


def problems(reason: str) -> tuple[Place, ...]:
    """What is wrong with the reason for an approval."""
    if not reason.strip():
        return (Place("reason", N_("Say why a real crew may be set in motion: when, where, agreed with whom.")),)
    if len(reason.strip()) > LONGEST:
        return (Place("reason", N_("The reason is longer than 500 characters.")),)
    return ()


def withdraw(db: Database, by: str, scenario: str) -> None:
    """Takes the approval back; visits that were given stay. Raises NotFound when there is none."""
    with db.write():
        if approval(db, scenario) is None:
            raise NotFound
        db.execute(
            """UPDATE scenario_approvals SET ended_at = :at, ended_by = :by
               WHERE scenario = :scenario AND ended_at IS NULL""",
            scenario=scenario,
            at=clock.stamp(),
            by=by,
        )
        journal.record(db, by, "scenario.withdrawn", scenario)
