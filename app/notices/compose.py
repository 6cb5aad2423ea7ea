"""Drafting: a notice is composed from a closed month and typed texts, and may change until it is published."""

import uuid
from dataclasses import dataclass

from app import bureau, clock, journal
from app.db import Database
from app.errors import N_, Forbidden, Invalid, Place
from app.notices import archive, gather, numbers, office, publish, texts
from app.notices.archive import Draft
from app.notices.figures import Month
from app.notices.model import Notice, Typed, dumps
from app.notices.numbers import Number
from app.people.persons import Person
from app.scoring import months as scoring

_TAKEN = N_("This number is already taken; the next free one is %(next)s.")
_OTHERS = N_("Only the drafter and the planners change a draft; whoever publishes takes it as it is, or leaves it.")


def draft(db: Database, by: Person, month: str, number: str = "", **typed: str) -> str:
    """Drafts the notice of a closed month and gives its id; where one stands already the draft is its correction.

    `number` and the other fields of `Typed` stand in for what is proposed. Raises Conflict for a month that is not
    closed and Invalid with the fields that cannot be taken.
    """
    found = gather.closed_month(db, month)
    notice = str(uuid.uuid4())
    with db.write():
        standing = archive.standing(db, month)
        replaces = standing["id"] if standing else None
        proposed = texts.proposal(found, next_number(db, typed.get("series", "")), number, typed, office.of(db))
        text = _whole(db, found, proposed, replaces, typed | {"number": number})
        added = db.execute(
            """INSERT INTO notices (id, month, number, model, drafted_by, drafted_at, replaces)
               VALUES (:id, :month, :number, :model, :by, :now, :replaces) ON CONFLICT (number) DO NOTHING""",
            id=notice,
            month=month,
            number=text.number,
            model=dumps(text),
            by=by.id,
            now=clock.stamp(),
            replaces=replaces,
        )
        if not added:
            raise _taken(db, proposed)
        journal.record(db, by.id, "notice.drafted", notice, month=month, number=text.number)
    return notice


def revise(db: Database, by: Person, notice: str, typed: Typed, seen: str = "") -> None:
    """Puts newly typed texts into a draft; the figures are gathered anew.

    `seen` is the hash of the text that the person had before them. Raises NotFound, Forbidden, and Invalid with the
    fields that cannot be taken, or when somebody else saved in between.
    """
    before = archive.draft(db, notice)
    if not may_revise(by, before):
        raise Forbidden(_OTHERS)
    found = gather.closed_month(db, before.month)
    text = _whole(db, found, typed, before.replaces, texts.free(typed))
    with db.write():
        now = archive.draft(db, notice)
        if now.sha256 != (seen or before.sha256):
            raise Invalid(
                N_("Somebody saved this draft after you opened it. Compare with the text shown, then save again.")
            )
        if _holder(db, text.number) not in {None, notice}:
            raise _taken(db, typed)
        db.execute(
            """UPDATE notices SET number = :number, model = :model
               WHERE id = :id AND NOT EXISTS (SELECT 1 FROM publications WHERE publications.notice = notices.id)""",
            id=notice,
            number=text.number,
            model=dumps(text),
        )
        journal.record(db, by.id, "notice.revised", notice, number=text.number)


def discard(db: Database, by: Person, notice: str) -> None:
    """Removes a draft; its number is free again. Raises NotFound and Forbidden."""
    with db.write():
        found = archive.draft(db, notice)
        if not may_revise(by, found):
            raise Forbidden(_OTHERS)
        db.execute(
            """DELETE FROM notices
               WHERE id = :id AND NOT EXISTS (SELECT 1 FROM publications WHERE publications.notice = notices.id)""",
            id=notice,
        )
        journal.record(db, by.id, "notice.discarded", notice, number=found.notice.number)


def may_revise(person: Person, draft: Draft) -> bool:
    """The drafter, and planners who cannot publish: nobody publishes words of their own."""
    return person.id == draft.drafted_by or ("planner" in person.roles and "publisher" not in person.roles)


@dataclass(frozen=True)
class Choice:
    """A closed month; `number` (〔2026〕11号) is that of the notice that stands for it, which a new one corrects."""

    month: str
    number: str


def months(db: Database) -> list[Choice]:
    """The months that a notice can be drafted from, the newest first."""
    choices = []
    for month in reversed(scoring.months(db)):
        if scoring.closure(db, month):
            found = archive.standing(db, month)
            choices.append(Choice(month, numbers.read(found["number"]).short if found else ""))
    return choices


def next_number(db: Database, series: str = "") -> Number:
    """The number proposed for the next draft."""
    return numbers.proposed(db, office.issuer(db), series or bureau.text(db, "series"))


def _whole(db: Database, found: Month, typed: Typed, replaces: str | None, given: dict[str, str]) -> Notice:
    """The text of a draft. Raises Invalid, also where what a person has `given` names somebody who inspects."""
    naming = publish.naming_somebody(db, given)
    return texts.whole(office.of(db), found, typed, _number_of(db, replaces), naming)


def _number_of(db: Database, notice: str | None) -> str:
    row = db.row("SELECT number FROM notices WHERE id = :id", id=notice)
    return row["number"] if row else ""


def _holder(db: Database, number: str) -> str | None:
    row = db.row("SELECT id FROM notices WHERE number = :number", number=number)
    return row["id"] if row else None


def _taken(db: Database, typed: Typed) -> Invalid:
    free = next_number(db, texts.checked(typed)[1].series)
    return Invalid(_TAKEN, (Place("number", N_("This number is already taken.")),), next=str(free))
