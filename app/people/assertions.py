"""A fresh word from the person's passkey for one named step, such as `close:2026-10` or `publish:<notice>`."""

from typing import Any

from app.config import Settings
from app.db import Database
from app.errors import N_, Forbidden, Invalid
from app.people import links, passkeys

ANOTHER_PASSKEY = "another-passkey"


def options(db: Database, settings: Settings, session_hash: str, person_id: str, purpose: str) -> dict[str, Any]:
    """What the browser needs to ask the passkey; `mayMake` says whether the person may make one on the spot.

    Raises Invalid for a purpose that is none.
    """
    if not 0 < len(purpose) <= 200:
        raise Invalid(N_("It is not clear what is to be confirmed."))
    asked = passkeys.request_options(db, settings, _named(purpose), session_hash, person_id)
    return {**asked, "mayMake": may_make(db, person_id)}


def demand(  # noqa: PLR0917 (who, where, what for, and the word itself: each caller has all of them)
    db: Database, settings: Settings, session_hash: str, person_id: str, purpose: str, response: str
) -> None:
    """Checks that a passkey of the person has just confirmed exactly this purpose in exactly this session.

    `response` is the browser's credential as JSON. Each works once and for five minutes. Call it before your own
    transaction, so that it stays used up whatever comes after. Raises Forbidden with the reason.
    """
    if not response:
        raise Forbidden(N_("This step needs your passkey, so it was not carried out. Please confirm it on the page."))
    passkeys.check(db, settings, response, purpose=_named(purpose), holder=session_hash, person=person_id)


def may_make(db: Database, person_id: str) -> bool:
    """Whether a session alone is enough to make a passkey.

    It is for the first one, and in the demo, whose doors stand open anyway. Every other is confirmed by one that the
    person has, or else a session left open would be as good as the passkey.
    """
    return not passkeys.of(db, person_id) or links.open_door(db, person_id)


def _named(purpose: str) -> str:
    return "assert:" + purpose
