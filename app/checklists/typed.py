"""What was typed into the forms of the authoring pages, as properties; and what somebody else typed meanwhile."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from app.checklists import merging
from app.checklists.drafts import Change, Draft
from app.checklists.editing import item_of
from app.checklists.model import APPROACHES, SITE_KINDS, Item

TEXTS = (
    "text",
    "text_en",
    "short",
    "short_en",
    "clause",
    "source",
    "severity",
    "subject",
    "evidence",
    "evidence_en",
    "photo",
    "kind",
    "hint",
    "hint_en",
    "occasion",
    "occasion_en",
    "unit",
    "ask_if",
    "photo_if",
    "fail_if",
    "valid_if",
    "valid_message",
    "default",
)
FLAGS = ("required", "judged", "county", "on", "whole")
HEAD = ("title", "title_en", "about", "about_en")
OPTION = ("id", "text", "text_en", "verdict")
BLANK = {
    "text": "",
    "short": "",
    "clause": "",
    "severity": "general",
    "subject": "post",
    "approaches": ["open", "covert"],
    "evidence": "",
    "photo": "conditional",
    "kind": "verdict",
}


class Form(Protocol):
    """A form as it was sent."""

    def get(self, name: str, default: str, /) -> str: ...
    def getlist(self, name: str, /) -> Sequence[str]: ...


def text(form: Form, name: str) -> str:
    """A field with the line ends of a text and without what surrounds it."""
    return str(form.get(name, "")).replace("\r\n", "\n").replace("\0", "").strip()


def item(form: Form) -> dict[str, Any]:
    """The properties of an item; all but its id."""
    values: dict[str, Any] = {name: text(form, name) for name in TEXTS}
    values |= {name: name in form.getlist("flags") for name in FLAGS}
    values["approaches"] = [name for name in APPROACHES if name in form.getlist("approaches")]
    values["kinds"] = [name for name in SITE_KINDS if name in form.getlist("kinds")]
    return values | {"options": _options(form)}


def head(form: Form) -> dict[str, Any]:
    """The properties of the whole form that can be changed."""
    lines = text(form, "same_facts").splitlines()
    groups = [names for line in lines if (names := [name for name in re.split(r"[\s,,、+]+", line) if name])]
    return {name: text(form, name) for name in HEAD} | {
        "unplanned": "unplanned" in form.getlist("flags"),
        "kinds": [name for name in SITE_KINDS if name in form.getlist("kinds")],
        "same_facts": groups,
    }


def section(form: Form) -> dict[str, str]:
    return {name: text(form, name) for name in ("title", "title_en")}


def marks(form: Form) -> dict[str, dict[str, Any]]:
    """Severity and on or off of the items of a list, for those that are not as the list had shown them."""
    found = {}
    for name in form.getlist("item"):
        typed = {"severity": text(form, f"severity.{name}"), "on": name in form.getlist("on")}
        was = {"severity": text(form, f"was.{name}").rstrip("-"), "on": not text(form, f"was.{name}").endswith("-")}
        if changed := {key: value for key, value in typed.items() if value != was[key]}:
            found[name] = changed
    return found


def full(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item's properties with those that are left out at their default."""
    plain = Item(**dict(item))
    lists = {name: list(getattr(plain, name)) for name in ("approaches", "kinds", "options")}
    return vars(plain) | lists


def item_on_new(draft: Draft, name: str, mine: Mapping[str, Any], late: list[Change]) -> dict[str, Any]:
    """What was typed about an item, on the state that others have left meanwhile: only what was really changed."""
    now = item_of(draft.content, name)
    if now is None:
        return dict(mine)
    was = next((old for change in late if (old := _old_item(change, name))), now)
    return merging.properties(full(was), {"id": name, **mine}, full(now))


def head_on_new(draft: Draft, mine: Mapping[str, Any], late: list[Change]) -> dict[str, Any]:
    """The same of the whole form's properties."""
    was = next((change.old for change in late if change.what == "head"), draft.content)
    return merging.properties(_head(was), mine, _head(draft.content))


def _head(content: Mapping[str, Any]) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(HEAD, "") | {"unplanned": False, "kinds": [], "same_facts": []}
    return empty | {name: value for name, value in content.items() if name in empty}


def _old_item(change: Change, name: str) -> dict[str, Any] | None:
    if change.what == "item" and change.target == name:
        found: dict[str, Any] | None = change.old
        return found
    return (change.old or {}).get(name) if change.what == "items" else None


def _options(form: Form) -> list[dict[str, str]]:
    """The rows of options that say something."""
    columns = [form.getlist(f"option.{name}") for name in OPTION]
    rows = [dict(zip(OPTION, (text.strip() for text in row), strict=True)) for row in zip(*columns, strict=False)]
    said = [{name: value for name, value in row.items() if value} for row in rows if row["text"] or row["id"]]
    taken = {row["id"] for row in said if "id" in row}
    free = (id_ for n in range(1, len(rows) + len(taken) + 1) if (id_ := f"a{n}") not in taken)
    return [row if "id" in row else {"id": next(free), **row} for row in said]
