"""The department writes its checklists in the browser; every form carries the revision that it saw."""

import pytest

from app.checklists import drafts, editing, versions
from app.checklists.model import Option
from tests.checklists.books import a_form, an_item
from tests.checklists.writing import begin, current, first, marks, publish, revision, save, typed, upload


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


@pytest.fixture
def planner2(cast, sign_in):
    return sign_in(cast.planner2)


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


def test_a_stale_form_keeps_what_was_typed_and_is_done_on_the_new_state(db, cast, planner, planner2):
    draft, item = begin(planner), first(db)
    mine = typed(planner, draft, item)
    assert save(planner2, draft, item, text="另一位改过的文字").status_code == 303
    answer = planner.post(f"/checklists/drafts/{draft}/items/{item}", data=mine | {"short": "我的标签"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert cast.planner2.name in page
    assert "我的标签" in page
    assert "另一位改过的文字" in page
    assert drafts.get(db, draft).form.item(item).short != "我的标签"
    again = mine | {"short": "我的标签", "text": "另一位改过的文字", "revision": revision(db, draft)}
    assert planner.post(f"/checklists/drafts/{draft}/items/{item}", data=again).status_code == 303
    found = drafts.get(db, draft).form.item(item)
    assert (found.text, found.short) == ("另一位改过的文字", "我的标签")


def test_severities_and_what_is_on_are_changed_in_the_list(db, cast, planner, planner2):
    draft = begin(planner)
    items = current(db).items
    form = marks(items, revision(db, draft))
    form[f"severity.{items[0].id}"] = "serious"
    form["on"] = [item.id for item in items[1:]]
    assert planner.post(f"/checklists/drafts/{draft}/items", data=form).status_code == 303
    changed = drafts.get(db, draft).form.items[0]
    assert (changed.severity, changed.on) == ("serious", False)
    form = marks(items, 1) | {f"severity.{items[1].id}": "hint"}
    late = planner2.post(f"/checklists/drafts/{draft}/items", data=form)
    assert late.status_code == 409
    assert cast.planner.name in late.get_data(as_text=True)
    form["revision"] = revision(db, draft)
    assert planner2.post(f"/checklists/drafts/{draft}/items", data=form).status_code == 303
    both = drafts.get(db, draft).form.items
    assert [both[0].severity, both[0].on, both[1].severity] == ["serious", False, "hint"]


def test_items_are_added_moved_and_taken_out(db, planner):
    draft, items = begin(planner), current(db).items
    section = current(db).sections[0].id

    def press(what: str):
        form = marks(drafts.get(db, draft).form.items, revision(db, draft)) | {"do": what}
        return planner.post(f"/checklists/drafts/{draft}/items", data=form)

    added = press(f"add {section}").location.rsplit("/", 1)[-1]
    assert added not in {item.id for item in items}
    assert 'class="wrong"' in planner.get(f"/checklists/drafts/{draft}/items/{added}").get_data(as_text=True)
    assert publish(planner, db, draft).status_code == 422
    press(f"down {items[0].id}")
    assert [item.id for item in drafts.get(db, draft).form.items[:2]] == [items[1].id, items[0].id]
    planner.post(f"/checklists/drafts/{draft}/items/{added}/removal", data={"revision": revision(db, draft)})
    assert drafts.get(db, draft).form.item(added) is None
    assert publish(planner, db, draft).status_code == 303
    gone = planner.post(f"/checklists/drafts/{draft}/items", data={"revision": 1})
    assert gone.status_code == 409


def test_a_new_checklist_needs_a_free_id_and_a_record_is_not_offered(db, planner):
    def create(**values: str):
        return planner.post("/checklists/", data=values)

    assert create(id="CL02", title="已有").status_code == 422
    assert create(id="9 x", title="编号不对").status_code == 422
    assert create(id="drafts", title="保留").status_code == 422
    draft = create(id="RB01", title="值班记录", purpose="record").location.rsplit("/", 1)[-1]
    form = {"do": "add 1", "revision": "1"}
    item = planner.post(f"/checklists/drafts/{draft}/items", data=form).location.rsplit("/", 1)[-1]
    assert item == "RB01-01"
    save(planner, draft, item, text="天气", kind="text")
    assert publish(planner, db, draft).status_code == 303
    assert current(db, "RB01").purpose == "record"
    assert "RB01" not in {form.id for form in versions.offered(db)}


def test_a_copy_has_ids_of_its_own(db, planner):
    draft = planner.post("/checklists/", data={"from": "CL11", "id": "CL71", "title": "试用"}).location.rsplit("/", 1)[
        -1
    ]
    assert {item.id.partition("-")[0] for item in drafts.get(db, draft).form.items} == {"CL71"}
    assert publish(planner, db, draft).status_code == 303


def test_a_workbook_comes_back_as_a_draft(db, planner):
    assert planner.get("/checklists/template.xlsx").status_code == 200
    body = planner.get("/checklists/CL02/workbook.xlsx").data
    answer = upload(planner, body)
    assert answer.status_code == 303
    draft = drafts.get(db, answer.location.split("/")[3])
    assert (draft.form.version, draft.origin) == (current(db).version, "upload")
    assert upload(planner, b"no workbook").status_code == 422


def test_an_xlsform_comes_back_as_a_draft(db, planner):
    answer = upload(planner, planner.get("/checklists/CL02/xlsform.xlsx").data)
    assert answer.status_code == 303
    draft = drafts.get(db, answer.location.split("/")[3])
    assert (draft.form.version, draft.origin) == (current(db).version, "xlsform")


def test_what_is_behind_a_new_item_is_told_in_words(db, cast, planner):
    options = (Option("a1", "正常", verdict="pass"), Option("a2", "黑屏", verdict="fail"), Option("a3", "没有屏幕"))
    form = a_form(
        an_item(1, kind="choice", options=options),
        an_item(2, kind="seconds", fail_if=". > 1200", ask_if="${CL90-01} != 'a2'"),
        an_item(3, kind="conditional", occasion="客户要求开票时"),
    )
    versions.publish(db, form)
    draft = drafts.begin(db, cast.planner, form.content() | {"id": "CL91"}, "copy")
    for address in ("/checklists/CL90", f"/checklists/drafts/{draft}/difference"):
        page = planner.get(address).get_data(as_text=True)
        assert "黑屏</bdi> → 不符合" in page
        assert "<bdi>&gt;1200</bdi>" in page
        assert "CL90-01≠黑屏" in page
        assert "客户要求开票时" in page


def test_conditions_are_typed_and_shown_as_in_excel(db, planner):
    item, other = (item.id for item in current(db).items[:2])
    draft = begin(planner)
    answer = save(
        planner, draft, item, ask_if=f"{other}=不符合 或 CL02-21≥3", fail_if="≥180", photo_if="${CL02-99} = 1"
    )
    assert answer.location.endswith(f"/items/{item}")
    values = editing.item_of(drafts.get(db, draft).content, item)
    assert values["ask_if"] == f"${{{other}}} = 'fail' or ${{CL02-21}} >= 3"
    assert values["fail_if"] == ". >= 180"
    page = planner.get(answer.location).get_data(as_text=True)
    assert f'value="{other}=不符合 或 CL02-21≥3"' in page
    assert 'value="≥180"' in page
    assert 'value="${CL02-99} = 1"' in page
    assert "CL02-99 不是这张检查表的检查项" in page
