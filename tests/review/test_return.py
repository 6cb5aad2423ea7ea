"""Sending back opens the visit again and tells the inspector why."""

import pytest

from app import journal
from app.errors import Conflict, Forbidden, Invalid
from app.review import queue, reviews
from app.review.acceptance import accept, send_back
from app.review.decisions import decide
from app.visits import visits
from tests.builders import a_visit
from tests.review.given import a_failing, arrived, covert_submission


def test_the_visit_is_opened_again_with_the_reason(db, cast):
    visit = a_visit(db, cast)
    submission = arrived(db, visit, cast.inspector)

    send_back(db, cast.planner, submission, " 请补拍 2号柜台 ")

    reopened = visits.get(db, visit.id)
    assert (reopened.delivered_at, reopened.returned_submission, reopened.returned_reason) == (
        None,
        submission,
        "请补拍 2号柜台",
    )
    assert [open_again.id for open_again in visits.open_for(db, cast.inspector.id)] == [visit.id]
    assert queue.waiting(db, cast.planner) == []
    assert [entry["subject"] for entry in journal.since(db, 0, "submission.returned")] == [submission]


def test_a_reason_is_required(db, cast):
    submission = arrived(db, a_visit(db, cast), cast.inspector)
    with pytest.raises(Invalid):
        send_back(db, cast.planner, submission, "  ")
    assert reviews.get(db, submission).state == "waiting"


def test_the_corrected_submission_waits_and_the_returned_one_is_closed(db, cast):
    visit, failing = a_visit(db, cast), a_failing()
    submission = arrived(db, visit, cast.inspector, failing)
    send_back(db, cast.planner, submission, "请补拍")
    corrected = arrived(db, visit, cast.inspector, failing, replaces=submission)
    assert [entry.submission for entry in queue.waiting(db, cast.planner)] == [corrected]
    assert reviews.get(db, submission).state == "returned"
    for attempt in (
        lambda: decide(db, cast.planner, submission, failing["id"], "confirm"),
        lambda: accept(db, cast.planner, submission),
        lambda: send_back(db, cast.planner, submission, "再来"),
    ):
        with pytest.raises(Conflict):
            attempt()


def test_what_was_sent_back_is_settled_once_another_submission_of_the_visit_is_accepted(db, cast):
    visit = a_visit(db, cast)
    sent_back, stands = (arrived(db, visit, cast.inspector) for _ in range(2))
    send_back(db, cast.planner, sent_back, "请补拍")
    accept(db, cast.planner, stands)
    assert visits.open_for(db, cast.inspector.id) == []
    assert visits.get(db, visit.id).returned_reason is None


def test_an_unplanned_check_has_no_visit_to_open_again(db, cast):
    submission = arrived(db, None, cast.inspector, a_failing(), site=cast.hall.id, approach="open")
    with pytest.raises(Conflict):
        send_back(db, cast.planner, submission, "请补拍")


@pytest.fixture
def leftover(db, cast):
    """A visit that was reassigned while the first inspector was out: both sent, and the second one is accepted."""
    visit = a_visit(db, cast)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner2.id)
    left = arrived(db, visit, cast.inspector, a_failing())
    accept(db, cast.planner, arrived(db, visit, cast.inspector2))
    return visit, left


def test_a_leftover_of_what_is_accepted_ends_without_opening_the_visit(db, cast, leftover):
    visit, left = leftover
    before = visits.get(db, visit.id)
    send_back(db, cast.planner, left, "已有一份通过")
    assert (reviews.get(db, left).state, reviews.get(db, left).reason) == ("returned", "已有一份通过")
    assert visits.get(db, visit.id) == before
    assert before.delivered_at
    assert visits.open_for(db, cast.inspector2.id) == []


def test_the_page_of_a_leftover_promises_nothing(db, cast, leftover, sign_in):
    _, left = leftover
    planner = sign_in(cast.planner)
    page = planner.get(f"/review/{left}").text
    assert "这次检查已有一份通过，以那一份为准；检查任务不会重新打开，检查人也看不到这句话。" in page
    assert "检查任务会重新打开" not in page
    assert "检查人会看到" not in page
    refused = planner.post(f"/review/{left}/return", data={"reason": ""})
    assert (refused.status_code, "请写明这一份为何不采用。" in refused.text) == (422, True)
    assert planner.post(f"/review/{left}/return", data={"reason": "重复"}).status_code == 303
    assert "退回；这次检查已有另一份通过。" in planner.get(f"/review/{left}").text


def test_an_unplanned_correction_of_what_stands_can_be_left(db, cast, sign_in):
    unplanned = {"site": cast.hall.id, "approach": "open"}
    first = arrived(db, None, cast.inspector, **unplanned)
    accept(db, cast.planner, first)
    left = arrived(db, None, cast.inspector, a_failing(), replaces=first, **unplanned)
    assert f'action="/review/{left}/return"' in sign_in(cast.planner).get(f"/review/{left}").text
    send_back(db, cast.planner, left, "没有更正")
    assert [reviews.get(db, each).state for each in (first, left)] == ["accepted", "returned"]


def test_who_assigned_a_covert_visit_does_not_send_it_back(db, cast):
    submission = covert_submission(db, cast)
    with pytest.raises(Forbidden):
        send_back(db, cast.planner2, submission, "请补充")
