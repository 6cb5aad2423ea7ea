"""A unit reads the confirmed findings of its own subtree, with photos of open visits only."""

from datetime import datetime

import pytest

from app import clock
from app.org import accounts
from app.photos import derive, records
from app.review import findings
from tests.builders import a_visit
from tests.review.given import SEAT, UP, a_failing, a_photo, arrived, confirmed, covert_submission, open_submission


@pytest.fixture
def store(app):
    return app.extensions["photos"]


def test_an_open_finding_with_its_words_and_photo(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    failing = a_failing(note="坐着接过资料", photos=[photo])
    submission = open_submission(db, cast, failing)
    confirmed(db, cast.planner, submission, failing)
    derive.work(db, store)

    unit = sign_in(cast.unit)
    page = unit.get("/findings/").text

    for shown in ("11月24日", "2号柜台", "坐着接过资料", "营业人员接待客户时", "4.1.15", "一般"):
        assert shown in page
    for kind, type_ in (("view", "image/jpeg"), ("thumb", "image/webp")):
        name = records.derivatives(db, photo["sha256"])[kind].name
        url = f"/findings/{findings.confirmed(db, frozenset({cast.east.id}))[0].id}/photos/{name}"
        assert url in page
        assert unit.get(url).mimetype == type_
    for hidden in (submission, failing["id"], cast.inspector.name, cast.inspector.code, photo["sha256"]):
        assert hidden not in page


def test_a_covert_finding_gives_nothing_away(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    failing = a_failing(note="我看见柜员坐着", photos=[photo])
    submission = covert_submission(db, cast, failing, note="我穿红衣")
    confirmed(db, cast.planner, submission, failing)
    derive.work(db, store)

    unit = sign_in(cast.unit)
    page = unit.get("/findings/").text

    assert "11月下旬 · 柜台 · 城东供电所营业厅" in page
    (finding,) = findings.confirmed(db, frozenset({cast.east.id}))
    names = [made.name for made in records.derivatives(db, photo["sha256"]).values()]
    for hidden in ("我看见", "我穿红衣", "2号", "11月24日", "<img", submission, failing["id"], *names):
        assert hidden not in page
    for name in names:
        assert unit.get(f"/findings/{finding.id}/photos/{name}").status_code == 404


def test_nothing_is_shown_before_acceptance(db, cast, sign_in):
    failing = a_failing(note="坐着接过资料")
    submission = open_submission(db, cast, failing)
    unit = sign_in(cast.unit)
    assert "2026年11月没有问题" in unit.get("/findings/").text
    confirmed(db, cast.planner, submission, failing)
    assert "坐着接过资料" in unit.get("/findings/").text


def test_the_other_unit_sees_none_of_it(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    failing = a_failing(note="坐着接过资料", photos=[photo])
    confirmed(db, cast.planner, open_submission(db, cast, failing), failing)
    derive.work(db, store)
    (finding,) = findings.confirmed(db, frozenset({cast.east.id}))
    name = records.derivatives(db, photo["sha256"])["view"].name
    other = sign_in(cast.unit2)
    assert "坐着接过资料" not in other.get("/findings/").text
    assert other.get(f"/findings/{finding.id}/photos/{name}").status_code == 404


def test_an_account_of_the_whole_sees_every_part(db, cast, sign_in):
    east, west = a_failing(UP, note="城东的事"), a_failing(SEAT, note="城西的事")
    confirmed(db, cast.planner, open_submission(db, cast, east), east)
    visit = a_visit(db, cast, site=cast.hall2.id)
    confirmed(db, cast.planner, arrived(db, visit, cast.inspector, west), west)
    accounts.attach(db, cast.unit.id, cast.company.id)
    page = sign_in(cast.unit).get("/findings/").text
    assert "城东的事" in page
    assert "城西的事" in page


def test_another_month_is_chosen(db, cast, sign_in):
    failing = a_failing(note="十月的事")
    with clock.at(datetime.fromisoformat("2026-10-20T12:00:00+08:00")):
        submission = open_submission(
            db, cast, failing, started_at="2026-10-20T09:00:00+08:00", finished_at="2026-10-20T10:00:00+08:00"
        )
        confirmed(db, cast.planner, submission, failing)
    unit = sign_in(cast.unit)
    page = unit.get("/findings/").text
    assert "十月的事" not in page
    assert page.index("2026年11月") < page.index('href="/findings/?month=2026-10"')
    assert "十月的事" in unit.get("/findings/?month=2026-10").text
    assert unit.get("/findings/?month=2026-09").status_code == 404
    assert unit.get("/findings/?month=nonsense").status_code == 404


def test_many_findings_come_page_by_page_under_the_numbers_of_the_month(db, cast, sign_in, monkeypatch):
    monkeypatch.setattr(findings, "PAGE", 2)
    failings = [a_failing(item) for item in (UP, SEAT, UP)]
    confirmed(db, cast.planner, open_submission(db, cast, *failings), *failings)
    every = findings.confirmed(db, frozenset({cast.east.id}))

    unit = sign_in(cast.unit)
    first = unit.get("/findings/").text
    second = unit.get(f"/findings/?month=2026-11&after={every[1].id}").text

    further = '<a class="button" href="/findings/?month=2026-11&amp;after='
    assert further + every[1].id in first
    assert further not in second
    assert (first.count("<article"), second.count("<article")) == (2, 1)
    assert "3 个问题" in first
    assert "3 个问题" in second
    assert unit.get("/findings/?month=2026-11&after=x").status_code == 404


def test_a_photo_of_another_finding_is_not_served(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    with_photo, without = a_failing(UP, photos=[photo]), a_failing(SEAT)
    submission = open_submission(db, cast, with_photo, without)
    confirmed(db, cast.planner, submission, with_photo, without)
    derive.work(db, store)
    name = records.derivatives(db, photo["sha256"])["view"].name
    other = next(f for f in findings.confirmed(db, frozenset({cast.east.id})) if f.item == SEAT)
    unit = sign_in(cast.unit)
    assert unit.get(f"/findings/{other.id}/photos/{name}").status_code == 404
    assert unit.get(f"/findings/{other.id}/photos/nothing").status_code == 404


def test_findings_are_for_units(db, cast, sign_in):
    for role in ("inspector", "shopper", "planner", "publisher", "leader", "supervisor", "admin"):
        assert sign_in(getattr(cast, role)).get("/findings/").status_code == 404
