"""What a header of an XLSForm means: a property, in a language; or something that is not carried here."""

import re
from dataclasses import dataclass

from app.checklists.excel.columns import APPROACHES, COLUMNS, Column
from app.checklists.excel.words import bare
from app.checklists.xlsform.sheets import CHOICES, SETTINGS, SURVEY
from app.errors import N_

_ALIASES = {
    SURVEY: {"caption": "label", "command": "type", "tag": "name", "value": "name", "relevance": "relevant"}
    | {"constraining_message": "constraint_message", "jr_constraintmsg": "constraint_message"}
    | {"readonly": "read_only", "calculate": "calculation", "jr_requiredmsg": "required_message"}
    | {"requiredmsg": "required_message", "jr_count": "repeat_count", "count": "repeat_count"},
    CHOICES: {"caption": "label", "value": "name", "list": "list_name", "listname": "list_name"},
    SETTINGS: {"title": "form_title", "set_form_title": "form_title", "id_string": "form_id", "set_form_id": "form_id"},
}
_WRAPPERS = {"bind", "control", "body", "media", "instance"}
OWN = {column.field: column for column in (*COLUMNS, APPROACHES)}
_OWN_ITEM: tuple[str, ...] = (
    "clause",
    "severity",
    "approaches",
    "subject",
    "photo",
    "kind",
    "source",
    "unit",
    "photo_if",
    "fail_if",
)
_OWN_ITEM += ("kinds", "county", "on", "judged", "id", "short", "evidence", "occasion")
KNOWN = {
    SURVEY: {"type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "default"}
    | {"disabled", *_OWN_ITEM},
    CHOICES: {"list_name", "name", "label", "verdict"},
    SETTINGS: {"form_title", "form_id", "version", "default_language", "purpose", "unplanned", "kinds", "about"}
    | {"same_facts", "title_en", "about_en"},
}
TRANSLATED: dict[str, set[str]] = {
    SURVEY: {"label", "hint", "constraint_message", "short", "evidence", "occasion"},
    CHOICES: {"label"},
    SETTINGS: set(),
}
# What other tools do with these, and this one does not; told at each cell in which something stands.
REFUSED = {
    "appearance": N_("Each kind of question has one look here; “%(text)s” would be lost. Clear this cell."),
    "calculation": N_("Nothing is calculated here. Take the calculation out."),
    "choice_filter": N_("Choices cannot be filtered here (cascading selects). Make a list for each case."),
    "parameters": N_("Parameters are not carried here. Clear this cell."),
    "repeat_count": N_("Questions cannot repeat here. Write them as often as they are asked."),
    "required_message": N_("A question that must be answered says so in its own words here. Clear this cell."),
    "read_only": N_("A question that cannot be answered is a note here. Change its type, or clear this cell."),
    "trigger": N_("A question cannot be triggered by another here. Clear this cell."),
    "guidance_hint": N_("There is one hint for each question. Move this to the column hint, or clear this cell."),
    "image": N_("Pictures, sound and films cannot be shown with a question. Clear this cell."),
    "save_to": N_("Entities are not carried here. Clear this cell."),
    "instance_name": N_("Submissions are named by their visit here. Clear this cell."),
    "style": N_("All forms look the same here. Clear this cell."),
    "allow_choice_duplicates": N_("A choice may stand once in its list. Clear this cell."),
    "submission_url": N_("Forms are sent to the office that made them. Clear this cell."),
}
REFUSED |= dict.fromkeys(("big_image", "audio", "video", "autoplay"), REFUSED["image"])
REFUSED |= dict.fromkeys(("public_key", "auto_send", "auto_delete"), REFUSED["submission_url"])


@dataclass(frozen=True)
class Head:
    """`field` is the property in the words of XLSForm, or empty for a header that means nothing; `language` is the one
    it is in, empty where none is said."""

    field: str
    language: str = ""

    @property
    def own(self) -> Column | None:
        return OWN.get(self.field)


def head(sheet: str, header: str) -> Head | None:
    """What a header of a sheet means. None for one that a tool wrote for itself, such as `$kuid`."""
    if header.startswith(("$", "__")):
        return None
    usual = re.sub(r"jr:(?=\w)", "jr_", header.strip(), flags=re.IGNORECASE)
    parts = [part.strip() for part in re.split(r"::|:", usual)]
    if len(parts) > 1 and _plain(parts[0]) in _WRAPPERS:
        parts = parts[1:]
    field = _plain(parts[0])
    field = _ALIASES[sheet].get(field, field)
    if field not in KNOWN[sheet] and field not in REFUSED and sheet == SURVEY:
        field = next((c.field for c in OWN.values() if c.field in _OWN_ITEM and _named(c, parts[0])), field)
    spoken = " ".join(parts[1:])
    if field in REFUSED:
        return Head(field)
    if field not in KNOWN[sheet] or (spoken and field not in TRANSLATED[sheet]):
        return Head("")
    return Head(field, language(spoken))


def language(text: str) -> str:
    """`zh` and `en` for Chinese and English however they are written; else what is written."""
    usual = text.strip().casefold()
    code = re.search(r"[(（]\s*([a-z]{2,3})\b[^)）]*[)）]", usual)
    if (code and code[1] in {"zh", "cn", "zho", "chi", "cmn"}) or re.search(_CHINESE, usual):
        return "zh"
    if (code and code[1] in {"en", "eng"}) or re.search(_ENGLISH, usual):
        return "en"
    return re.sub(r"\s*[(（].*", "", usual) or usual


_CHINESE = r"中文|汉语|漢語|简体|簡體|普通话|\bchinese\b|\bmandarin\b|^(zh|cn|zho|chi)\b"
_ENGLISH = r"英文|英语|英語|\benglish\b|^(en|eng)\b"


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _named(column: Column, header: str) -> bool:
    return bare(header) in {bare(column.header(each)) for each in ("zh", "en")}
