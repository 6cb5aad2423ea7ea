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

KIND_NAMES = {
    "verdict": N_("Judgement"),
    "conditional": N_("Judgement on occasion"),
    "count": N_("Count"),
    "seconds": N_("Seconds"),
    "choice": N_("One of several"),
    "choices": N_("Some of several"),
    "number": N_("A number"),
    "text": N_("Text"),
    "date": N_("Date"),
    "parts": N_("Several parts"),
    "time": N_("Time of day"),
    "image": N_("Picture"),
    "place": N_("Place"),
    "acknowledge": N_("Acknowledgement"),
    "info": N_("Only to read"),
}
SUBJECT_NAMES = {"post": N_("Post"), "department": N_("Department")}
PHOTO_NAMES = {
    "no": N_("No photo"),
    "conditional": N_("May be photographed"),
    "yes": N_("Should be photographed"),
    "screenshot": N_("Screenshot"),
}
PURPOSE_NAMES = {"inspection": N_("Inspection"), "record": N_("Record")}
SITE_KIND_NAMES = {
    "hall": N_("Service hall"),
    "hotline": N_("Hotline"),
    "website": N_("Website"),
    "crew": N_("Crew"),
    "office": N_("Office"),
}
FIELD_NAMES = {
    "id": N_("Number (id)"),
    "title": N_("Title"),
    "version": N_("Made from version"),
    "title_en": N_("Title in English"),
    "purpose": N_("Purpose"),
    "unplanned": N_("For unplanned checks"),
    "about": N_("About"),
    "about_en": N_("About, in English"),
    "kinds": N_("Kinds of sites"),
    "same_facts": N_("Same fact"),
    "sections": N_("Sections"),
    "section": N_("Section"),
    "items": N_("Items"),
    "text": N_("What to check"),
    "text_en": N_("What to check, in English"),
    "short": N_("Short label"),
    "short_en": N_("Short label in English"),
    "clause": N_("Clause"),
    "source": N_("Source"),
    "severity": N_("Severity"),
    "subject": N_("Subject"),
    "approaches": N_("Approaches"),
    "evidence": N_("Objective evidence"),
    "evidence_en": N_("Objective evidence, in English"),
    "photo": N_("Photo"),
    "kind": N_("Kind of answer"),
    "hint": N_("Hint"),
    "hint_en": N_("Hint in English"),
    "occasion": N_("Occasion"),
    "occasion_en": N_("Occasion, in English"),
    "options": N_("Options"),
    "unit": N_("Unit of the figure"),
    "ask_if": N_("Ask only if"),
    "photo_if": N_("Photo needed if"),
    "fail_if": N_("Does not conform if"),
    "valid_if": N_("Value must satisfy"),
    "valid_message": N_("Sentence when it does not"),
    "default": N_("Preset"),
    "required": N_("Must be answered"),
    "judged": N_("Takes a verdict"),
    "county": N_("County companies only"),
    "whole": N_("Whole numbers only"),
    "on": N_("In use"),
    "verdict": N_("Verdict"),
}
CODES = (
    SEVERITY_NAMES
    | KIND_NAMES
    | SUBJECT_NAMES
    | PHOTO_NAMES
    | PURPOSE_NAMES
    | SITE_KIND_NAMES
    | APPROACH_NAMES
    | VERDICT_NAMES
)


def worded(thing: Any, name: str = "text") -> str:
    """A text of a checklist, section, item or option in the reader's language: the English beside it (`text_en`) where
    the reader reads English and there is one."""
    english = getattr(thing, f"{name}_en", "") if chosen() == "en" else ""
    return str(english or getattr(thing, name))
