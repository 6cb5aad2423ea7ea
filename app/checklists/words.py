"""The words that a person sees for the codes of checklists, marked for translation at the edge."""

from typing import Any

from app.errors import N_
from app.language import chosen

SEVERITY_NAMES = {
    "note": N_("Not scored"),
    "hint": N_("Hint"),
    "minor": N_("Minor"),
    "general": N_("General"),
    "serious": N_("Serious"),
    "redline": N_("Red line"),
}
APPROACH_NAMES = {
    "open": N_("Open visit"),
    "covert": N_("Covert visit"),
    "shopper": N_("Mystery shopper"),
    "desk": N_("Check of files"),
    "phone": N_("Check by phone"),
    "web": N_("Check of the website"),
}
VERDICT_NAMES = {
    "pass": N_("Conforms"),
    "fail": N_("Does not conform"),
    "na": N_("Did not occur"),
    "unseen": N_("Not observed"),
}


def worded(thing: Any, name: str = "text") -> str:
    """A text of a checklist, section, item or option in the reader's language: the English beside it (`text_en`) where
    the reader reads English and there is one."""
    english = getattr(thing, f"{name}_en", "") if chosen() == "en" else ""
    return str(english or getattr(thing, name))
