"""Persons and their roles. Every person has a code, which is what others see of an inspector."""

import itertools
import re
import secrets
import unicodedata
import uuid
from dataclasses import dataclass

from app import clock, journal
from app.db import Database
from app.errors import N_, Invalid
from app.pages import ROLES

ROLE_NAMES = {
    "inspector": N_("Inspector"),
    "shopper": N_("Mystery shopper"),
    "planner": N_("Marketing specialist"),
    "publisher": N_("Head of marketing"),
    "unit": N_("Contact of a unit"),
    "leader": N_("Leader"),
    "supervisor": N_("Discipline supervisor"),
    "admin": N_("System administrator"),
}
LONGEST = 60
_STEMS = "甲乙丙丁戊己庚辛壬癸"
# Letters of scripts whose words hold joiners, and the signs that choose between the shapes of a Mongolian letter.
_JOINING = "[\u0620-\u074a\u180b-\u180d\u180f\u1820-\u18aa]"
_JOINED = re.compile(f"({_JOINING})[\u180e\u200c\u200d](?={_JOINING})")


@dataclass(frozen=True)
class Person:
    """`disabled_at` is None while the account is in service; out of it nobody enters by it, and its history stays."""

    id: str
    name: str
    code: str
    roles: frozenset[str]
    disabled_at: str | None = None

    @property
    def opaque(self) -> str:
        """The name of this person's store on a phone; says nothing about who it is."""
        return self.id.replace("-", "")[:16]

    @property
    def role_names(self) -> list[str]:
        """The names of the roles, to be translated, in the order of the house."""
        return [ROLE_NAMES[role] for role in ROLES if role in self.roles]


def add(db: Database, name: str, *roles: str, by: str | None = None) -> Person:
    """Adds a person with the given roles. Raises Invalid for an unknown role and for a name that is none."""
    name = checked(name)
    person = str(uuid.uuid4())
    with db.write():
        db.execute(
            "INSERT INTO people (id, name, code, created_at) VALUES (:id, :name, :code, :at)",
            id=person,
            name=name,
            code=_free_code(db),
            at=clock.stamp(),
        )
        journal.record(db, by, "person.added", person)
        for role in roles:
            grant(db, person, role, by)
    return load(db, person)


def checked(name: str) -> str:
    """The name as it is kept, composed (NFC). Raises Invalid for an empty one, one of more than 60 characters, and one
    with signs that cannot be seen: line ends, control and direction marks, halves of a character. Within words
    Mongolian and Arabic letters have joiners that belong to the spelling."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name:
        raise Invalid(N_("A person needs a name."))
    if len(name) > LONGEST:
        raise Invalid(N_("A name has at most 60 characters."))
    if unseen(name):
        raise Invalid(N_("The name contains a sign that cannot be seen, such as a line end. Please type it anew."))
    return name


def unseen(text: str) -> bool:
    """Whether a text has signs that nobody sees and that belong to no word: line ends, control and direction marks,
    halves of a character, signs of one machine only, and joiners elsewhere than within Mongolian and Arabic words."""
    return any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for sign in _JOINED.sub(r"\1", text))


def grant(db: Database, person: str, role: str, by: str | None) -> None:
    """Gives a role; giving it twice changes nothing. Raises Invalid for an unknown role."""
    if role not in ROLES:
        raise Invalid(N_("There is no role %(role)s."), role=role)
    with db.write():
        given = db.execute(
            """INSERT INTO person_roles (person, role, granted_by, at) VALUES (:person, :role, :by, :at)
               ON CONFLICT (person, role) DO NOTHING""",
            person=person,
            role=role,
            by=by,
            at=clock.stamp(),
        )
        if given:
            journal.record(db, by, "role.granted", person, role=role)


def revoke(db: Database, person: str, role: str, by: str | None) -> None:
    """Takes a role away; who does not have it keeps what they have."""
    with db.write():
        taken = db.execute("DELETE FROM person_roles WHERE person = :person AND role = :role", person=person, role=role)
        if taken:
            journal.record(db, by, "role.revoked", person, role=role)


def load(db: Database, person: str) -> Person:
    """The person with this id. Raises NotFound."""
    row = db.one("SELECT id, name, code, disabled_at FROM people WHERE id = :id", id=person)
    return Person(**row, roles=roles(db, person))


def roles(db: Database, person: str) -> frozenset[str]:
    """The roles that a person has; none for nobody."""
    return frozenset(row["role"] for row in db.rows("SELECT role FROM person_roles WHERE person = :id", id=person))


def everyone(db: Database) -> list[Person]:
    """All persons, in the order they were added, also those out of service."""
    given: dict[str, set[str]] = {}
    for row in db.rows("SELECT person, role FROM person_roles"):
        given.setdefault(row["person"], set()).add(row["role"])
    rows = db.rows("SELECT id, name, code, disabled_at FROM people ORDER BY created_at, id")
    return [Person(**row, roles=frozenset(given.get(row["id"], ()))) for row in rows]


def _free_code(db: Database) -> str:
    """A code nobody has. More people than two figures serve get three: no code then stands inside another, as it
    would with a sign put behind a taken one, and a text that names one person names nobody else."""
    for figures in itertools.count(2):
        for _ in range(20):
            code = f"{secrets.choice(_STEMS)}-{10 ** (figures - 1) + secrets.randbelow(9 * 10 ** (figures - 1))}"
            if db.row("SELECT 1 AS taken FROM people WHERE code = :code", code=code) is None:
                return code
    raise AssertionError
