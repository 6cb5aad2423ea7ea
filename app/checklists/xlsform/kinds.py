"""What stands in the column `type`: a question of a kind, the begin or end of a group, or what is not carried here."""

import re
from dataclasses import dataclass, field

from app.errors import N_

KINDS = {
    "text": "text",
    "string": "text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "date": "date",
    "time": "time",
    "note": "info",
    "image": "image",
    "photo": "image",
    "geopoint": "place",
    "gps": "place",
    "location": "place",
    "acknowledge": "acknowledge",
}
WHOLE = {"integer", "int"}
WRITTEN = {
    "verdict": "select_one",
    "conditional": "select_one",
    "count": "integer",
    "seconds": "integer",
    "number": "decimal",
    "choice": "select_one",
    "choices": "select_multiple",
    "parts": "select_multiple",
    "info": "note",
    "place": "geopoint",
}  # the others are called as here
_SELECT = re.compile(
    r"(?:(?P<one>select[_ ]?one|select1)|(?P<many>select[_ ](?:multiple|all that apply)))(?: from)? (?P<list>.+)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"(?P<end>begin|end)[_ ]?(?P<what>group|repeat|loop|lgroup|looped group)(?: (?P<rest>.+))?")
_META = N_(
    "“%(type)s” is filled in by the phone in other tools. Here the visit keeps who, when and where already; delete "
    "this row."
)
_MEDIA = N_("Sound, films, drawings and files cannot be taken in here. Use image, or delete this row.")
_CALCULATED = N_("Nothing is calculated or hidden here. Delete this row, and what refers to it.")
_REFUSED = {
    "calculate": _CALCULATED,
    "hidden": _CALCULATED,
    "trigger": N_("A trigger cannot be carried; use acknowledge."),
    "range": N_("A range cannot be carried; use integer or decimal with a constraint."),
    "rank": N_("An order of choices cannot be carried; use a select_one for each place."),
    "barcode": N_("A barcode cannot be scanned here; use text."),
    "datetime": N_("A date with its time cannot be carried; use a date and a time."),
    "geotrace": N_("Lines and areas on a map cannot be carried; use geopoint."),
    "file": _MEDIA,
}
_REFUSED |= dict.fromkeys(("audio", "video", "background-audio"), _MEDIA)
_REFUSED |= {"geoshape": _REFUSED["geotrace"]}
_REFUSED |= dict.fromkeys(
    (
        *("start", "end", "today", "audit", "username", "email", "caseid", "start-geopoint", "background-geopoint"),
        *("deviceid", "device id", "imei", "subscriberid", "simserial", "phonenumber", "phone number"),
    ),
    _META,
)
_REPEAT = N_("Questions cannot repeat here. Write them as often as they are asked.")
_FILE = N_("Choices cannot come from another file. Write them on the sheet choices.")
_OTHER = N_("“or other” cannot be carried. Add a choice “other”, and a text question that is asked only then.")
_UNKNOWN = N_("“%(type)s” is no type of question that is understood here.")
_NO_LIST = N_("The list of choices is missing behind “%(type)s”.")
_TRAILING = N_("Something stands behind the type that is not understood: “%(rest)s”.")


@dataclass(frozen=True)
class Kind:
    """`what` is question, begin or end. `kind` is the model's, `list` the choices of a select. `wrong` is a sentence,
    with `values` for its placeholders, when it cannot be carried; `repeat` tells a repeat from a group, `whole` whole
    numbers from others."""

    what: str = "question"
    kind: str = "text"
    list: str = ""
    wrong: str = ""
    values: dict[str, str] = field(default_factory=dict)
    repeat: bool = False
    whole: bool = False


def kind(text: str) -> Kind:
    """What a cell of the column type says, however it is spelled."""
    usual = " ".join(text.split())
    low = usual.casefold()
    if group := _GROUP.fullmatch(low):
        return _group(group)
    if low in KINDS:
        return Kind(kind=KINDS[low], whole=low in WHOLE)
    if select := _SELECT.fullmatch(usual):
        return _select(select, usual)
    told = {"type": usual[:60]}
    first = low.split(" ")[0]
    if re.match(r"(select|cascading)[_ ]", low + " ") or low == "select1":
        wrong = _FILE if "file" in low or "external" in low or "cascading" in low else _NO_LIST
    elif low in _REFUSED or first in _REFUSED:
        wrong = _REFUSED.get(low, _REFUSED.get(first, ""))
    elif first in KINDS:
        return Kind(kind=KINDS[first], wrong=_TRAILING, values={"rest": usual[len(first) :].strip()[:60]})
    else:
        wrong = _UNKNOWN
    return Kind(wrong=wrong, values=told)


def _group(found: re.Match[str]) -> Kind:
    repeat = found["what"] != "group"
    wrong, values = (
        (_REPEAT, {}) if repeat else (_TRAILING, {"rest": found["rest"][:60]}) if found["rest"] else ("", {})
    )
    return Kind(found["end"], repeat=repeat, wrong=wrong, values=values)


def _select(found: re.Match[str], usual: str) -> Kind:
    name = found["list"].strip()
    kind = "choice" if found["one"] else "choices"
    values = {"type": usual[:60]}
    if re.search(r"\bor[_ ](specify[_ ])?other$", name, re.IGNORECASE):
        return Kind(kind=kind, list=name.split(" ")[0], wrong=_OTHER, values=values)
    if re.search(r"\.(csv|xml|geojson)$", name, re.IGNORECASE) or name.startswith("${"):
        return Kind(wrong=_FILE, values=values)
    return Kind(kind=kind, list=name)
