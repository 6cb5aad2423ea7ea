"""The registry of what a bureau decides for itself (本单位设定): each choice with default, bounds, unit and meaning.

`app.bureau` keeps what was chosen. A new choice is added here, read by its name where it holds, and translated.
"""

import re
from dataclasses import dataclass

from app.errors import N_
from app.language import say

_NARROW = {ord("０") + figure: str(figure) for figure in range(10)}
GROUPS = {
    "notices": N_("Notices"),
    "visits": N_("Visits"),
    "review": N_("Review"),
    "people": N_("Ways in"),
}


@dataclass(frozen=True)
class Choice:
    """One thing to decide. A `number` is whole and lies from `least` to `most`; a `text` has at most `most` signs, and
    where it may be empty, `empty` says what then holds; of another `form` (a pattern) it is refused with `otherwise`.
    `meaning`, `unit`, `empty` and `otherwise` are messages."""

    name: str
    group: str
    kind: str
    default: str
    meaning: str
    unit: str = ""
    least: int = 1
    most: int = 365
    empty: str = ""
    form: str = ""
    otherwise: str = ""


def _days(name: str, group: str, default: int, meaning: str, most: int = 365) -> Choice:
    return Choice(name, group, "number", str(default), meaning, N_("days"), 1, most)


_HOURS, _TIMES = N_("hours"), N_("times")

CHOICES: dict[str, Choice] = {
    choice.name: choice
    for choice in (
        Choice(
            "issuer",
            "notices",
            "text",
            "",
            N_("Name of the bureau in the head of notices and in the feed"),
            most=40,
            empty=N_("the name of the topmost unit"),
        ),
        Choice("department", "notices", "text", "营销部", N_("Department that signs the notices"), most=40),
        Choice(
            "series",
            "notices",
            "text",
            "",
            N_("Series of the numbers of notices, such as 示供营销"),
            most=20,
            empty=N_("the one used last; before the first notice, one made from the bureau’s name"),
            form=r"[·-]*(?:[^\W\d_][·-]*)+",
            otherwise=N_("The series is a short name without figures, such as 示供营销."),
        ),
        _days("phone_days", "visits", 7, N_("What was received stays on the phone that sent it"), 90),
        _days("unsent_days", "visits", 1, N_("Unsent work on a phone is marked after"), 30),
        Choice(
            "ask_position",
            "visits",
            "number",
            "1",
            N_("Whether open visits offer to note where the phone is"),
            N_("(1 yes, 0 no)"),
            0,
            1,
        ),
        Choice(
            "visit_sites", "visits", "number", "50", N_("Most sites to give visits to at a time"), N_("sites"), 1, 200
        ),
        Choice(
            "hotline_night",
            "visits",
            "number",
            "6",
            N_("The small hours of the hotline’s day end at this hour"),
            N_("o’clock"),
            1,
            11,
        ),
        Choice(
            "hotline_evening",
            "visits",
            "number",
            "18",
            N_("The evening of the hotline’s day begins at this hour"),
            N_("o’clock"),
            12,
            23,
        ),
        _days("review_days", "review", 3, N_("Time for reviewing a check, from its arrival"), 60),
        Choice(
            "repeat_months",
            "review",
            "number",
            "3",
            N_("Calendar months, this one among them, in which the review counts earlier findings of the same post"),
            N_("months"),
            1,
            36,
        ),
        _days("sign_days", "notices", 5, N_("Time for signing a notice, proposed in a new draft"), 60),
        _days("rectify_days", "notices", 14, N_("Time for repair, proposed in a new draft")),
        Choice(
            "objection_days",
            "notices",
            "number",
            "3",
            N_("Time for objecting to a notice, in the demands of a new draft"),
            N_("working days"),
            1,
            60,
        ),
        Choice("invitation_hours", "people", "number", "72", N_("Time in which an invitation is good"), _HOURS, 1, 336),
        _days("device_days", "people", 30, N_("Time for which a phone is enrolled by PIN"), 90),
        Choice(
            "device_rest_hours", "people", "number", "24", N_("Unused, a phone asks for its PIN after"), _HOURS, 1, 720
        ),
        Choice("pin_tries", "people", "number", "5", N_("Wrong PINs in a row until a phone waits"), _TIMES, 3, 10),
        Choice(
            "pin_wait_minutes",
            "people",
            "number",
            "15",
            N_("The first wait, doubled each time"),
            N_("minutes"),
            1,
            1440,
        ),
        Choice("pin_most", "people", "number", "20", N_("Wrong PINs in a row that end an enrolment"), _TIMES, 5, 100),
    )
}
# What may not be more than what: the first of each pair than the second.
ORDERED = (("sign_days", "rectify_days"), ("pin_tries", "pin_most"))


def tidy(choice: Choice, value: str) -> str:
    """The typed value in the form in which it is kept: no blanks around it, full-width figures of a number narrow."""
    kept = "".join(sign for sign in value if sign.isprintable()).strip()
    figures = kept.translate(_NARROW) if choice.kind == "number" else ""
    return str(int(figures)) if figures.isascii() and figures.isdecimal() and len(figures) < 10 else kept


def problem(choice: Choice, value: str) -> str:
    """What is wrong with a value, as a sentence in the reader's language; empty when nothing is."""
    if choice.kind == "number":
        good = value.isascii() and value.isdecimal() and choice.least <= int(value[:10]) <= choice.most
        told = N_("A whole number from %(least)s to %(most)s is needed here.")
        return "" if good else say(told, least=choice.least, most=choice.most)
    if len(value) > choice.most:
        return say(N_("At most %(most)s signs fit here; these are %(count)s."), most=choice.most, count=len(value))
    if value and choice.form and not re.fullmatch(choice.form, value):
        return say(choice.otherwise)
    return "" if value or choice.empty else say(N_("This cannot be empty."))
