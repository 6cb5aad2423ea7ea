"""Whoever knows who made a covert visit may not review it: its inspector, and everybody who gave it to somebody."""

import pytest

from app.errors import Forbidden
from app.review import acceptance, cases
from app.review.decisions import decide
from app.visits import visits
from tests.builders import a_visit
from tests.review.given import a_failing, arrived


@pytest.fixture
def failing():
    return a_failing()


@pytest.mark.parametrize("approach", ["covert", "shopper"])
def test_who_reassigned_a_covert_visit_may_not_review_it(db, cast, failing, approach):
    visit = a_visit(db, cast, approach=approach)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    submission = arrived(db, visit, cast.inspector2, failing)
    for barred in (cast.planner, cast.planner2):
        with pytest.raises(Forbidden):
            decide(db, barred, submission, failing["id"], "confirm")
        with pytest.raises(Forbidden):
            acceptance.accept(db, barred, submission)
    assert cases.load(db, cast.publisher, submission).barred == ""
    decide(db, cast.publisher, submission, failing["id"], "confirm")


def test_who_reassigned_it_after_it_had_been_sent_may_not_either(db, cast, failing):
    visit = a_visit(db, cast, approach="covert")
    submission = arrived(db, visit, cast.inspector, failing)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    with pytest.raises(Forbidden):
        acceptance.send_back(db, cast.planner, submission, "重做")


def test_open_work_is_reviewed_also_by_who_reassigned_it(db, cast, failing):
    visit = a_visit(db, cast)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    submission = arrived(db, visit, cast.inspector2, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
