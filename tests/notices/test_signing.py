"""Signing for reading: each unit once, by its own account; again changes nothing."""

from datetime import datetime

import pytest

from app import clock, journal
from app.errors import Conflict
from app.notices import archive, publish, signing
from app.org import accounts, units
from app.people import persons
from tests.migrating import filled_in
from tests.notices import worlds


@pytest.fixture
def slug(db, cast, october):
    return worlds.a_notice(db, cast)


def rows(db):
    return db.rows("SELECT notice, unit, person, at FROM signatures ORDER BY unit")


def test_a_unit_signs_for_the_node_of_its_account(db, cast, slug, sign_in):
    browser = sign_in(cast.unit)
    page = browser.get(f"/notices/{slug}").text
    assert "城东供电所尚未签收，请在<b>11月29日</b>（周日）前签收。" in page
    assert "已签收 0/2" in page
    answer = browser.post(f"/notices/{slug}/signature")
    assert (answer.status_code, answer.location) == (303, f"/notices/{slug}")
    page = browser.get(f"/notices/{slug}").text
    assert "城东供电所已于2026-11-24 10:42:07签收。" in page
    assert "已签收 1/2" in page
    assert "/signature" not in page
    entry = journal.since(db, 0, "notice.signed")[0]
    assert (entry["who"], entry["subject"]) == (cast.unit.id, archive.by_slug(db, slug).id)


def test_signing_again_changes_nothing(db, cast, slug, sign_in):
    browser = sign_in(cast.unit)
    browser.post(f"/notices/{slug}/signature")
    before = rows(db)
    with clock.at(datetime.fromisoformat("2026-11-25T09:00:00+08:00")):
        assert browser.post(f"/notices/{slug}/signature").status_code == 303
    assert rows(db) == before
    assert len(journal.since(db, 0, "notice.signed")) == 1


def test_one_unit_does_not_sign_for_another(db, cast, slug, sign_in):
    sign_in(cast.unit).post(f"/notices/{slug}/signature")
    page = sign_in(cast.unit2).get(f"/notices/{slug}").text
    assert "城西供电所尚未签收" in page
    assert "城东供电所尚未" not in page


def test_planners_see_who_has_not_signed_and_units_do_not(db, cast, slug, sign_in):
    sign_in(cast.unit).post(f"/notices/{slug}/signature")
    assert "尚未签收：城西供电所。期限11月29日。" in sign_in(cast.planner).get(f"/notices/{slug}").text
    assert "尚未签收：" not in sign_in(cast.unit).get(f"/notices/{slug}").text
    assert "/signature" not in sign_in(cast.planner).get(f"/notices/{slug}").text


def test_after_the_day_it_is_late_but_possible(db, cast, slug, sign_in):
    browser = sign_in(cast.unit)
    with clock.at(datetime.fromisoformat("2026-11-30T09:00:00+08:00")):
        assert "签收期限已过，仍可补签。" in browser.get(f"/notices/{slug}").text
        assert "应于11月29日前签收，已逾期" in browser.get("/notices/waiting").text
        assert browser.post(f"/notices/{slug}/signature").status_code == 303


def test_an_account_without_a_unit_cannot_sign_and_is_told_why(db, cast, slug, sign_in):
    browser = sign_in(persons.add(db, "新来的", "unit"))
    sentence = "您的账号尚未归入供电单位，不能签收。请联系系统管理员。"
    assert sentence in browser.get(f"/notices/{slug}").text
    answer = browser.post(f"/notices/{slug}/signature")
    assert answer.status_code == 403
    assert sentence in answer.text
    assert rows(db) == []


def test_an_account_of_several_units_signs_for_all_of_them(db, cast, slug):
    accounts.attach(db, cast.unit.id, cast.west.id)
    signing.sign(db, cast.unit, slug)
    assert {row["unit"] for row in rows(db)} == {cast.east.id, cast.west.id}


@pytest.fixture
def newcomer(db, cast, slug):
    """The contact of a unit that was added after the notice was published."""
    with clock.at(datetime.fromisoformat("2026-11-24T11:00:00+08:00")):
        north = units.add(db, "北郊供电所", parent=cast.company.id)
    person = persons.add(db, "林晓", "unit")
    accounts.attach(db, person.id, north.id)
    return person


def test_a_unit_added_later_owes_no_signature_for_older_notices(db, cast, slug, newcomer, sign_in):
    browser = sign_in(newcomer)
    assert "没有待签收的通报。" in browser.get("/notices/waiting").text
    page = browser.get(f"/notices/{slug}").text
    assert "/signature" not in page
    assert "尚未归入" not in page
    assert "待签收" not in browser.get("/notices/").text
    answer = browser.post(f"/notices/{slug}/signature")
    assert answer.status_code == 403
    assert "这份通报没有发给您的单位，不用签收。" in answer.text
    assert rows(db) == []
    page = sign_in(cast.planner).get(f"/notices/{slug}").text
    assert "已签收 0/2" in page
    assert "北郊供电所" not in page


def test_a_unit_added_later_signs_for_what_is_published_from_then_on(db, cast, slug, newcomer, sign_in):
    newer = publish.publish(db, cast.publisher, worlds.a_draft(db, cast))
    assert newer in sign_in(newcomer).get("/notices/waiting").text
    signing.sign(db, newcomer, newer)
    assert signing.progress(db, archive.by_slug(db, newer)).missing == ("城东供电所", "城西供电所")


def test_who_signs_was_settled_at_publication_whatever_becomes_of_the_roster(db, cast, slug, sign_in):
    with db.write():
        db.execute("UPDATE units SET scored = 0 WHERE id = :id", id=cast.west.id)
    assert signing.progress(db, archive.by_slug(db, slug)).total == 2
    assert slug in sign_in(cast.unit2).get("/notices/waiting").text


def test_a_unit_that_was_not_scored_at_publication_signs_for_nothing(db, cast, slug, sign_in):
    above = persons.add(db, "方圆", "unit")
    accounts.attach(db, above.id, cast.company.id)
    assert "没有待签收的通报。" in sign_in(above).get("/notices/waiting").text


def test_notices_of_before_are_asked_of_the_units_that_stood_then(db, cast, slug, newcomer):
    """What the migration fills in is what publication would have kept."""
    kept = db.rows("SELECT notice, unit FROM recipients ORDER BY unit")
    with db.write():
        db.execute("DELETE FROM recipients")
        for statement in filled_in("recipients"):
            db.execute(statement)
    assert db.rows("SELECT notice, unit FROM recipients ORDER BY unit") == kept


def test_what_waits_for_a_signature_is_a_fragment_and_a_page(db, cast, slug, sign_in):
    browser = sign_in(cast.unit)
    page = browser.get("/notices/waiting")
    assert "<title>" in page.text
    assert "HX-Request" in page.headers["Vary"]
    fragment = browser.get("/notices/waiting", headers={"HX-Request": "true"}).text
    assert "<title>" not in fragment
    assert f'href="/notices/{slug}"' in fragment
    assert fragment.strip() in page.text
    browser.post(f"/notices/{slug}/signature")
    assert "没有待签收的通报。" in browser.get("/notices/waiting", headers={"HX-Request": "true"}).text


def test_a_corrected_notice_needs_no_signature_any_more(db, cast, slug, sign_in):
    newer = publish.publish(db, cast.publisher, worlds.a_draft(db, cast))
    browser = sign_in(cast.unit)
    waiting = browser.get("/notices/waiting").text
    assert newer in waiting
    assert f"/notices/{slug}" not in waiting
    page = browser.get(f"/notices/{slug}").text
    assert "请签收新的一份" in page
    assert "/signature" not in page
    with pytest.raises(Conflict):
        signing.sign(db, cast.unit, slug)
    assert rows(db) == []
