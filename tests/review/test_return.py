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


def test_an_unplanned_check_has_no_visit_to_open_again(db, cast):
    submission = arrived(db, None, cast.inspector, a_failing(), site=cast.hall.id, approach="open")
    with pytest.raises(Conflict):
        send_back(db, cast.planner, submission, "请补拍")


def test_who_assigned_a_covert_visit_does_not_send_it_back(db, cast):
    submission = covert_submission(db, cast)
    with pytest.raises(Forbidden):
        send_back(db, cast.planner2, submission, "请补充")
