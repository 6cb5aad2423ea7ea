"""What a check says, told alike from the phone's draft, the body that was frozen, and the server's rows.

A content is a dictionary from (owner, field) to a JSON text; the owner is an observation's id or `visit`. What says
nothing does not stand in it.
"""

import json
from collections.abc import Iterable
from typing import Any

Key = tuple[str, str]
Content = dict[Key, str]
DEFAULTS: dict[str, Any] = {"verdict": None, "post": None, "value": None, "note": "", "photos": [], "at": None}
OF_VISIT = ("note", "started_at")


def text(field: str, value: Any) -> str:
    """One spelling for what means the same."""
    if field == "verdict" and value == "unseen":
        value = None
    if field == "photos":
        value = [[one["sha256"], one["at"]] if isinstance(one, dict) else list(one) for one in value or []]
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def default(field: str) -> str:
    return text(field, DEFAULTS.get(field))


def of_draft(records: Iterable[dict[str, Any]]) -> Content:
    """From the records of a draft in the phone's store."""
    found: Content = {}
    for record in records:
        if record["id"] == "visit":
            _add(found, "visit", record, OF_VISIT)
        else:
            _add(found, record["id"], record, (*DEFAULTS, "item", "order"))
    return found


def of_body(body: dict[str, Any]) -> Content:
    """From the body of a submission; the places of observations stand in it by their order only."""
    found: Content = {}
    _add(found, "visit", body, OF_VISIT)
    for observation in body["observations"]:
        _add(found, observation["id"], observation, (*DEFAULTS, "item"))
    return found


def of_rows(row: dict[str, Any]) -> Content:
    """From the server's rows; its times of the visit are corrected ones and left out."""
    found: Content = {}
    _add(found, "visit", row, ("note",))
    for observation in row["content"]:
        _add(found, observation["id"], observation, (*DEFAULTS, "item"))
    return found


def photos_of(content: Content) -> list[str]:
    """The hashes that it names, each once, in order."""
    named = [one[0] for (_, field), value in content.items() if field == "photos" for one in json.loads(value)]
    return list(dict.fromkeys(named))


def _add(found: Content, owner: str, record: dict[str, Any], fields: Iterable[str]) -> None:
    for field in fields:
        value = text(field, record.get(field))
        if value != default(field):
            found[owner, field] = value
