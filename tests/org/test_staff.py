from datetime import date

import pytest

from app import journal
from app.errors import Conflict, Invalid, NotFound
from app.org import sites, staff


@pytest.fixture
def post(db, cast):
    return sites.post_ids(db, cast.hall.id)["2号柜台"]


@pytest.fixture
def yang(db, cast):
    return staff.add_employee(db, cast.east.id, "杨晓燕")


@pytest.fixture
def song(db, cast):
    return staff.add_employee(db, cast.east.id, "宋佳")


def test_a_post_is_held_on_the_first_and_on_the_last_day(db, post, yang):
    staff.hold(db, post, yang.id, date(2026, 9, 1), date(2026, 10, 15))

    assert staff.holder_on(db, post, date(2026, 8, 31)) is None
    assert staff.holder_on(db, post, date(2026, 9, 1)) == yang
    assert staff.holder_on(db, post, date(2026, 10, 15)) == yang
    assert staff.holder_on(db, post, date(2026, 10, 16)) is None


def test_a_successor_ends_the_holding_of_the_one_before(db, post, yang, song):
    staff.hold(db, post, yang.id, date(2026, 1, 1))
    staff.hold(db, post, song.id, date(2026, 10, 16))

    assert [(h.employee, h.since, h.until) for h in staff.held(db, post)] == [
        (yang, "2026-01-01", "2026-10-15"),
        (song, "2026-10-16", None),
    ]
    assert staff.holder_on(db, post, date(2026, 10, 15)) == yang
    assert staff.holder_on(db, post, date(2026, 11, 24)) == song


def test_somebody_may_come_back_and_an_earlier_time_may_be_added_later(db, post, yang, song):
    staff.hold(db, post, yang.id, date(2026, 9, 1), date(2026, 9, 30))
    staff.hold(db, post, yang.id, date(2026, 11, 1))
    staff.hold(db, post, song.id, date(2026, 10, 1), date(2026, 10, 31))

    assert [h.employee for h in staff.held(db, post)] == [yang, song, yang]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 8, 1), date(2026, 9, 1)),
        (date(2026, 9, 10), date(2026, 9, 12)),
        (date(2026, 8, 1), None),
    ],
)
def test_two_never_hold_a_post_on_the_same_day(db, post, yang, song, since, until):
    staff.hold(db, post, yang.id, date(2026, 9, 1), date(2026, 9, 30))

    with pytest.raises(Conflict):
        staff.hold(db, post, song.id, since, until)
    assert len(staff.held(db, post)) == 1


def test_a_refused_holding_does_not_end_the_one_before(db, post, yang, song):
    staff.hold(db, post, yang.id, date(2026, 1, 1))

    with pytest.raises(Conflict):
        staff.hold(db, post, song.id, date(2026, 1, 1))
    assert staff.held(db, post)[0].until is None


def test_a_post_falls_vacant_when_somebody_leaves(db, post, yang):
    staff.hold(db, post, yang.id, date(2026, 1, 1))
    staff.leave(db, post, date(2026, 6, 30))

    assert staff.holder_on(db, post, date(2026, 7, 1)) is None
    with pytest.raises(NotFound):
        staff.leave(db, post, date(2026, 7, 31))


def test_an_end_before_the_beginning_is_refused(db, post, yang):
    with pytest.raises(Invalid):
        staff.hold(db, post, yang.id, date(2026, 9, 2), date(2026, 9, 1))
    staff.hold(db, post, yang.id, date(2026, 9, 2))
    with pytest.raises(Invalid):
        staff.leave(db, post, date(2026, 9, 1))


def test_an_employee_needs_a_name(db, cast):
    with pytest.raises(Invalid):
        staff.add_employee(db, cast.east.id, "  ")


def test_the_journal_tells_that_a_post_changed_hands_but_no_name(db, post, yang):
    staff.hold(db, post, yang.id, date(2026, 9, 1))

    entries = journal.since(db, 0, "employee.added", "post.held")
    assert [entry["what"] for entry in entries] == ["employee.added", "post.held"]
    assert not any(yang.name in str(entry) for entry in entries)
