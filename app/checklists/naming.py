"""The values of a form's properties in words, as the pages show them where the department writes it."""

from typing import Any

from app.checklists.clauses import number
from app.checklists.words import (
    APPROACH_NAMES,
    FIELD_NAMES,
    KIND_NAMES,
    PHOTO_NAMES,
    PURPOSE_NAMES,
    SEVERITY_NAMES,
    SITE_KIND_NAMES,
    SUBJECT_NAMES,
    VERDICT_NAMES,
)
from app.errors import N_
from app.language import say

_VALUES = {
    "severity": SEVERITY_NAMES,
    "subject": SUBJECT_NAMES,
    "photo": PHOTO_NAMES,
    "kind": KIND_NAMES,
    "approaches": APPROACH_NAMES,
    "kinds": SITE_KIND_NAMES,
    "purpose": PURPOSE_NAMES,
    "verdict": VERDICT_NAMES,
}


WORDS = {
    "field_names": FIELD_NAMES,
    "kind_names": KIND_NAMES,
    "photo_names": PHOTO_NAMES,
    "site_names": SITE_KIND_NAMES,
    "subject_names": SUBJECT_NAMES,
    "verdict_names": VERDICT_NAMES,
}  # as the templates of the authoring pages call them


def property_name(name: str) -> str:
    """What a property is called, in the reader's language."""
    return say(FIELD_NAMES.get(name, name))


def said(name: str, value: Any) -> str:
    """The value of a property in the reader's language, in one line; empty when there is none."""
    if isinstance(value, bool):
        return say(N_("yes") if value else N_("no"))
    if name == "clause" and value:
        return number(str(value))
    if isinstance(value, list | tuple):
        return say(N_(", ")).join(_one(name, each) for each in value)
    return _one(name, value)


def _one(name: str, value: Any) -> str:
    if isinstance(value, dict):
        means = f" → {say(VERDICT_NAMES[value['verdict']])}" if value.get("verdict") in VERDICT_NAMES else ""
        return f"{value.get('id', '')} {value.get('text', '')}{means}"
    if isinstance(value, list | tuple):
        return " + ".join(map(str, value))
    known = _VALUES.get(name, {}).get(str(value))
    return say(known) if known else str(value)
