"""A submission laid out for its reviewer: failings first, evidence, facts, and forms that keep what was typed."""

import pytest

from app.photos import derive
from app.photos.store import Store
from app.review import acceptance, cases
from app.review.decisions import decide
from tests.builders import an_observation, checklist
from tests.review.given import (
    CURSE,
    FAREWELL,
    SEAT,
    SMILE,
    UP,
    a_failing,
    a_photo,
    confirmed,
    covert_submission,
    open_submission,
)

OUTSIDERS = ("inspector", "shopper", "unit", "leader", "supervisor", "admin")


@pytest.fixture
def store(app) -> Store:
    return app.extensions["photos"]


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


def decision_url(submission, failing):
    return f"/review/{submission}/observations/{failing['id']}/decision"


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
    asked = {item.id for item in checklist(db).items if "open" in item.approaches}
    assert (case.passed, case.absent, case.unseen) == (1, 1, len(asked - {"CL02-04", "CL02-05"}))


def test_one_failing_with_its_clause_facts_and_code(db, cast, planner):
    failing = a_failing(note="坐着接过资料")
    location = {"lat": 46.58, "lon": 125.10, "accuracy_m": 18, "at": "2026-11-24T10:38:12+08:00"}
    submission = open_submission(db, cast, failing, location=location)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    for shown in ("营业人员接待客户时", "坐着接过资料", "2026-11-24 10:38:12", "2026-11-24 10:42:07", "误差 18 米"):
        assert shown in page
    assert f"代号 {cast.inspector.code}" in page
    assert cast.inspector.name not in page


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
    assert "还没有送达" in planner.get(f"/review/{submission}/{failing['id']}").text


def test_two_failings_that_one_fact_can_hit_count_once(db, cast, planner):
    one, other, elsewhere = a_failing(FAREWELL), a_failing(SMILE), a_failing(SMILE, post="3号柜台")
    submission = open_submission(db, cast, one, other, elsewhere)
    assert "只计一次" in planner.get(f"/review/{submission}/{one['id']}").text
    assert "只计一次" not in planner.get(f"/review/{submission}/{elsewhere['id']}").text
    decide(db, cast.planner, submission, other["id"], "dismiss", reason="同一事实")
    assert "只计一次" not in planner.get(f"/review/{submission}/{one['id']}").text


def test_the_same_clause_at_the_same_post_without_a_group_counts_each(db, cast, planner):
    one, other = a_failing(UP), a_failing(SEAT)
    submission = open_submission(db, cast, one, other)
    assert "各计一次" in planner.get(f"/review/{submission}/{one['id']}").text


def test_deciding_goes_on_to_the_next_and_at_the_end_to_the_acceptance(db, cast, planner):
    one, other = a_failing(UP), a_failing(SEAT)
    submission = open_submission(db, cast, one, other)
    answer = planner.post(decision_url(submission, one), data={"decision": "confirm", "severity": "general"})
    assert (answer.status_code, answer.location) == (303, f"/review/{submission}/{other['id']}")
    answer = planner.post(decision_url(submission, other), data={"decision": "dismiss", "reason": "柜台无座"})
    assert (answer.status_code, answer.location) == (303, f"/review/{submission}")
    page = planner.get(answer.location).text
    assert "2 条不符合已全部核定" in page
    assert f'action="/review/{submission}/acceptance"' in page

    answer = planner.post(f"/review/{submission}/acceptance")

    assert (answer.status_code, answer.location) == (303, f"/review/{submission}")
    page = planner.get(answer.location).text
    assert "不能再改" in page
    assert "<form" not in page


def test_dismissing_without_a_reason_comes_back_with_what_was_typed(db, cast, planner):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    answer = planner.post(decision_url(submission, failing), data={"decision": "dismiss", "severity": "serious"})
    assert answer.status_code == 422
    assert "请写明为何不成立" in answer.text
    assert 'value="serious" data-key="5" checked' in answer.text
    assert cases.decided(db, submission) == {}


def test_a_reason_that_is_too_long_is_kept_for_shortening(db, cast, planner):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    answer = planner.post(decision_url(submission, failing), data={"decision": "dismiss", "reason": "长" * 2001})
    assert answer.status_code == 422
    assert "长" * 2001 in answer.text


def test_sending_back_without_a_reason_stays_on_the_page(db, cast, planner):
    submission = open_submission(db, cast, a_failing())
    answer = planner.post(f"/review/{submission}/return", data={"reason": " "})
    assert answer.status_code == 422
    assert "检查人会看到这句话" in answer.text
    answer = planner.post(f"/review/{submission}/return", data={"reason": "请补拍"})
    assert (answer.status_code, answer.location) == (303, "/review/")
    assert "意见：请补拍" in planner.get(f"/review/{submission}").text


def test_accepting_too_early_is_refused_in_words(db, cast, planner):
    submission = open_submission(db, cast, a_failing())
    answer = planner.post(f"/review/{submission}/acceptance")
    assert answer.status_code == 409
    assert "还有 1 条不符合没有核定" in answer.text


def test_another_outcome_by_a_second_reviewer_is_refused_without_naming_the_first(db, cast, planner, sign_in):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.publisher, submission, failing["id"], "confirm")
    answer = planner.post(decision_url(submission, failing), data={"decision": "dismiss", "reason": "不同意"})
    assert answer.status_code == 409
    assert "已由另一位复核人" in answer.text
    assert cast.publisher.name not in answer.text
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    assert "由另一位复核人核定" in page
    assert 'id="decide"' not in page


def test_who_assigned_a_covert_visit_may_look_and_nothing_else(db, cast, sign_in):
    failing = a_failing()
    submission = covert_submission(db, cast, failing)
    planner2 = sign_in(cast.planner2)
    page = planner2.get(f"/review/{submission}/{failing['id']}").text
    assert "由本人派出，须由他人复核" in page
    assert "<form" not in page
    for url, form in (
        (decision_url(submission, failing), {"decision": "confirm"}),
        (decision_url(submission, failing), {"decision": "dismiss"}),
        (f"/review/{submission}/acceptance", {}),
        (f"/review/{submission}/return", {"reason": "重做"}),
        (f"/review/{submission}/return", {}),
    ):
        answer = planner2.post(url, data=form)
        assert answer.status_code == 403
        assert "须由他人复核" in answer.text


def test_an_empty_submission_can_be_accepted_whole(db, cast, planner):
    submission = open_submission(db, cast, an_observation("CL02-04"))
    page = planner.get(f"/review/{submission}").text
    assert "没有不符合" in page
    assert f'action="/review/{submission}/acceptance"' in page


def test_a_red_line_asks_for_a_reason(db, cast, planner):
    failing = a_failing(CURSE)
    submission = open_submission(db, cast, failing)
    answer = planner.post(decision_url(submission, failing), data={"decision": "confirm", "severity": "redline"})
    assert answer.status_code == 422
    assert "确认红线必须写明复核意见" in answer.text


def test_what_does_not_exist(db, cast, planner):
    failing = a_failing()
    submission, other = open_submission(db, cast, failing), open_submission(db, cast)
    for url in ("/review/nothing", f"/review/{submission}/nothing", f"/review/{other}/{failing['id']}"):
        assert planner.get(url).status_code == 404
    assert planner.post(f"/review/{submission}/observations/nothing/decision").status_code == 404


def test_for_everybody_else_there_is_no_review(db, cast, sign_in, stranger):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    for role in OUTSIDERS:
        outsider = sign_in(getattr(cast, role))
        assert outsider.get(f"/review/{submission}").status_code == 404
        assert outsider.get(f"/review/{submission}/{failing['id']}").status_code == 404
        assert outsider.post(decision_url(submission, failing), data={"decision": "confirm"}).status_code == 404
        assert outsider.post(f"/review/{submission}/acceptance").status_code == 404
        assert outsider.post(f"/review/{submission}/return", data={"reason": "x"}).status_code == 404
    assert stranger.get(f"/review/{submission}").status_code == 303
    assert cases.decided(db, submission) == {}


def test_an_accepted_case_is_there_to_be_looked_up(db, cast, planner):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    confirmed(db, cast.planner, submission, failing)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    assert "已确认" in page
    assert "属实" in page
    assert 'id="decide"' not in page
    assert submission in planner.get("/review/?state=accepted").text
    acceptance.accept(db, cast.planner, submission)
