"""A follow-up shows what was found at the site the last time, also without a network; of covert work it tells as
little as the findings do."""

from datetime import timedelta

import pytest

from app import clock
from tests.builders import a_visit
from tests.review.given import SEAT, UP, a_failing, confirmed, covert_submission, open_submission


@pytest.fixture
def again(db, cast):
    return a_visit(db, cast, selection="follow-up")


def test_the_findings_of_the_newest_check_are_read_before_and_kept_on_the_phone(db, cast, sign_in, again):
    for hours, seen in enumerate((a_failing(SEAT, note="更早的一次"), a_failing(UP, note="坐着接过资料"))):
        with clock.at(clock.now() + timedelta(hours=hours)):
            confirmed(db, cast.planner, open_submission(db, cast, seen), seen)
    inspector = sign_in(cast.inspector)
    path = f"/field/visits/{again.id}/last-time"
    assert path in inspector.get("/api/pack").json["cache"]
    assert path in inspector.get("/field/").text
    page = inspector.get(path).text
    assert "坐着接过资料" in page
    assert "2号柜台" in page
    assert "更早的一次" not in page


def test_of_covert_work_it_tells_ten_days_and_no_words_of_the_inspector(db, cast, sign_in, again):
    known = a_failing(UP, note="我坐在门口看见")
    confirmed(db, cast.planner, covert_submission(db, cast, known), known)
    page = sign_in(cast.inspector).get(f"/field/visits/{again.id}/last-time").text
    assert "11月下旬" in page
    assert "我坐在门口看见" not in page
    assert "2号柜台" not in page


def test_a_site_without_findings_says_so_and_other_visits_have_no_such_page(db, cast, sign_in, again):
    inspector = sign_in(cast.inspector)
    assert "没有留下问题" in inspector.get(f"/field/visits/{again.id}/last-time").text
    plain = a_visit(db, cast)
    assert f"/field/visits/{plain.id}/last-time" not in inspector.get("/field/").text
    assert sign_in(cast.shopper).get(f"/field/visits/{again.id}/last-time").status_code == 404
