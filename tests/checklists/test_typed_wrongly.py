"""Whatever is typed is kept and told about at its field; what belongs to no page is refused; nothing breaks."""

import uuid

import pytest

from app.checklists import drafts, versions
from tests.checklists.writing import begin, current, first, publish, revision, save, typed
from tests.migrating import migration


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": "字" * 5000},
        {"text": "一\x07二"},
        {"severity": "deadly"},
        {"kind": "hologram"},
        {"subject": "nobody"},
        {"photo": "perhaps"},
        {"approaches": []},
        {"clause": "D9-9.9.9"},
        {"clause": "", "source": ""},
        {"kind": "choice"},
        {"kind": "conditional", "occasion": ""},
        {"ask_if": "${CL99-77} = 'pass'"},
        {"ask_if": "eval('1')"},
        {"kind": "image"},
    ],
    ids=lambda changes: ",".join(f"{name}={str(value)[:12]!r}" for name, value in changes.items()),
)
def test_what_is_wrong_is_kept_and_stands_at_its_item(db, planner, changes):
    draft, item = begin(planner), first(db)
    answer = save(planner, draft, item, **changes)
    assert answer.status_code == 303
    assert answer.location.endswith(f"/items/{item}")
    page = planner.get(answer.location)
    assert page.status_code == 200
    assert 'class="wrong"' in page.get_data(as_text=True)
    for end in ("", "/difference", "/preview", "/phone", "/head"):
        assert planner.get(f"/checklists/drafts/{draft}{end}").status_code == 200
    assert publish(planner, db, draft).status_code == 422
    assert current(db).item(item) == versions.get(db, "CL02", current(db).version).item(item)


def test_a_condition_that_names_its_own_item_is_told(db, planner):
    draft, item = begin(planner), first(db)
    save(planner, draft, item, ask_if=f"${{{item}}} = 'pass'")
    assert publish(planner, db, draft).status_code == 422


def test_signs_of_other_scripts_are_taken_as_they_are(db, planner):
    draft, item = begin(planner), first(db)
    text = "שלום <b>客户</b> 😀 \u202bמים\u202c"
    save(planner, draft, item, text=text)
    assert publish(planner, db, draft).status_code == 303
    assert current(db).item(item).text == text
    assert "שלום <b>" not in planner.get("/checklists/CL02").get_data(as_text=True)


def test_saving_without_a_change_changes_nothing(db, planner):
    draft, item = begin(planner, "CL06"), first(db, "CL06")
    assert save(planner, draft, item, approaches=["shopper", "phone"]).status_code == 303
    assert drafts.get(db, draft).form == current(db, "CL06")


def test_a_form_to_bring_an_item_back_never_doubles_it(db, planner):
    draft, item = begin(planner), first(db)
    save(planner, draft, item, again="1", short="带路")
    found = [each for each in drafts.get(db, draft).form.items if each.id == item]
    assert [each.short for each in found] == ["带路"]


@pytest.mark.parametrize("revision", ["9" * 30, "-" + "9" * 30, "99", "", "x"])
def test_a_revision_that_there_never_was_is_told(db, planner, revision):
    draft, item = begin(planner), first(db)
    assert save(planner, draft, item, revision=revision, short="带路").status_code == 409
    assert drafts.get(db, draft).form == current(db)


def test_kinds_of_answers_have_their_own_names(db, planner):
    draft, item = begin(planner), first(db)
    page = planner.get(save(planner, draft, item, kind="hologram").location).get_data(as_text=True)
    assert "判断、条件判断、计数" in page


def test_requests_that_no_page_makes_are_refused(db, planner):
    draft, item = begin(planner), first(db)
    form = typed(planner, draft, item)
    nobody = str(uuid.uuid4())
    assert planner.post(f"/checklists/drafts/{nobody}/items/{item}", data=form).status_code == 404
    assert planner.post(f"/checklists/drafts/{draft}/items/CL99-01", data=form).status_code == 404
    assert planner.post(f"/checklists/drafts/{draft}/items/{item}", data=form | {"section": "77"}).status_code == 404
    assert drafts.get(db, draft).form == current(db)
    for seen in ("", "x", "0", "99", "-1"):
        answer = planner.post(f"/checklists/drafts/{draft}/items/{item}", data=form | {"revision": seen})
        assert answer.status_code == 409, seen
        assert planner.post(f"/checklists/drafts/{draft}/publication", data={"revision": seen}).status_code == 409
    assert planner.get(f"/checklists/drafts/{draft}/preview?approach=x").status_code == 404
    assert planner.get("/checklists/CL02/versions/0123456789abcdef").status_code == 404
    assert planner.post("/checklists/CL99/drafts").status_code == 404
    assert planner.post("/checklists/CL02/drafts", data={"shipped": "x"}).status_code == 404
    assert planner.post("/checklists/CL02/keeping", data={"shipped": "x"}).status_code == 404
    assert planner.post("/checklists/CL99/retirement").status_code == 404
    assert planner.post("/checklists/uploads").status_code == 422


def test_five_hundred_items_are_as_many_as_there_may_be(db, cast, planner):
    content = current(db).content()
    model = content["sections"][0]["items"][0]
    content["sections"][0]["items"] += [model | {"id": f"CL02-{n}"} for n in range(1000, 1501)]
    draft = drafts.begin(db, cast.planner, content, "upload")
    assert planner.get(f"/checklists/drafts/{draft}").status_code == 200
    assert publish(planner, db, draft).status_code == 422


def test_what_was_published_before_is_told_from_the_journal(db):
    first_version = current(db).version
    changed = versions.from_content(current(db).content() | {"title": "另一个标题"})
    versions.publish(db, changed)
    rows = [row for row in migration("0013_authoring").published(db.sqlite) if row[0] == "CL02"]
    assert [(row[1], row[2], row[5]) for row in rows] == [(1, first_version, None), (2, changed.version, first_version)]


def test_more_than_a_draft_can_hold_is_refused_with_its_place_and_nothing_is_saved(db, planner):
    item, draft = first(db), begin(planner)
    answer = save(planner, draft, item, text="字" * 1_000_000, hint="短的提示")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, revision(db, draft)) == (422, 1)
    assert f"{item} 检查要点" in page
    assert "1000000 个字；草稿里最多保留 5000 个字" in page
    options = {"kind": "choice", "option.id": [""] * 300, "option.text": ["选项"] * 300}
    options |= {"option.text_en": [""] * 300, "option.verdict": [""] * 300}
    assert "300 个；草稿里最多保留 200 个" in save(planner, draft, item, **options).get_data(as_text=True)
    assert save(planner, draft, item, text="字" * 1200).status_code == 303
    assert revision(db, draft) == 2
