"""Publishing: somebody else than the drafter freezes a notice. No statement anywhere changes a published one."""

import secrets
from collections.abc import Mapping
from dataclasses import replace

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Forbidden, Place, Problem
from app.notices import archive, texts
from app.notices.archive import CODE_ALPHABET, Draft
from app.notices.model import dumps, fingerprint
from app.org import units
from app.people import naming
from app.people.persons import Person

_SLUG_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def publish(db: Database, by: Person, notice: str, seen: str = "") -> str:
    """Publishes a draft with today's date and gives its slug. The caller has demanded the passkey `publish:<notice>`.

    `seen` is the hash of the text that the publisher had before them, if they say. Raises NotFound, Forbidden (one's
    own draft, not a publisher) and Conflict (published already, changed since it was seen, overtaken, out of date, or
    with the name of somebody who inspects in what was typed).
    """
    with db.write():
        found = permitted(db, by, notice)
        if seen and seen != found.sha256:
            raise Conflict(N_("The draft was changed after you opened it. Please read it again before publishing."))
        text = dumps(replace(found.notice, date=clock.today().isoformat()))
        slug = _random(_SLUG_ALPHABET, 16)
        code = _free_code(db)
        db.execute(
            """UPDATE notices SET model = :model
               WHERE id = :id AND NOT EXISTS (SELECT 1 FROM publications WHERE publications.notice = notices.id)""",
            id=notice,
            model=text,
        )
        db.execute(
            """INSERT INTO publications (notice, slug, code, sha256, by, at, sign_by)
               VALUES (:notice, :slug, :code, :sha256, :by, :now, :sign_by)""",
            notice=notice,
            slug=slug,
            code=code,
            sha256=fingerprint(text),
            by=by.id,
            now=clock.stamp(),
            sign_by=found.notice.typed.sign_by,
        )
        asked = _address(db, notice)
        told = {"number": found.notice.number, "sha256": fingerprint(text), "code": code, "units": asked}
        journal.record(db, by.id, "notice.published", notice, **told)
    return slug


def permitted(db: Database, by: Person, notice: str) -> Draft:
    """The draft that this person may publish now. Raises NotFound, Forbidden and Conflict, each with its sentence."""
    if archive.slug_of(db, notice):
        raise Conflict(N_("This notice is already published; a correction is a new notice."))
    found = archive.draft(db, notice)
    problem = hindrance(db, by, found)
    if problem:
        raise problem
    return found


def hindrance(db: Database, person: Person, draft: Draft) -> Problem | None:
    """Why this person cannot publish this draft, None when they can. The page shows it in place of the button."""
    if "publisher" not in person.roles:
        return Forbidden(N_("The head of the marketing department publishes; a planner drafts."))
    if draft.drafted_by == person.id:
        return Forbidden(N_("You drafted this notice yourself, so another publisher has to publish it."))
    standing = archive.standing(db, draft.month)
    if (standing and standing["id"]) != draft.replaces:
        return Conflict(
            N_("Another notice was published for this month after this was drafted. Draft a correction of that one.")
        )
    for place in naming_somebody(db, texts.free(draft.notice.typed)):
        return Conflict(N_("In the typed texts: %(why)s The drafter has to change that first."), why=place.detail)
    if draft.notice.typed.sign_by < clock.today().isoformat():
        return Conflict(N_("The day for signing has passed. The drafter has to set a new one first."))
    return None


def naming_somebody(db: Database, typed: Mapping[str, str]) -> tuple[Place, ...]:
    """The typed texts that name an inspector or mystery shopper, or their code. What is made from figures is not asked:
    it holds no persons, and a unit may be called like one."""
    return naming.places(db, typed, [unit.name for unit in units.everyone(db)])


def _address(db: Database, notice: str) -> list[str]:
    """Settles which units sign for it, and gives them: those that are scored now. A unit that comes later owes it no
    signature."""
    asked = sorted(unit.id for unit in units.scored(db))
    db.bulk(
        "INSERT INTO recipients (notice, unit) VALUES (:notice, :unit)",
        [{"notice": notice, "unit": unit} for unit in asked],
    )
    return asked


def _free_code(db: Database) -> str:
    """A check code such as K7QX-4M2R."""
    while True:
        code = f"{_random(CODE_ALPHABET, 4)}-{_random(CODE_ALPHABET, 4)}"
        if db.row("SELECT 1 AS taken FROM publications WHERE code = :code", code=code) is None:
            return code


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
