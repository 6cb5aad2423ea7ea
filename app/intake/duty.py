"""What the duty manager (值班主任) of an open visit answered to its summary, as the submission carries it. Pure."""

from dataclasses import dataclass
from typing import Any

from app.errors import N_, Place
from app.intake import parsing

UNSIGNED = N_("A signature needs at least one line.")
NAMELESS = N_("A signature needs the name of who signed.")
UNSAID = N_("Who declines to sign says why.")


@dataclass(frozen=True)
class Duty:
    """`answer` is signed, declined or absent; `at` the phone's own time as sent; `strokes` are lines of points in a box
    of 600 × 240; `changed`: what was observed was changed after the answer."""

    answer: str
    name: str
    remark: str
    at: str | None
    strokes: tuple[tuple[tuple[int, int], ...], ...]
    changed: bool


def problems(document: dict[str, Any]) -> tuple[Place, ...]:
    """What the answer of a well-formed document lacks."""
    given = document.get("duty") or {}
    answer = given.get("answer")
    if answer == "signed" and not given.get("name", "").strip():
        return (Place("/duty/name", NAMELESS),)
    if answer == "signed" and not given.get("strokes"):
        return (Place("/duty/strokes", UNSIGNED),)
    if answer == "declined" and not given.get("remark", "").strip():
        return (Place("/duty/remark", UNSAID),)
    return ()


def of(body: bytes) -> Duty | None:
    """The answer in the bytes of a submission that was taken; None where it has none."""
    given = parsing.parse(body).get("duty")
    if not given:
        return None
    strokes = tuple(tuple((x, y) for x, y in line) for line in given.get("strokes", ()))
    words = (given.get("name", ""), given.get("remark", ""), given.get("at"))
    return Duty(given["answer"], *words, strokes, bool(given.get("changed")))
