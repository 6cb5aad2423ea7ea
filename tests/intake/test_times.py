"""When a visit was, as far as the phone's clock can be trusted."""

from datetime import datetime, timedelta

import pytest

from app.intake.times import corrected
from tests.conftest import NOW

START, FINISH = "2026-11-24T09:12:03+08:00", "2026-11-24T10:40:00+08:00"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_right_clock_is_believed():
    assert corrected(START, FINISH, NOW) == (local(START), local(FINISH))


def test_it_is_told_in_the_bureaus_zone():
    start, _ = corrected("2026-10-31T17:00:00Z", "2026-10-31T18:00:00Z", NOW)
    assert start.isoformat() == "2026-11-01T01:00:00+08:00"


@pytest.mark.parametrize("days", [-365, -1, 1, 365])
def test_a_wrong_clock_is_corrected_by_its_difference(days):
    wrong = timedelta(days=days)
    sent = [(local(text) + wrong).isoformat() for text in (START, FINISH)]
    assert corrected(*sent, NOW, (NOW + wrong).isoformat()) == (local(START), local(FINISH))


def test_a_slow_network_is_no_wrong_clock():
    assert corrected(START, FINISH, NOW, (NOW - timedelta(seconds=90)).isoformat()) == (local(START), local(FINISH))


def test_a_visit_sent_days_later_keeps_its_day():
    later = NOW + timedelta(days=9)
    assert corrected(START, FINISH, later, later.isoformat())[0] == local(START)


def test_a_finish_in_the_future_is_moved_back_with_its_start():
    start, finish = corrected("2027-01-01T09:00:00+08:00", "2027-01-01T10:00:00+08:00", NOW)
    assert (start, finish) == (NOW - timedelta(hours=1), NOW)


def test_a_start_after_the_finish_is_moved_to_it():
    assert corrected(FINISH, START, NOW) == (local(START), local(START))


@pytest.mark.parametrize("nonsense", [None, "", "gestern", "1970-01-01T08:00:00+08:00", "9999-12-31T23:59:59-23:59"])
def test_what_cannot_be_believed_is_the_arrival(nonsense):
    assert corrected(nonsense, nonsense, NOW) == (NOW, NOW)


def test_an_unreadable_start_is_the_finish():
    assert corrected("gestern", FINISH, NOW) == (local(FINISH), local(FINISH))


@pytest.mark.parametrize("header", [None, "", "heute", "0001-01-01T00:00:00+00:00"])
def test_a_header_that_says_nothing_changes_nothing(header):
    start, finish = corrected(START, FINISH, NOW, header)
    assert start <= finish <= NOW
