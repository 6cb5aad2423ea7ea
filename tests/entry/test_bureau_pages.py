"""The page of the settings: the administrator changes them, who plans and publishes reads them, nobody loses what they
typed."""

import re
import uuid

import pytest

from app import bureau, choices


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.admin)


def form(page: str) -> dict[str, str]:
    """What the browser would send of the form as it stands."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and name[1] != "back":
            fields[name[1]] = value[1] if value else ""
    return fields


def test_every_choice_stands_on_the_page_with_its_label_and_in_both_languages(admin):
    page = admin.get("/settings/").text
    for choice in choices.CHOICES.values():
        line = page.split(f'id="line-{choice.name}"')[1].split('<div class="entry"')[0]
        assert "本单位设定" in line, choice.name
    admin.post("/language", data={"lang": "en", "back": "/settings/"})
    english = admin.get("/settings/").text
    for choice in choices.CHOICES.values():
        assert choice.meaning in english


def test_what_is_saved_holds_and_says_who_and_what_it_was(admin, db):
    answer = admin.post("/settings/", data=form(admin.get("/settings/").text) | {"sign_days": "7"})
    assert (answer.status_code, answer.location) == (303, "/settings/?saved=1")
    assert bureau.number(db, "sign_days") == 7
    page = admin.get("/settings/").text
    assert "何晓于 2026-11-24 10:42:07 由“5 天”改为“7 天”" in page


def test_a_new_draft_proposes_the_days_and_the_department_of_the_bureau(admin, db):
    from app.notices import office

    admin.post("/settings/", data=form(admin.get("/settings/").text) | {"department": "客服中心", "issuer": "甲公司"})
    assert office.of(db) == office.Office("甲公司", "客服中心", 5, 14, 3)


def test_bad_input_is_told_at_its_field_and_everything_typed_stays(admin, db):
    typed = {"sign_days": "seven", "department": "", "review_days": "9"}
    answer = admin.post("/settings/", data=form(admin.get("/settings/").text) | typed)
    assert answer.status_code == 422
    assert form(answer.text).items() >= typed.items()
    assert answer.text.count('aria-invalid="true"') == 2
    assert "请填 1 到 60 之间的整数。" in answer.text
    assert bureau.number(db, "review_days") == 3
    assert (
        admin.post("/settings/", data=form(answer.text) | {"sign_days": "7", "department": "客服"}).status_code == 303
    )
    assert bureau.number(db, "review_days") == 9


def test_of_two_administrators_the_stale_one_learns_of_it_and_keeps_what_they_typed(admin, db, cast):
    stale = form(admin.get("/settings/").text)
    bureau.save(db, cast.planner.id, {"sign_days": "6", "department": "客服中心"})
    answer = admin.post("/settings/", data=stale | {"sign_days": "8", "review_days": "4"})
    assert answer.status_code == 409
    assert "期间李文静于" in answer.text
    assert form(answer.text)["sign_days"] == "8"
    assert bureau.number(db, "review_days") == 3
    assert admin.post("/settings/", data=form(answer.text)).status_code == 303
    assert (bureau.number(db, "sign_days"), bureau.number(db, "review_days")) == (8, 4)
    assert bureau.text(db, "department") == "客服中心"


def test_who_did_not_touch_a_line_does_not_turn_it_back(admin, db, cast):
    stale = form(admin.get("/settings/").text)
    bureau.set_(db, cast.planner.id, "sign_days", "6")
    assert admin.post("/settings/", data=stale | {"review_days": "4"}).status_code == 303
    assert (bureau.number(db, "sign_days"), bureau.number(db, "review_days")) == (6, 4)


def test_back_to_what_is_proposed_changes_one_line_and_keeps_the_rest_typed(admin, db, cast):
    bureau.save(db, cast.admin.id, {"sign_days": "6", "review_days": "9"})
    fields = form(admin.get("/settings/").text)
    answer = admin.post("/settings/", data=fields | {"default": "sign_days", "department": "客服"})
    assert answer.status_code == 200
    assert bureau.values(db) | {"sign_days": "5", "review_days": "9", "department": "营销部"} == bureau.values(db)
    assert form(answer.text)["department"] == "客服"
    assert admin.post("/settings/", data=fields | {"default": "review_days"}).status_code == 303
    assert bureau.number(db, "review_days") == 3


def test_the_first_button_of_the_form_saves_since_enter_presses_it(admin, db, cast):
    bureau.set_(db, cast.admin.id, "sign_days", "6")
    inside = admin.get("/settings/").text.split('<form method="post" action="/settings/">')[1]
    assert 'name="default"' not in inside[: inside.index("</button>")]
    assert 'name="default"' in inside


@pytest.mark.parametrize("role", ["planner", "publisher"])
def test_who_plans_or_publishes_reads_and_changes_nothing(role, cast, sign_in, db):
    client = sign_in(getattr(cast, role))
    page = client.get("/settings/").text
    assert "通报签收期限" in page
    assert 'name="sign_days"' not in page
    assert client.post("/settings/", data={"sign_days": "7"}).status_code == 404
    assert bureau.number(db, "sign_days") == 5


@pytest.mark.parametrize("role", ["inspector", "shopper", "unit", "leader", "supervisor"])
def test_for_everybody_else_there_is_no_such_page(role, cast, sign_in):
    assert sign_in(getattr(cast, role)).get("/settings/").status_code == 404


def test_a_name_that_is_none_is_not_found(admin):
    assert admin.post("/settings/", data={"default": "sign-days"}).status_code == 404


def test_what_is_typed_is_shown_as_it_was_typed(admin):
    answer = admin.post("/settings/", data=form(admin.get("/settings/").text) | {"department": "A&B<b>“丙”𠮷"})
    assert answer.status_code == 303
    page = admin.get("/settings/").text
    assert page.count("A&amp;B&lt;b&gt;“丙”𠮷") >= 2
    assert "&amp;amp;" not in page


def test_how_long_a_phone_keeps_what_was_received_stands_on_its_pages(admin, cast, sign_in):
    inspector = sign_in(cast.inspector)
    assert "本机保留 7 天（本单位设定）" in inspector.get("/field/outbox").text
    admin.post("/settings/", data=form(admin.get("/settings/").text) | {"phone_days": "14"})
    page = inspector.get("/field/outbox").text
    assert "本机保留 14 天（本单位设定）" in page
    assert f'data-me="{cast.inspector.opaque}" data-days="14"' in page


def test_how_many_sites_are_given_at_a_time_is_the_bureaus(admin, db, cast, sign_in):
    admin.post("/settings/", data=form(admin.get("/settings/").text) | {"visit_sites": "1"})
    typed = {"form": str(uuid.uuid4()), "site": [cast.hall.id, cast.hall2.id], "approach": "open", "checklist": "CL02"}
    answer = sign_in(cast.planner).post("/visits/", data=typed)
    assert "一次最多选择 1 个网点（本单位设定）。" in answer.text


def test_a_review_is_due_after_the_bureaus_days(admin, db, cast):
    from tests.scoring.stories import passes, sent

    admin.post("/settings/", data=form(admin.get("/settings/").text) | {"review_days": "10"})
    submission = sent(db, cast, *passes("CL02-10"))
    row = db.one("SELECT due FROM reviews WHERE submission = :id", id=submission)
    assert row["due"].startswith("2026-12-04")
