"""The numbers of this room that no source document gives: the bureau's own, labelled so wherever they are shown."""

from app.db import Database

DEFAULTS = {
    "invitation_hours": 72,  # until an invitation runs out
    "device_days": 30,  # until the enrolment of a phone ends
    "device_rest_hours": 24,  # unused, until an enrolled phone asks for its PIN again
    "pin_tries": 5,  # wrong PINs in a row until the first wait
    "pin_wait_minutes": 15,  # of the first wait; each further one is twice as long
    "pin_most": 20,  # wrong PINs in a row that end the enrolment
}


def number(db: Database, name: str) -> int:  # noqa: ARG001 (where the bureau's own choice is read)
    """The number in force."""
    return DEFAULTS[name]
