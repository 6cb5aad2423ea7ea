"""What the administrator changes about an account: its name, roles, whether it is in service, and how one gets in."""

import unicodedata
from collections.abc import Collection

from app import clock, journal
from app.db import Database
from app.errors import N_, Conflict, Invalid, Place
from app.pages import ROLES
from app.people import devices, links, passkeys, persons, sessions
from app.people.persons import Person


def wrong_name(name: str) -> tuple[Place, ...]:
    """What is wrong with a name, as a place of the form."""
    try:
        persons.checked(name)
    except Invalid as reason:
        return (Place("name", reason.sentence),)
    return ()


def wrong_roles(db: Database, roles: Collection[str], person: Person | None = None, by: str = "") -> tuple[Place, ...]:
    """What is wrong with a choice of roles, for a new account or for `person` when `by` changes it."""
    if not roles:
        return (Place("roles", N_("Choose at least one role.")),)
    if not set(roles) <= set(ROLES):
        return (Place("roles", N_("There is no such role.")),)
    if person and "admin" in person.roles and "admin" not in roles:
        if person.id == by:
            return (Place("roles", N_("Nobody takes the role of administrator from themselves. Another one can.")),)
        if _last_admin(db, person):
            return (Place("roles", N_("This is the only administrator. Make somebody else one first.")),)
    return ()


def rename(db: Database, person: Person, name: str, by: str) -> None:
    """Raises Invalid for a name that is none."""
    name = persons.checked(name)
    if name == person.name:
        return
    with db.write():
        db.execute("UPDATE people SET name = :name WHERE id = :id", name=name, id=person.id)
        journal.record(db, by, "person.renamed", person.id)


def set_roles(db: Database, person: Person, roles: Collection[str], by: str) -> None:
    """Gives and takes roles until the account has exactly these. Raises Conflict when meanwhile it became the only
    administrator's, and Invalid for what `wrong_roles` names."""
    with db.write():
        now = persons.load(db, person.id)
        if wrong := wrong_roles(db, roles, now, by):
            raise Invalid(wrong[0].detail)
        for role in sorted(set(roles) - now.roles):
            persons.grant(db, now.id, role, by)
        for role in sorted(now.roles - set(roles)):
            persons.revoke(db, now.id, role, by)


def disable(db: Database, person: Person, by: str) -> None:
    """Puts an account out of service: sessions, phones and the open invitation end, what was done stays. Raises
    Conflict for one's own and for the only administrator's."""
    if person.id == by:
        raise Conflict(N_("Nobody puts their own account out of service. Another administrator can."))
    with db.write():
        if _last_admin(db, person):
            raise Conflict(N_("This is the only administrator. Make somebody else one first."))
        if not db.execute(
            "UPDATE people SET disabled_at = :now WHERE id = :id AND disabled_at IS NULL",
            now=clock.stamp(),
            id=person.id,
        ):
            return
        journal.record(db, by, "person.disabled", person.id)
        links.cancel(db, person.id, by)
        devices.end_all(db, person.id, by)
        sessions.end_all(db, person.id, by)


def enable(db: Database, person: Person, by: str) -> None:
    """Puts an account back into service; its passkeys work again."""
    with db.write():
        if db.execute("UPDATE people SET disabled_at = NULL WHERE id = :id AND disabled_at IS NOT NULL", id=person.id):
            journal.record(db, by, "person.enabled", person.id)


def invite(db: Database, person: Person, by: Person | None, *, lost: bool) -> str:
    """The token of a new invitation; `by` None: from the command line. With `lost` whatever opened the account so far
    ends at once: passkeys, phones, sessions; otherwise all of it stays beside the new passkey."""
    with db.write():
        token = links.invite(db, person, by)
        if lost:
            who = by.id if by else None
            passkeys.remove_all(db, person.id, who)
            devices.end_all(db, person.id, who)
            sessions.end_all(db, person.id, who)
    return token


def found(people: list[Person], text: str) -> list[Person]:
    """Those whose name contains the text, however either is composed and written."""
    wanted = alike(text)
    return [person for person in people if wanted in alike(person.name)]


def alike(text: str) -> str:
    """What two spellings of one name share, however they are composed and written."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _last_admin(db: Database, person: Person) -> bool:
    """Whether nobody else in service is an administrator."""
    if "admin" not in person.roles or person.disabled_at:
        return False
    row = db.one(
        """SELECT count(*) AS number FROM person_roles JOIN people ON people.id = person_roles.person
           WHERE role = 'admin' AND disabled_at IS NULL AND person <> :id""",
        id=person.id,
    )
    return not row["number"]
