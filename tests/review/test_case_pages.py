"""A submission laid out for its reviewer: failings first, evidence, facts, and forms that keep what was typed."""

import pytest

from app.org import sites
from app.photos import derive
from app.photos.store import Store
from app.review import cases
from app.review.decisions import decide
from tests.builders import a_visit, an_observation, checklist
from tests.review.given import (
    FAREWELL,
    SEAT,
    SMILE,
    UP,
    a_failing,
    a_photo,
    arrived,
    covert_submission,
    open_submission,
)


@pytest.fixture
def store(app) -> Store:
    return app.extensions["photos"]


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


def test_the_first_undecided_failing_is_laid_out(db, cast, planner):
    up, seat = a_failing(UP, note="坐着接过资料"), a_failing(SEAT, note="没有请坐")
    submission = open_submission(db, cast, an_observation("CL02-04"), up, seat, note="雨天，客户少")
    decide(db, cast.planner, submission, up["id"], "confirm")

    page = planner.get(f"/review/{submission}").text

    assert "没有请坐" in page
    assert "坐着接过资料" not in page
    assert "雨天，客户少" in page
    assert "已核 1/2" in page
    assert "符合 1" in page


def test_items_without_an_answer_count_as_not_observed(db, cast):
    submission = open_submission(db, cast, an_observation("CL02-04"), an_observation("CL02-05", "na"))
    case = cases.load(db, cast.planner, submission)
    asked = {item.id for item in checklist(db).items if item.on and "open" in item.approaches}
    assert (case.passed, case.absent, case.unseen) == (1, 1, len(asked - {"CL02-04", "CL02-05"}))


def test_one_failing_with_its_clause_facts_and_code(db, cast, planner):
    failing = a_failing(note="坐着接过资料")
    location = {"lat": 46.58, "lon": 125.10, "accuracy_m": 18, "at": "2026-11-24T10:38:12+08:00"}
    submission = open_submission(db, cast, failing, location=location)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    for shown in ("营业人员接待客户时", "坐着接过资料", "2026-11-24 10:38:12", "2026-11-24 10:42:07", "误差 18 米"):
        assert shown in page
    assert "46.58000, 125.10000" in page
    assert "网点坐标未登记" in page
    assert cast.inspector.name not in page


def test_how_far_the_phone_was_from_the_site_is_told_also_when_all_is_decided(db, cast, planner):
    site = sites.add(db, cast.east.id, "城东供电所二厅", lat=46.58, lon=125.1)
    location = {"lat": 46.581, "lon": 125.1, "accuracy_m": None, "at": None}
    visit = a_visit(db, cast, site=site.id)
    page = planner.get(f"/review/{arrived(db, visit, cast.inspector, an_observation(), location=location)}").text
    assert "距网点 111 米" in page
    assert "误差" not in page


def test_what_the_duty_manager_answered_is_told_with_the_drawing(db, cast, planner):
    signed = {"answer": "signed", "name": "赵海", "strokes": [[[10, 20], [30, 40]]], "changed": True}
    page = planner.get(f"/review/{open_submission(db, cast, duty=signed)}").text
    for shown in ("赵海 已签名", "10,20 30,40", "又有改动"):
        assert shown in page
    declined = {"answer": "declined", "name": "赵海", "remark": "3号柜台当时没有客户", "changed": False}
    page = planner.get(f"/review/{open_submission(db, cast, duty=declined)}").text
    assert "3号柜台当时没有客户" in page
    assert "又有改动" not in page
    assert "没有签名" in planner.get(f"/review/{open_submission(db, cast)}").text


def test_a_position_that_was_not_given_is_plainly_absent_and_covert_work_is_not_asked(db, cast, sign_in):
    reviewer = sign_in(cast.publisher)
    assert "未提供位置" in reviewer.get(f"/review/{open_submission(db, cast)}").text
    assert "未提供位置" not in reviewer.get(f"/review/{covert_submission(db, cast)}").text


def test_the_code_is_shown_only_to_who_cannot_read_the_name(db, cast, sign_in):
    """Whoever had both of one visit would know from the code who made every covert one."""
    failing = a_failing()
    opened, covert = (
        arrived(db, a_visit(db, cast, approach=approach), cast.inspector, failing) for approach in ("open", "covert")
    )
    code = f"代号 {cast.inspector.code}"

    def coded(person, submission):
        page = sign_in(person).get(f"/review/{submission}/{failing['id']}").text
        assert cast.inspector.name not in page
        return code in page

    assert coded(cast.publisher, opened)
    assert coded(cast.publisher, covert)
    assert coded(cast.planner, covert)
    assert not coded(cast.planner, opened)  # the visit's page names who does open work
    assert not coded(cast.planner2, covert)  # gave it


def test_odd_device_times_do_not_break_the_page(db, cast, planner):
    failing = a_failing(at="昨天下午")
    submission = open_submission(db, cast, failing)
    assert "昨天下午" in planner.get(f"/review/{submission}/{failing['id']}").text


def test_what_an_inspector_typed_is_text_and_no_markup(db, cast, planner):
    failing = a_failing(note="<script>alert(1)</script>", post="<b>2</b>")
    submission = open_submission(db, cast, failing)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    assert "<script>alert" not in page
    assert "<b>2</b>" not in page


def test_a_photo_stands_with_its_watermark(db, cast, planner, store):
    photo = a_photo(db, store, cast.inspector)
    failing = a_failing(photos=[photo])
    submission = open_submission(db, cast, failing)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    sha = photo["sha256"]
    assert f"/review/{submission}/photos/{sha}/view" in page
    assert f"校验码 {sha[:4]} {sha[4:8]}" in page
    assert "1 图" in page


def test_a_photo_that_cannot_be_read_is_a_sentence_with_its_original(db, cast, planner, store):
    photo = a_photo(db, store, cast.inspector, b"not a picture")
    failing = a_failing(photos=[photo])
    submission = open_submission(db, cast, failing)
    derive.work(db, store)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    assert "无法显示" in page
    assert f'href="/api/photos/{photo["sha256"]}"' in page
    assert "<img" not in page


def test_a_photo_that_has_not_arrived_is_a_sentence(db, cast, planner):
    failing = a_failing(photos=[{"sha256": "ab" * 32, "at": "2026-11-24T10:38:12+08:00", "caption": ""}])
    submission = open_submission(db, cast, failing)
    assert "没有收到" in planner.get(f"/review/{submission}/{failing['id']}").text


def test_two_failings_that_one_fact_can_hit_count_once(db, cast, planner):
    one, other, elsewhere = a_failing(FAREWELL), a_failing(SMILE), a_failing(SMILE, post="3号柜台")
    submission = open_submission(db, cast, one, other, elsewhere)
    assert "都确认也只计一次" in planner.get(f"/review/{submission}/{one['id']}").text
    assert "都确认也只计一次" not in planner.get(f"/review/{submission}/{elsewhere['id']}").text
    decide(db, cast.planner, submission, other["id"], "dismiss", reason="同一事实")
    assert "都确认也只计一次" not in planner.get(f"/review/{submission}/{one['id']}").text


def test_the_same_clause_at_the_same_post_without_a_group_counts_each(db, cast, planner):
    one, other = a_failing(UP), a_failing(SEAT)
    submission = open_submission(db, cast, one, other)
    assert "各计一次" in planner.get(f"/review/{submission}/{one['id']}").text
