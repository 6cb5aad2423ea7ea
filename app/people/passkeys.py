"""Passkeys (WebAuthn, discoverable, the person verified by the device): making them and checking what they sign."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app import clock, journal
from app.config import Settings
from app.db import Database
from app.errors import N_, Conflict, Forbidden, NotFound
from app.people import challenges
from app.people.persons import Person

CREATION = "create"
SITE = "明察"
LONGEST = 60
_VERIFIED = UserVerificationRequirement.REQUIRED
_UNCHECKED = N_("The passkey could not be checked, so nothing was changed. Please try again.")


@dataclass(frozen=True)
class Passkey:
    """`id` is the credential id in base64url, `public_key` its COSE form; moments as stored; `name` as its owner calls
    it, empty for an old one."""

    id: str
    person: str
    public_key: bytes
    sign_count: int
    created_at: str
    used_at: str | None
    name: str


@dataclass(frozen=True)
class Made:
    """A passkey that a device has made and that was checked, not yet kept."""

    id: str
    public_key: bytes
    sign_count: int


def of(db: Database, person: str) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    rows = db.rows(
        """SELECT id, person, public_key, sign_count, created_at, used_at, name FROM passkeys
           WHERE person = :person ORDER BY created_at, id""",
        person=person,
    )
    return [Passkey(**row) for row in rows]


def counts(db: Database) -> dict[str, int]:
    """How many passkeys each person has; who has none is missing."""
    rows = db.rows("SELECT person, count(*) AS number FROM passkeys GROUP BY person")
    return {row["person"]: row["number"] for row in rows}


def creation_options(db: Database, settings: Settings, person: Person, holder: str) -> dict[str, Any]:
    """What the browser's `parseCreationOptionsFromJSON` takes; a device that has one already makes no second."""
    options = generate_registration_options(
        rp_id=_site(settings),
        rp_name=SITE,
        user_name=person.name,
        user_id=person.id.encode(),
        challenge=challenges.issue(db, CREATION, holder, person.id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=_descriptors(db, person.id),
    )
    return options_to_json_dict(options)


def made(db: Database, settings: Settings, person: str, holder: str, response: str) -> Made:
    """Checks the JSON of a credential just made for these options. Raises Forbidden."""
    with _checking():
        credential = parse_registration_credential_json(response)
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
    challenges.take(db, challenge, CREATION, holder, person)
    with _checking():
        result = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_site(settings),
            expected_origin=settings.site_origin,
            require_user_verification=True,
        )
    return Made(bytes_to_base64url(result.credential_id), result.credential_public_key, result.sign_count)


def keep(db: Database, person: str, passkey: Made, name: str = "") -> None:
    """Gives the person the passkey. Raises Conflict when an account has it already."""
    with db.write():
        kept = db.execute(
            """INSERT INTO passkeys (id, person, public_key, sign_count, created_at, used_at, name)
               VALUES (:id, :person, :public_key, :sign_count, :now, NULL, :name) ON CONFLICT (id) DO NOTHING""",
            id=passkey.id,
            person=person,
            public_key=passkey.public_key,
            sign_count=passkey.sign_count,
            now=clock.stamp(),
            name=named(name),
        )
        if not kept:
            raise Conflict(N_("This passkey already belongs to an account."))
        journal.record(db, person, "passkey.added", person)


def named(name: str) -> str:
    """What its owner calls a passkey, as it is kept: one line of at most 60 characters."""
    seen = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFC", name))
    return " ".join(seen.split())[:LONGEST]


def remove(db: Database, person: str, passkey: str) -> None:
    """Takes a passkey of a person away. Raises NotFound."""
    with db.write():
        if not db.execute("DELETE FROM passkeys WHERE id = :id AND person = :person", id=passkey, person=person):
            raise NotFound
        journal.record(db, person, "passkey.removed", person)


def remove_all(db: Database, person: str, by: str | None) -> None:
    """Takes every passkey of a person away, because they are lost."""
    with db.write():
        removed = db.execute("DELETE FROM passkeys WHERE person = :person", person=person)
        if removed:
            journal.record(db, by, "passkeys.removed", person, number=removed)


def rename(db: Database, person: str, passkey: str, name: str) -> None:
    """Calls a passkey of a person otherwise. Raises NotFound."""
    with db.write():
        if not db.execute(
            "UPDATE passkeys SET name = :name WHERE id = :id AND person = :person",
            name=named(name),
            id=passkey,
            person=person,
        ):
            raise NotFound


def request_options(
    db: Database, settings: Settings, purpose: str, holder: str = "", person: str = ""
) -> dict[str, Any]:
    """What the browser's `parseRequestOptionsFromJSON` takes; without a person any passkey of the site will do."""
    options = generate_authentication_options(
        rp_id=_site(settings),
        challenge=challenges.issue(db, purpose, holder, person),
        allow_credentials=_descriptors(db, person),
        user_verification=_VERIFIED,
    )
    return options_to_json_dict(options)


def check(db: Database, settings: Settings, response: str, *, purpose: str, holder: str = "", person: str = "") -> str:
    """Checks what a passkey signed for exactly this purpose and holder, and gives whose it is.

    The challenge is used up in a transaction of its own, so call this before your own. Raises Forbidden.
    """
    with _checking():
        credential = parse_authentication_credential_json(response)
        challenge = parse_client_data_json(credential.response.client_data_json).challenge
    challenges.take(db, challenge, purpose, holder, person)
    passkey = _known(db, credential.id, person)
    with _checking():
        assert credential.response.user_handle in {None, passkey.person.encode()}
        result = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_site(settings),
            expected_origin=settings.site_origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    _count(db, passkey.id, result.new_sign_count)
    return passkey.person


def _known(db: Database, passkey: str, person: str) -> Passkey:
    row = db.row(
        """SELECT passkeys.id, person, public_key, sign_count, passkeys.created_at, used_at, passkeys.name
           FROM passkeys JOIN people ON people.id = passkeys.person WHERE passkeys.id = :id AND disabled_at IS NULL""",
        id=passkey,
    )
    if row is None or person not in {"", row["person"]}:
        raise Forbidden(N_("No account here knows this passkey. Ask the administrator for a new link."))
    return Passkey(**row)


def _count(db: Database, passkey: str, sign_count: int) -> None:
    with db.write():
        db.execute(
            "UPDATE passkeys SET sign_count = :sign_count, used_at = :now WHERE id = :id",
            id=passkey,
            sign_count=sign_count,
            now=clock.stamp(),
        )


def _descriptors(db: Database, person: str) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.id)) for passkey in of(db, person)]


def _site(settings: Settings) -> str:
    """The relying party's id: the name under which people open the pages."""
    return urlsplit(settings.site_origin).hostname or settings.host


@contextmanager
def _checking() -> Iterator[None]:
    """Whatever a forged or broken credential upsets, it is refused in one way."""
    try:
        yield
    except Exception as error:
        raise Forbidden(_UNCHECKED) from error
