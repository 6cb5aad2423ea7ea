"""What has arrived waits for review, longest first; who may not review it is told so."""

from datetime import timedelta

from app import clock, journal
from app.review import queue, reviews
from tests.builders import a_visit, an_envelope, an_observation, body
from tests.review.given import (
    CURSE,
    a_failing,
    arrived,
    confirmed,
    covert_submission,
    in_november,
    open_submission,
)


def test_what_has_arrived_waits(db, cast):
    submission = open_submission(db, cast, a_failing(), an_observation("CL02-04"))

    (entry,) = queue.waiting(db, cast.planner)

    assert entry.submission == submission
    assert (entry.site, entry.approach) == ("城东供电所营业厅", "open")
    assert (entry.failings, entry.undecided, entry.redline, entry.barred) == (1, 1, False, "")


def test_following_twice_changes_nothing(db, cast):
    submission = open_submission(db, cast)
    before = journal.last(db)
    queue.follow(db)
    queue.follow(db)
    assert [entry.submission for entry in queue.waiting(db, cast.planner)] == [submission]
    assert journal.last(db) == before


def test_the_longest_waiting_stands_first(db, cast):
    second = open_submission(db, cast)
    with clock.at(clock.now() - timedelta(hours=5)):
        first = open_submission(db, cast)
    assert [entry.submission for entry in queue.waiting(db, cast.planner)] == [first, second]


def test_a_long_queue_goes_on_behind_its_last_entry(db, cast):
    sent = []
    for hours in (5, 4, 3):
        with clock.at(clock.now() - timedelta(hours=hours)):
            sent.append(open_submission(db, cast))
    first = queue.waiting(db, cast.planner, limit=2)
    rest = queue.waiting(db, cast.planner, after=first[-1].submission, limit=2)
    assert [entry.submission for entry in (*first, *rest)] == sent


def test_an_undecided_red_line_is_marked(db, cast):
    failing = a_failing(CURSE)
    submission = open_submission(db, cast, failing)
    assert queue.waiting(db, cast.planner)[0].redline
    confirmed(db, cast.planner, submission, failing)
    assert not queue.ended(db, cast.planner, "accepted")[0].redline


def test_a_review_is_overdue_after_three_days(db, cast):
    open_submission(db, cast)
    with clock.at(clock.now() + timedelta(days=3)):
        assert queue.waiting(db, cast.planner)[0].review.overdue == 0
    with clock.at(clock.now() + timedelta(days=5)):
        assert queue.waiting(db, cast.planner)[0].review.overdue == 2


def test_of_covert_work_the_queue_tells_the_ten_days_only(db, cast):
    covert_submission(db, cast)
    open_submission(db, cast)
    assert {entry.approach: entry.when for entry in queue.waiting(db, cast.planner)} == {
        "covert": "11月下旬",
        "open": "今天 10:42",
    }


def test_who_assigned_a_covert_visit_sees_it_marked(db, cast):
    covert_submission(db, cast)
    assert queue.waiting(db, cast.planner2)[0].barred == "Assigned by yourself: somebody else has to review it."
    assert queue.waiting(db, cast.planner)[0].barred == ""


def test_who_assigned_an_open_visit_may_review_it(db, cast):
    open_submission(db, cast)
    assert queue.waiting(db, cast.planner2)[0].barred == ""


def test_a_replacement_by_its_sender_takes_the_place_of_what_waits(db, cast):
    visit = a_visit(db, cast)
    first = arrived(db, visit, cast.inspector)
    second = arrived(db, visit, cast.inspector, replaces=first)
    assert [entry.submission for entry in queue.waiting(db, cast.planner)] == [second]
    assert reviews.get(db, first).state == "superseded"


def test_the_queue_page(db, cast, sign_in):
    submission = covert_submission(db, cast, a_failing())
    page = sign_in(cast.planner2).get("/review/").text
    assert f'href="/review/{submission}"' in page
    assert "由本人派出，须由他人复核" in page
    assert "1 个不符合" in page
    assert cast.inspector.name not in page
    assert cast.inspector.code not in page


def test_an_empty_queue_says_so(db, cast, sign_in):
    planner = sign_in(cast.planner)
    assert "没有待复核的检查" in planner.get("/review/").text
    assert "还没有通过的检查" in planner.get("/review/?state=accepted").text
    assert "没有退回的检查" in planner.get("/review/?state=returned").text
    assert planner.get("/review/?state=nonsense").status_code == 404


def test_arriving_over_the_network_fills_the_queue(db, cast, sign_in):
    visit = a_visit(db, cast)
    answer = sign_in(cast.inspector).put(
        "/api/submissions/0b9f3c5e-6a86-4f2e-9a43-0a5f6b7c8d9e",
        data=body(an_envelope(db, visit, a_failing(), started_at=in_november(24))),
        content_type="application/json",
    )
    assert answer.status_code == 201
    assert "1 个不符合" in sign_in(cast.planner).get("/review/").text


def test_the_queue_is_for_planners_and_publishers(db, cast, sign_in):
    for role in ("inspector", "shopper", "unit", "leader", "supervisor", "admin"):
        assert sign_in(getattr(cast, role)).get("/review/").status_code == 404
    assert sign_in(cast.publisher).get("/review/").status_code == 200
