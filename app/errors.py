"""The one catalogue of what can be refused: status, code and sentence.

Sentences are written in English and marked with `N_`; they are translated where they are shown.
"""

from dataclasses import dataclass


def N_(sentence: str) -> str:  # noqa: N802 (the marker that message extraction knows)
    """Marks a sentence for translation at the edge."""
    return sentence


class Refused(Exception):  # noqa: N818 (read as: the command was refused)
    """An operator's command that cannot be carried out; the text goes to stderr and the exit status is 1."""


@dataclass(frozen=True)
class Place:
    """Where in the input something is wrong: a JSON pointer or the name of a field, and a sentence about it."""

    pointer: str
    detail: str


class Problem(Exception):  # noqa: N818 (RFC 9457 calls it a problem)
    """What a request could not do. Becomes a page for people and `application/problem+json` for programs."""

    status = 500
    code = "internal"
    title = N_("Something went wrong on our side")
    sentence = N_("Nothing was lost. Please try again; if it stays, tell the administrator the time.")

    def __init__(self, sentence: str = "", places: tuple[Place, ...] = (), **values: object) -> None:
        super().__init__(sentence or self.sentence)
        self.sentence = sentence or self.sentence
        self.places = places
        self.values = values


class NotFound(Problem):
    """Does not exist, or is somebody else's: both give the same answer."""

    status = 404
    code = "not-found"
    title = N_("Not found")
    sentence = N_("There is nothing here, or it is not for your account.")


class SignedOut(Problem):
    status = 401
    code = "signed-out"
    title = N_("Please sign in")
    sentence = N_("Your session has ended. What is on this phone stays; sign in and go on.")


class Forbidden(Problem):
    """Yours to see, but not to do in this way: no fresh passkey, another site's request, one's own draft."""

    status = 403
    code = "forbidden"
    title = N_("Not allowed")
    sentence = N_("This request did not come from our own pages, so it was not carried out.")


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = N_("This contradicts what is already recorded")
    sentence = N_("It was recorded differently before; nothing was changed.")


class TooLarge(Problem):
    status = 413
    code = "too-large"
    title = N_("Too large")
    sentence = N_("The file is larger than 25 MB, so it was not taken.")


class Invalid(Problem):
    """Input that breaks a rule; `places` names each spot, `sentence` says what is wrong in whole words."""

    status = 422
    code = "invalid"
    title = N_("Please correct the input")
    sentence = N_("Some of the input cannot be taken as it is. Nothing was changed.")


class TooMany(Problem):
    status = 429
    code = "too-many"
    title = N_("Too many tries")
    sentence = N_("Please wait a few minutes and try again.")


class Unavailable(Problem):
    status = 503
    code = "unavailable"
    title = N_("Not available right now")
    sentence = N_("The server cannot write at the moment. Nothing was lost; it will be tried again.")
