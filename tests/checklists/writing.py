"""What a planner does on the authoring pages, by their own forms."""

import re
from io import BytesIO

from app.checklists import drafts, versions
from app.checklists.model import Checklist
from tests import builders


def begin(client, checklist: str = "CL02") -> str:
    """A draft of the version in force; its id."""
    answer = client.post(f"/checklists/{checklist}/drafts")
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[-1]


def revision(db, draft: str) -> int:
    return drafts.get(db, draft).revision


def typed(client, draft: str, item: str) -> dict[str, object]:
    """The form of an item as the page shows it."""
    text = client.get(f"/checklists/drafts/{draft}/items/{item}").get_data(as_text=True)
    form: dict[str, object] = {"approaches": ["open", "covert"], "flags": ["judged", "on"]}
    for name, value in re.findall(r'<input class="input" id="(\w+)" name="\w+" value="([^"]*)"', text):
        form[name] = value
    for name, value in re.findall(r'<textarea class="input" id="(\w+)"[^>]*>([^<]*)</textarea>', text):
        form[name] = value
    for name in ("severity", "subject", "photo", "kind", "section"):
        found = re.search(rf'name="{name}".*?value="(\w+)" selected', text, re.DOTALL)
        form[name] = found[1] if found else ""
    form["revision"] = re.search(r'name="revision" value="(\d+)"', text)[1]
    return form


def save(client, draft: str, item: str, **changes: object):
    return client.post(f"/checklists/drafts/{draft}/items/{item}", data=typed(client, draft, item) | changes)


def publish(client, db, draft: str, over: str | None = None):
    found = drafts.get(db, draft)
    current = versions.current_version(db, found.checklist) or ""
    values = {"revision": found.revision, "over": current if over is None else over}
    return client.post(f"/checklists/drafts/{draft}/publication", data=values)


def current(db, checklist: str = "CL02") -> Checklist:
    return builders.checklist(db, checklist)


def first(db, checklist: str = "CL02") -> str:
    return current(db, checklist).items[0].id


def upload(client, body: bytes):
    return client.post("/checklists/uploads", data={"file": (BytesIO(body), "检查表.xlsx")})


def marks(items, seen: int) -> dict[str, object]:
    """The form of the list as the page shows it."""
    form: dict[str, object] = {"revision": seen, "do": "", "on": [item.id for item in items if item.on]}
    form["item"] = [item.id for item in items]
    form |= {f"severity.{item.id}": item.severity for item in items}
    return form | {f"was.{item.id}": item.severity + ("" if item.on else "-") for item in items}
