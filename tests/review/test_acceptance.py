"""Accepting makes findings of the confirmed failings, once; a later submission of the same visit takes their place."""

import json
import uuid
from datetime import datetime

import pytest

from app import clock, journal
from app.errors import Conflict, Forbidden, NotFound
from app.review import findings, reviews
from app.review.acceptance import accept
from app.review.decisions import decide
from tests.builders import a_visit, an_observation
from tests.review.given import SEAT, UP, a_failing, arrived, confirmed, covert_submission, in_november, open_submission


def of_east(db, cast, month="2026-11"):
    return findings.confirmed(db, frozenset({cast.east.id}), month)


def test_the_confirmed_become_findings_and_the_dismissed_do_not(db, cast):
    up, seat = a_failing(UP, note="坐着接过资料"), a_failing(SEAT)
    submission = open_submission(db, cast, up, seat, an_observation("CL02-04"))
    decide(db, cast.planner, submission, up["id"], "confirm", severity="serious", reason="当着客户")
    decide(db, cast.planner, submission, seat["id"], "dismiss", reason="柜台无座")

    accept(db, cast.planner, submission)

    (finding,) = of_east(db, cast)
    assert (finding.item, finding.severity, finding.post, finding.note) == (UP, "serious", "2号柜台", "坐着接过资料")
    assert (finding.unit, finding.site, finding.clause) == (cast.east.id, cast.hall.id, "D2-4.1.15")
    assert (finding.month, finding.day) == ("2026-11", "2026-11-24")
    assert uuid.UUID(finding.id).version == 4


def test_nothing_is_accepted_while_a_failing_is_undecided(db, cast):
    up, seat = a_failing(UP), a_failing(SEAT)
    submission = open_submission(db, cast, up, seat)
    decide(db, cast.planner, submission, up["id"], "confirm")
    with pytest.raises(Conflict) as refusal:
        accept(db, cast.planner, submission)
    assert refusal.value.values == {"count": 1}
    assert of_east(db, cast) == []


def test_a_submission_without_failings_is_accepted_whole(db, cast):
    submission = open_submission(db, cast, an_observation())
    accept(db, cast.planner, submission)
    assert reviews.get(db, submission).state == "accepted"
    assert of_east(db, cast) == []


def test_accepting_twice_changes_nothing(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    confirmed(db, cast.planner, submission, failing)
    accept(db, cast.planner, submission)
    assert len(of_east(db, cast)) == 1
    assert len(journal.since(db, 0, "submission.accepted")) == 1
    with pytest.raises(Conflict):
        accept(db, cast.publisher, submission)


def test_the_acceptance_is_journaled(db, cast):
    failing = a_failing()
    submission = open_submission(db, cast, failing)
    confirmed(db, cast.planner, submission, failing)
    (entry,) = journal.since(db, 0, "submission.accepted")
    assert (entry["who"], entry["subject"]) == (cast.planner.id, submission)
    assert json.loads(entry["detail"]) == {"confirmed": 1, "dismissed": 0}


def test_the_month_is_that_of_the_start_of_the_visit(db, cast):
    failing = a_failing()
    with clock.at(datetime.fromisoformat("2026-11-01T00:30:00+08:00")):
        submission = open_submission(
            db, cast, failing, started_at="2026-10-31T23:50:00+08:00", finished_at="2026-11-01T00:20:00+08:00"
        )
        confirmed(db, cast.planner, submission, failing)
    (finding,) = of_east(db, cast, "2026-10")
    assert finding.day == "2026-10-31"
    assert of_east(db, cast, "2026-11") == []


def test_a_later_submission_of_the_same_visit_supersedes_the_accepted_one(db, cast):
    visit, wrong, right = a_visit(db, cast), a_failing(UP), a_failing(SEAT)
    first = arrived(db, visit, cast.inspector, wrong)
    confirmed(db, cast.planner, first, wrong)
    second = arrived(db, visit, cast.inspector, right, replaces=first, started_at=in_november(24))
    assert [f.item for f in of_east(db, cast)] == [UP], "until the new one is accepted the old one stands"

    confirmed(db, cast.planner, second, right)

    assert [f.item for f in of_east(db, cast)] == [SEAT]
    assert reviews.get(db, first).state == "superseded"
    assert [entry["subject"] for entry in journal.since(db, 0, "submission.superseded")] == [first]


def test_other_visits_stay_untouched(db, cast):
    one, two = a_failing(UP), a_failing(UP)
    first, second = open_submission(db, cast, one), open_submission(db, cast, two)
    confirmed(db, cast.planner, first, one)
    confirmed(db, cast.planner, second, two)
    assert len(of_east(db, cast)) == 2


def test_who_assigned_a_covert_visit_does_not_accept_it(db, cast):
    failing = a_failing()
    submission = covert_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    with pytest.raises(Forbidden):
        accept(db, cast.planner2, submission)


def test_what_does_not_exist_is_not_accepted(db, cast):
    with pytest.raises(NotFound):
        accept(db, cast.planner, "nothing")
