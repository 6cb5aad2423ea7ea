"""The department writes its checklists in the browser: a draft, its difference, its publishing."""

import json
import re

import pytest

from app import journal
from app.checklists import drafts, versions
from app.checklists.model import Checklist
from tests import builders


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


@pytest.fixture
def planner2(cast, sign_in):
    return sign_in(cast.planner2)


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
        form[name] = re.search(rf'name="{name}".*?value="(\w+)" selected', text, re.DOTALL)[1]
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


def test_a_changed_text_is_in_force_once_it_is_published(db, cast, planner):
    item, before = first(db), current(db).version
    draft = begin(planner)
    assert save(planner, draft, item, text="主动问候每一位客户").status_code == 303
    assert current(db).version == before
    page = planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)
    assert "主动问候每一位客户" in page
    assert publish(planner, db, draft).status_code == 303
    assert current(db).item(item).text == "主动问候每一位客户"
    (last, *_) = versions.publications(db, "CL02")
    assert (last.by, last.before, last.source) == (cast.planner.id, before, versions.DEPARTMENT)
    entry = journal.since(db, 0, "checklist.published")[-1]
    assert (entry["who"], json.loads(entry["detail"])["before"]) == (cast.planner.id, before)
    assert versions.get(db, "CL02", before).item(item).text != "主动问候每一位客户"


def test_every_page_of_the_room_can_be_read(db, cast, planner, sign_in):
    draft, item = begin(planner), first(db)
    version = current(db).version
    pages = [
        "/checklists/",
        "/checklists/new",
        "/checklists/new?from=CL02",
        "/checklists/CL02",
        f"/checklists/CL02/versions/{version}",
        *(f"/checklists/drafts/{draft}{end}" for end in ("", "/head", "/difference", "/preview")),
        f"/checklists/drafts/{draft}/items/{item}",
        f"/checklists/drafts/{draft}/sections/{current(db).sections[0].id}",
        *(f"/checklists/drafts/{draft}/phone?approach={name}" for name in ("open", "covert", "shopper", "desk")),
    ]
    for language in ("zh", "en"):
        planner.set_cookie("lang", language, domain="localhost")
        for url in pages:
            assert planner.get(url).status_code == 200, url
    for reader in (cast.leader, cast.supervisor, cast.inspector):
        client = sign_in(reader)
        assert [client.get(url).status_code for url in pages[3:5]] == [200, 200]
        text = client.get("/checklists/CL02").get_data(as_text=True)
        assert "/drafts" not in text
        assert client.get(f"/checklists/drafts/{draft}").status_code == 404


def test_a_list_is_searched_by_words_of_its_items(db, planner):
    item = current(db, "CL11").items[0]
    found = planner.get("/checklists/", query_string={"q": item.text[:6]}).get_data(as_text=True)
    assert "/checklists/CL11" in found
    assert "没有这样的检查表" in planner.get("/checklists/?q=zzzzz").get_data(as_text=True)
    assert planner.get("/checklists/?state=nothing").status_code == 404
