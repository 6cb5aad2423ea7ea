"""A draft becomes the version in force: over which, and what of the product; a retired one is offered nowhere."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app import journal
from app.checklists import versions
from app.checklists.excel import writing as excel
from app.checklists.model import from_content
from app.checklists.xlsform import writing as xlsform
from app.visits import drafting, pack
from tests import builders
from tests.checklists.books import a_form, saved, unmark
from tests.checklists.writing import begin, current, first, publish, revision, save, upload


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


@pytest.fixture
def planner2(cast, sign_in):
    return sign_in(cast.planner2)


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


def test_the_second_of_two_planners_is_told_and_nothing_is_lost(db, cast, planner, planner2):
    one, two = begin(planner), begin(planner2)
    a, b = (item.id for item in current(db).items[:2])
    save(planner, one, a, text="第一位的改动")
    save(planner2, two, b, text="第二位的改动")
    seen = current(db).version
    assert publish(planner, db, one).status_code == 303
    told = publish(planner2, db, two, over=seen)
    page = told.get_data(as_text=True)
    assert told.status_code == 409
    assert cast.planner.name in page
    assert "第一位的改动" in page
    assert current(db).item(b).text != "第二位的改动"
    values = {"revision": revision(db, two), "over": current(db).version}
    assert planner2.post(f"/checklists/drafts/{two}/base", data=values).status_code == 303
    assert publish(planner2, db, two).status_code == 303
    assert (current(db).item(a).text, current(db).item(b).text) == ("第一位的改动", "第二位的改动")


def test_publishing_over_another_version_is_done_knowingly(db, planner, planner2):
    one, two = begin(planner), begin(planner2)
    a, b = (item.id for item in current(db).items[:2])
    save(planner, one, a, text="第一位的改动")
    save(planner2, two, b, text="第二位的改动")
    publish(planner, db, one)
    assert publish(planner2, db, two).status_code == 303  # the form had shown the newer version
    assert current(db).item(a).text != "第一位的改动"
    assert len(versions.publications(db, "CL02")) == 3


def test_a_file_of_the_product_takes_the_place_of_a_file_only(db, planner):
    shipped = from_content(current(db).content() | {"title": "随附的第二版"})
    versions.ship(db, current(db))
    versions.ship(db, shipped)
    assert current(db).title == "随附的第二版"
    draft = begin(planner)
    save(planner, draft, first(db), text="本单位的文字")
    publish(planner, db, draft)
    versions.ship(db, from_content(current(db).content() | {"title": "随附的第三版"}))
    assert current(db).title == "随附的第二版"
    assert "产品随附的新版本" in planner.get("/checklists/CL02").get_data(as_text=True)
    third = versions.standing(db, "CL02").shipped
    assert "随附的第三版" in planner.get("/checklists/CL02/shipped").get_data(as_text=True)
    taken = planner.post("/checklists/CL02/drafts", data={"shipped": third})
    assert publish(planner, db, taken.location.split("/")[3]).status_code == 303
    assert current(db).title == "随附的第三版"
    assert not versions.standing(db, "CL02").news


def test_a_retired_checklist_is_offered_nowhere_and_what_was_given_goes_on(db, cast, planner, sign_in):
    visit = builders.a_visit(db, cast, checklists=("CL11",))
    assert planner.post("/checklists/CL11/retirement").status_code == 303
    assert "CL11" not in {form.id for form, _ in drafting.forms(db, "open", frozenset({"hall"}))}
    assert "CL11" not in {form.id for form in pack.unplanned(db)}
    assert sign_in(cast.inspector).get(f"/field/visits/{visit.id}").status_code == 200
    planner.post("/checklists/CL11/restoration")
    assert "CL11" in {form.id for form in pack.unplanned(db)}
    assert [entry["what"] for entry in journal.since(db, 0, "checklist.retired", "checklist.restored")] == [
        "checklist.retired",
        "checklist.restored",
    ]


def test_a_draft_that_changes_nothing_says_so(db, planner):
    draft = begin(planner)
    assert "没有可发布的内容" in planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)
    assert planner.post(f"/checklists/drafts/{draft}/removal", data={"revision": "1"}).status_code == 303
    assert planner.get(f"/checklists/drafts/{draft}").status_code == 409


@pytest.mark.parametrize("book", [excel.workbook, xlsform.workbook])
def test_a_workbook_of_an_older_version_undoes_nothing_unseen(db, cast, planner, planner2, book):
    before = current(db)
    old = book(before)
    one = begin(planner2)
    a = current(db).items[0].id
    save(planner2, one, a, text="这期间别人改的")
    publish(planner2, db, one)
    draft = upload(planner, old).location.split("/")[3]
    assert cast.planner2.name in planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)
    assert publish(planner, db, draft, over=before.version).status_code == 409
    values = {"revision": revision(db, draft), "over": current(db).version}
    assert planner.post(f"/checklists/drafts/{draft}/base", data=values).status_code == 303
    assert "这期间别人改的" not in planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)


def test_a_file_that_does_not_say_what_it_was_made_from_is_said_to_be_one(db, planner):
    said = "此文件没有写明由本检查表的哪一版做成"
    item = current(db).items[0].id
    marked = excel.workbook(current(db))
    changed = load_workbook(BytesIO(marked))
    changed["检查项"].cell(2, 3, "改过的文字")
    draft = upload(planner, saved(changed)).location.split("/")[3]
    assert said not in planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)
    unmark(changed, current(db).version)
    draft = upload(planner, saved(changed)).location.split("/")[3]
    page = planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)
    assert said in page
    assert "改过的文字" in page
    assert "没有写明来自哪一版的文件" in planner.get(f"/checklists/drafts/{draft}").get_data(as_text=True)
    assert publish(planner, db, draft).status_code == 303
    assert current(db).item(item).text == "改过的文字"


def test_a_new_checklist_from_a_file_has_no_version_to_name(db, planner):
    draft = upload(planner, excel.workbook(a_form())).location.split("/")[3]
    assert "没有写明" not in planner.get(f"/checklists/drafts/{draft}/difference").get_data(as_text=True)
