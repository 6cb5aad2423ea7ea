"""Who issues the notices, and the periods that a new draft proposes: this bureau's own choices."""

from dataclasses import dataclass

from app import bureau
from app.db import Database
from app.org import units


@dataclass(frozen=True)
class Office:
    """`issuer` stands in the head, with the `department` in the signature; the periods are days, the one for objections
    (异议) working days."""

    issuer: str
    department: str
    sign_days: int = 5
    rectify_days: int = 14
    objection_days: int = 3


def of(db: Database) -> Office:
    """The office of this bureau; it goes by the name of the topmost unit unless the bureau chose another one."""
    return Office(
        issuer(db),
        bureau.text(db, "department"),
        bureau.number(db, "sign_days"),
        bureau.number(db, "rectify_days"),
        bureau.number(db, "objection_days"),
    )


def issuer(db: Database) -> str:
    """The name in the head of notices and in the feed."""
    return bureau.text(db, "issuer") or units.root(db).name
