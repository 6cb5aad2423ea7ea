"""What is done to a draft stands in the journal: who, when, to what."""

import inspect
import json
import re

from app import journal
from app.checklists import drafts, editing, versions
from app.checklists.model import from_content
from app.checklists.typed import BLANK
from tests.checklists.writing import current


def test_each_edit_stands_in_the_journal_with_who_and_what(db, cast):
    form = current(db)
    a, b = (item.id for item in form.items[:2])
    one, two = (section.id for section in form.sections[:2])
    draft = drafts.begin(db, cast.planner, form.content(), "edit")
    edits = [
        editing.head({"about": "只查营业厅"}),
        editing.put_item(a, {"text": "改过的文字"}),
        editing.put_items({a: {"severity": "serious"}, b: {"on": False}}),
        editing.add_item(one, a_blank("CL02-99")),
        editing.step_item(b, -1),
        editing.send_item(b, two),
        editing.drop_item("CL02-99"),
        editing.put_section(one, {"title": "改过的标题"}),
        editing.add_section("新的部分"),
        editing.step_section(one, 1),
    ]
    edits.append(editing.drop_section(editing.add_section("").apply(form.content())["sections"][-1]["id"]))
    for seen, edit in enumerate(edits, 1):
        assert drafts.change(db, cast.planner2, draft, seen, edit) == []
        entry = journal.since(db, 0, "checklist.draft_changed")[-1]
        told = json.loads(entry["detail"])
        assert (entry["who"], entry["subject"]) == (cast.planner2.id, "CL02")
        assert told == {"draft": draft, "revision": seen + 1, "edit": edit.what, "target": edit.target}
    assert {edit.what for edit in edits} == every_edit()


def every_edit() -> set[str]:
    """The words by which the module of edits calls what it does."""
    return set(re.findall(r'return Edit\("([a-z-]+)"', inspect.getsource(editing)))


def a_blank(item: str) -> dict[str, object]:
    return {**BLANK, "id": item, "text": "新的一项", "short": "新", "source": "本单位", "evidence": "写经过"}


def test_what_changes_nothing_stands_nowhere(db, cast):
    draft = drafts.begin(db, cast.planner, current(db).content(), "edit")
    drafts.change(db, cast.planner, draft, 1, editing.head({"title": current(db).title}))
    assert journal.since(db, 0, "checklist.draft_changed") == []


def test_taking_another_version_as_the_base_and_throwing_away_stand_in_the_journal(db, cast):
    draft = drafts.begin(db, cast.planner, current(db).content(), "edit")
    newer = from_content(current(db).content() | {"about": "别人的改动"})
    versions.publish(db, newer, cast.planner2.id, versions.DEPARTMENT)
    drafts.rebase(db, cast.planner, draft, 1, newer.version)
    told = json.loads(journal.since(db, 0, "checklist.draft_changed")[-1]["detail"])
    assert (told["edit"], told["target"]) == ("rebased", newer.version)
    drafts.drop(db, cast.planner, draft, 2)
    assert journal.since(db, 0, "checklist.draft-dropped")[-1]["who"] == cast.planner.id
