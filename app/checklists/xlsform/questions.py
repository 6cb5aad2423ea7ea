"""One row of the survey as the content of an item."""

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from app.checklists.excel.values import value
from app.checklists.excel.words import FLAGS
from app.checklists.model import APPROACHES, PLAIN_KINDS, VERDICT_ALONE, WITH_OPTIONS
from app.checklists.xlsform.columns import OWN
from app.checklists.xlsform.expressions import Names, names_in
from app.checklists.xlsform.kinds import Kind
from app.checklists.xlsform.lines import Line
from app.checklists.xlsform.lists import Choices, is_verdict
from app.errors import N_

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
JUDGING = ("clause", "severity", "subject", "approaches", "evidence", "fail_if")  # what only a judgement has
_VALUES: tuple[str, ...] = (
    "clause",
    "severity",
    "subject",
    "approaches",
    "photo",
    "kind",
    "source",
    "unit",
    "kinds",
    "county",
    "on",
)
_VALUES += ("judged",)
_SHORT = 40
_MEANT = {"on": True, "judged": True, "required": False, "county": False}


def item(line: Line, kind: Kind, lists: Mapping[str, Choices], purpose: str, form: str) -> dict[str, Any]:
    """The content of a question without its conditions, which are read once all names are known. Problems are told."""
    found: dict[str, Any] = {"id": identified(line, kind, form), "kind": _kind(kind, dict(lists))}
    text, english = line.text("label", needed=True)
    found["text"] = text or "—"  # was told
    for name, spoken in (("text_en", english), *_spoken(line)):
        if spoken:
            found[name] = spoken
    for name in (name for name in _VALUES if line[name]):
        read = value(OWN[name], line[name], partial(line.tell, name))
        if read is not None:
            found[name] = read
    found |= _yes_or_no(line)
    if kind.whole and found["kind"] == "number":
        found["whole"] = True
    if found["kind"] in WITH_OPTIONS and (choices := lists.get(kind.list)):
        found["options"] = [dict(option) for option in choices.options]
    if line["default"]:
        found["default"] = _default(line, found, lists.get(kind.list))
    return _judged(line, found, purpose)


def identified(line: Line, kind: Kind, form: str) -> str:
    """The id of a question: its name, with the form's in front; or what stands in a column of its own."""
    name = line["name"]
    if not name and kind.kind == "info" and not kind.wrong:
        name = f"note-{line.row}"  # notes need no name
    elif not name:
        line.wrong("name", N_("A question needs a name."))
        name = f"row-{line.row}"
    elif not NAME.fullmatch(name):
        sentence = N_("%(name)s is no name: letters, figures, - _ and . only, a letter first.")
        line.wrong("name", sentence, name=name[:60])
        name = f"row-{line.row}"
    if line["id"]:
        return line["id"]
    whole = name if re.match(re.escape(form) + r"[-_.]", name) else f"{form}-{name}"
    if len(whole) > 40:
        sentence = N_(
            "With the form's id in front, %(id)s has %(count)s characters; at most 40 are possible. Shorten it."
        )
        line.wrong("name", sentence, id=whole[:80], count=len(whole))
        return f"row-{line.row}"
    return whole


def conditions(line: Line) -> dict[str, str]:
    """The conditions that stand in a row, by the item's property."""
    columns = {"ask_if": "relevant", "valid_if": "constraint", "photo_if": "photo_if", "fail_if": "fail_if"}
    return {field: line[column] for field, column in columns.items() if line[column]}


def piped(line: Line, names: Names) -> None:
    """Tells the texts that would show an answer."""
    for field in ("label", "hint", "constraint_message", "default"):
        for text in line.text(field):
            if any(name in names.ids for name in names_in(text)):
                line.wrong(field, N_("A text cannot show the answer to another question here."))


def _kind(kind: Kind, lists: dict[str, Choices]) -> str:
    if kind.kind == "choice" and is_verdict(kind.list, lists):
        return "verdict"
    return kind.kind


def _spoken(line: Line) -> list[tuple[str, str]]:
    """The other texts with their English, by the item's property."""
    found = []
    for name in ("hint", "short", "evidence", "occasion"):
        found += list(zip((name, f"{name}_en"), line.text(name), strict=True))
    told = line.text("constraint_message")  # is kept in one piece
    return [*found, ("valid_message", " / ".join(filter(None, told)))]


def _yes_or_no(line: Line) -> dict[str, bool]:
    """`required` and `disabled`, which other tools write in many ways."""
    found = {}
    for name, field, true in (("required", "required", True), ("disabled", "on", False)):
        code = FLAGS.code(line[name].removesuffix("()")) if line[name] else "no"
        if code is None:
            line.wrong(name, N_("Write yes or no here; a condition is not possible."))
        elif code == "yes":
            found[field] = true
    return found


def _default(line: Line, found: dict[str, Any], choices: Choices | None) -> str:
    text, kind = line["default"], found["kind"]
    if re.match(r"[a-z][a-z-]*\(", text) or "${" in text:
        line.wrong("default", N_("A default cannot be calculated here."))
    elif choices and kind in WITH_OPTIONS:
        codes = [choices.codes.get(code, code) for code in text.split()]
        many = kind == "choice" and len(codes) > 1
        if (many or not set(codes) <= choices.names) and not choices.wrong:
            line.wrong("default", N_("“%(text)s” is none of the choices of this question."), text=text[:60])
        return " ".join(codes)
    elif kind in {"number", "count", "seconds"} and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        line.wrong("default", N_("“%(text)s” is no number."), text=text[:60])
    elif found.get("whole") and "." in text:
        line.wrong("default", N_("“%(text)s” is no whole number."), text=text[:60])
    elif kind == "date":
        text = text.removesuffix(" 00:00:00")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            line.wrong("default", N_("“%(text)s” is no date such as 2026-11-24."), text=text[:60])
    elif kind == "time":
        return _time(line, text)
    elif kind in {"info", "image", "place"}:
        line.wrong("default", N_("A question of this kind can have no default."))
    return text


def _time(line: Line, text: str) -> str:
    if re.fullmatch(r"0\.\d+", text):  # as spreadsheets keep it
        text = str(timedelta(minutes=round(float(text) * 1440))).zfill(8)
    if not re.fullmatch(r"\d\d:\d\d(:\d\d)?", text):
        line.wrong("default", N_("“%(text)s” is no time such as 10:42."), text=text[:60])
    return text[:5] if text.endswith(":00") else text


def _judged(line: Line, found: dict[str, Any], purpose: str) -> dict[str, Any]:
    """Says whether a question takes a verdict, and gives one that does what XLSForms do not say of it."""
    kind = found["kind"]
    if purpose == "inspection" and "judged" not in found:
        says = any(each.field in JUDGING for each, texts in line.cells.items() if texts)
        found["judged"] = kind not in PLAIN_KINDS and (kind in VERDICT_ALONE or says)
    if purpose == "inspection" and found["judged"]:
        usual = {"severity": "note", "subject": "department", "photo": "conditional", "approaches": list(APPROACHES)}
        usual["short"] = _head(found["text"])
        if found.get("severity", "note") == "note" and "evidence" not in found:  # what counts must say what backs it
            usual |= {"evidence": "写明看到的情况", "evidence_en": "What was seen"}
        found = usual | found
    return {name: what for name, what in found.items() if name not in _MEANT or what is not _MEANT[name]}


def _head(text: str) -> str:
    """The beginning of a text as a short label, ended where a word ends."""
    first = text.partition("\n")[0].strip()
    if len(first) <= _SHORT:
        return first
    cut = first[:_SHORT]
    return cut[: cut.rfind(" ")] if " " in cut[20:] else cut
