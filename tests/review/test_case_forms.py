"""The forms of a case: they go on to what is next, keep what was typed, and are refused to who may not use them."""

import pytest

from app.review import acceptance, cases
from app.review.decisions import decide
from tests.builders import an_observation
from tests.review.given import CURSE, SEAT, UP, a_failing, confirmed, covert_submission, open_submission

OUTSIDERS = ("inspector", "shopper", "unit", "leader", "supervisor", "admin")


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


def decision_url(submission, failing):
    return f"/review/{submission}/observations/{failing['id']}/decision"


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
    assert "<form" not in page.partition("<main")[2]


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
    assert "<form" not in page.partition("<main")[2]
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
