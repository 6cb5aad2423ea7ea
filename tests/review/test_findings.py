"""What units and notices may read: the day or the ten days, the post without its number, never in the order of time."""

from datetime import datetime

import pytest

from app import bureau, clock
from app.errors import NotFound
from app.review import findings
from app.review.periods import band
from tests.builders import a_visit, checklist
from tests.review.given import CURSE, SEAT, UP, a_failing, arrived, confirmed, covert_submission, open_submission


def everywhere(cast):
    return frozenset({cast.company.id, cast.east.id, cast.west.id})


def test_an_open_finding_tells_the_day_and_the_post(db, cast):
    failing = a_failing(note="坐着接过资料")
    confirmed(db, cast.planner, open_submission(db, cast, failing), failing)
    (finding,) = findings.confirmed(db, everywhere(cast))
    item = checklist(db).item(UP)
    assert item
    assert (finding.when, finding.place, finding.note) == ("11月24日", "2号柜台", "坐着接过资料")
    assert finding.text == item.text
    assert finding.cited.number == "4.1.15"
    assert "起立" in finding.cited.text


def test_a_covert_finding_tells_ten_days_no_counter_and_no_words_of_the_inspector(db, cast):
    known, own_words = a_failing(UP, note="我坐在门口看见"), a_failing(SEAT, post="靠窗戴眼镜的")
    submission = covert_submission(db, cast, known, own_words)
    confirmed(db, cast.planner, submission, known, own_words)
    found = findings.confirmed(db, everywhere(cast))
    assert [(f.when, f.place, f.note) for f in found] == [("11月下旬", "柜台", ""), ("11月下旬", "", "")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [(1, "11月上旬"), (10, "11月上旬"), (11, "11月中旬"), (20, "11月中旬"), (21, "11月下旬"), (30, "11月下旬")],
)
def test_the_bands_change_after_the_tenth_and_the_twentieth(day, expected):
    assert band(datetime(2026, 11, day).date()) == expected


def test_the_thirty_first_belongs_to_the_last_band():
    assert band(datetime(2026, 10, 31).date()) == "10月下旬"


def test_the_order_does_not_follow_the_time(db, cast):
    later, earlier = a_failing(UP, post="3号柜台"), a_failing(UP, post="1号柜台")
    confirmed(db, cast.planner, covert_submission(db, cast, later), later)
    with clock.at(datetime.fromisoformat("2026-11-24T18:00:00+08:00")):
        confirmed(db, cast.planner, covert_submission(db, cast, earlier), earlier)
    rude = a_failing(CURSE)
    confirmed(db, cast.planner, covert_submission(db, cast, rude), rude)
    found = findings.confirmed(db, everywhere(cast))
    assert [f.item for f in found] == [CURSE, UP, UP], "by clause: 4.1.14 before 4.1.15"


def test_only_the_units_and_the_month_asked_for(db, cast):
    failing = a_failing()
    confirmed(db, cast.planner, open_submission(db, cast, failing), failing)
    assert len(findings.confirmed(db, frozenset({cast.east.id}), "2026-11")) == 1
    assert findings.confirmed(db, frozenset({cast.west.id}), "2026-11") == []
    assert findings.confirmed(db, frozenset({cast.east.id}), "2026-10") == []
    assert findings.confirmed(db, frozenset()) == []


def test_a_withdrawn_finding_is_gone(db, cast):
    visit, wrong = a_visit(db, cast), a_failing()
    first = arrived(db, visit, cast.inspector, wrong)
    confirmed(db, cast.planner, first, wrong)
    (finding,) = findings.confirmed(db, everywhere(cast))
    confirmed(db, cast.planner, arrived(db, visit, cast.inspector, replaces=first))
    assert findings.confirmed(db, everywhere(cast)) == []
    with pytest.raises(NotFound):
        findings.get(db, finding.id, everywhere(cast))


def test_somebody_elses_finding_does_not_exist(db, cast):
    failing = a_failing()
    confirmed(db, cast.planner, open_submission(db, cast, failing), failing)
    (finding,) = findings.confirmed(db, everywhere(cast))
    with pytest.raises(NotFound):
        findings.get(db, finding.id, frozenset({cast.west.id}))


def test_what_a_post_did_before_is_counted(db, cast):
    before, now = a_failing(), a_failing()
    confirmed(db, cast.planner, open_submission(db, cast, before), before)
    submission = open_submission(db, cast, now)
    confirmed(db, cast.planner, submission, now)
    assert findings.repeated(db, cast.hall.id, "2号柜台", "D2-4.1.15", submission) == 1
    assert findings.repeated(db, cast.hall.id, "3号柜台", "D2-4.1.15", submission) == 0


def test_how_far_back_is_counted_is_the_bureaus(db, cast):
    before = a_failing()
    confirmed(db, cast.planner, open_submission(db, cast, before), before)
    with clock.at(datetime.fromisoformat("2026-12-02T09:00:00+08:00")):
        assert findings.repeated(db, cast.hall.id, "2号柜台", "D2-4.1.15", "") == 1
        bureau.set_(db, cast.admin.id, "repeat_months", "1")
        assert findings.repeated(db, cast.hall.id, "2号柜台", "D2-4.1.15", "") == 0
