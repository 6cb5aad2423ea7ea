"""Each failing is confirmed or dismissed; some decisions need a reason; nothing changes after acceptance."""

import json

import pytest

from app import journal
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.people import persons
from app.review import acceptance, cases
from app.review.decisions import Draft, decide, problems
from tests.builders import a_visit, an_observation
from tests.review.given import CURSE, a_failing, arrived, covert_submission, open_submission


def taken(db, submission, failing):
    decision = cases.decided(db, submission)[failing["id"]]
    return decision.decision, decision.severity, decision.reason


def test_a_failing_is_confirmed_at_its_own_severity_without_a_reason(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    assert taken(db, submission, failing) == ("confirm", "general", "")


def test_a_failing_is_dismissed_with_a_reason(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "dismiss", severity="serious", reason=" 当时无客户 ")
    assert taken(db, submission, failing) == ("dismiss", "general", "当时无客户")


def test_a_severity_is_changed_with_a_reason(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm", severity="serious", reason="多次发生")
    assert taken(db, submission, failing) == ("confirm", "serious", "多次发生")


@pytest.mark.parametrize(
    ("severity", "draft", "field"),
    [
        ("general", Draft("dismiss"), "reason"),
        ("general", Draft("dismiss", reason="  "), "reason"),
        ("general", Draft("confirm", "serious"), "reason"),
        ("redline", Draft("confirm"), "reason"),
        ("general", Draft("confirm", reason="长" * 2001), "reason"),
        ("general", Draft("confirm", "dreadful"), "severity"),
        ("general", Draft("maybe"), "decision"),
        ("general", Draft(""), "decision"),
    ],
)
def test_a_rule_refuses_and_names_the_field(severity, draft, field):
    assert field in {place.pointer for place in problems(severity, draft)}


def test_a_red_line_is_not_confirmed_without_a_reason(db, cast):
    failing = a_failing(CURSE)
    submission = open_submission(db, cast, failing)
    with pytest.raises(Invalid):
        decide(db, cast.planner, submission, failing["id"], "confirm")
    assert cases.decided(db, submission) == {}
    decide(db, cast.planner, submission, failing["id"], "confirm", reason="录音为证")


def test_only_a_failing_of_this_submission_can_be_decided(db, cast):
    good, failing = an_observation("CL02-04"), a_failing()
    submission, other = open_submission(db, cast, good, failing), open_submission(db, cast)
    for wrong in ((submission, good["id"]), (other, failing["id"]), ("nothing", failing["id"])):
        with pytest.raises(NotFound):
            decide(db, cast.planner, *wrong, "confirm")


def test_a_reviewer_changes_a_decision_before_acceptance_and_both_are_journaled(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    decide(db, cast.planner, submission, failing["id"], "dismiss", reason="看错了岗位")
    assert taken(db, submission, failing) == ("dismiss", "general", "看错了岗位")
    entries = journal.since(db, 0, "failing.decided")
    assert [json.loads(entry["detail"])["decision"] for entry in entries] == ["confirm", "dismiss"]
    assert {(entry["who"], entry["subject"]) for entry in entries} == {(cast.planner.id, submission)}


def test_saying_the_same_again_is_not_journaled_again(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    decide(db, cast.planner, submission, failing["id"], "confirm")
    assert len(journal.since(db, 0, "failing.decided")) == 1


def test_of_two_reviewers_who_disagree_the_first_stands(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    with pytest.raises(Conflict):
        decide(db, cast.publisher, submission, failing["id"], "dismiss", reason="不同意")
    with pytest.raises(Conflict):
        decide(db, cast.publisher, submission, failing["id"], "confirm", severity="serious", reason="更重")
    assert taken(db, submission, failing) == ("confirm", "general", "")


def test_two_reviewers_who_agree_do_not_conflict(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    decide(db, cast.publisher, submission, failing["id"], "confirm", reason="同意")
    assert cases.decided(db, submission)[failing["id"]].by == cast.planner.id


def test_after_acceptance_nothing_changes(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    acceptance.accept(db, cast.planner, submission)
    with pytest.raises(Conflict):
        decide(db, cast.planner, submission, failing["id"], "dismiss", reason="后悔")
    assert taken(db, submission, failing) == ("confirm", "general", "")


def test_who_assigned_a_covert_visit_decides_nothing_of_it(db, cast):
    failing = a_failing()
    submission = covert_submission(db, cast, failing)
    with pytest.raises(Forbidden):
        decide(db, cast.planner2, submission, failing["id"], "confirm")
    decide(db, cast.planner, submission, failing["id"], "confirm")


def test_nobody_reviews_their_own_work(db, cast):
    persons.grant(db, cast.inspector.id, "planner", None)
    both = persons.load(db, cast.inspector.id)
    failing = a_failing()
    submission = arrived(db, a_visit(db, cast, inspector=both.id), both, failing)
    with pytest.raises(Forbidden):
        decide(db, both, submission, failing["id"], "confirm")
    with pytest.raises(Forbidden):
        acceptance.accept(db, both, submission)
    with pytest.raises(Forbidden):
        acceptance.send_back(db, both, submission, "重做")
