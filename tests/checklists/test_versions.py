"""A version is named for its content; once published it never changes."""

import json
from dataclasses import replace

import pytest
import yaml

from app import journal
from app.checklists import loading, versions
from app.checklists.model import Checklist, from_content
from app.errors import NotFound
from tests import builders
from tests.checklists.test_loading import a_checklist, an_item

# The name of a_checklist() must stay what it is: phones and submissions hold versions by name.
NAME = "a4a3a337063402c5"


def a_version(**changes: object) -> Checklist:
    return from_content({"unplanned": False, "same_facts": [], **a_checklist(an_item(**changes))})


def test_the_name_of_a_content_is_stable():
    assert a_version().version == NAME
    again = from_content(json.loads(json.dumps(a_version().content())))
    assert again == a_version()
    assert again.version == NAME


def test_the_order_of_keys_in_the_file_does_not_count(tmp_path):
    for reverse in (False, True):
        content = a_checklist()
        item = dict(sorted(an_item().items(), reverse=reverse))
        content["sections"] = [{"items": [item], "title": "接待", "id": "1"}]
        file = tmp_path / "CL90.yaml"
        file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
        assert loading.load(file)[0].version == NAME


@pytest.mark.parametrize(
    "changes",
    [{"text": "主动招呼 "}, {"severity": "serious"}, {"approaches": ["covert", "open"]}, {"clause": "D2-4.1.8"}],
)
def test_every_change_has_another_name(changes):
    assert a_version(**changes).version != NAME


def test_a_published_version_stays_as_it_was(db):
    first, second = a_version(), a_version(text="主动招呼客户")
    assert versions.publish(db, first)
    assert versions.publish(db, second)
    assert versions.current_version(db, "CL90") == second.version
    assert versions.get(db, "CL90", first.version) == first
    assert versions.get(db, "CL90", second.version) == second


def test_a_version_under_a_known_name_is_not_overwritten(db):
    first = a_version()
    versions.publish(db, first)
    before = stored(db)
    versions.publish(db, a_version(text="主动招呼客户"))
    versions.publish(db, first)
    assert versions.current_version(db, "CL90") == first.version
    assert {key: row for key, row in stored(db).items() if key in before} == before
    assert len(stored(db)) == len(before) + 1


def test_publishing_what_is_current_changes_nothing(db):
    versions.publish(db, a_version())
    before = journal.last(db)
    assert not versions.publish(db, a_version())
    assert journal.last(db) == before


def test_publishing_is_journaled(db):
    before = journal.last(db)
    versions.publish(db, a_version(), by="somebody")
    (entry,) = journal.since(db, before, "checklist.published")
    assert (entry["who"], entry["subject"]) == ("somebody", "CL90")
    assert json.loads(entry["detail"]) == {"version": NAME}


def test_an_unknown_version_is_not_found(db):
    with pytest.raises(NotFound):
        versions.get(db, "CL02", "0123456789abcdef")
    with pytest.raises(NotFound):
        versions.get(db, "CL77", NAME)
    assert versions.current_version(db, "CL77") is None


def test_the_current_ones_are_listed_by_id(db):
    versions.publish(db, replace(a_version(), id="CL00"))
    listed = [checklist.id for checklist in versions.current(db)]
    assert listed == sorted(listed)
    assert {"CL00", "CL01", "CL02", "CL11"} <= set(listed)


def stored(db) -> dict[tuple[str, str], dict]:
    return {
        (row["id"], row["version"]): row
        for row in db.rows("SELECT id, version, title, content, added_at FROM checklist_versions WHERE id = 'CL90'")
    }


def test_an_item_of_an_older_version_still_has_its_owner(db):
    form = builders.checklist(db)
    gone = form.items[0].id
    content = form.content()
    content["sections"][0]["items"] = content["sections"][0]["items"][1:]
    content["same_facts"] = []
    versions.publish(db, from_content(content))
    assert versions.owners(db)[gone] == form.id
