"""One's visits in the calendar of the phone: whole days, the place, and nothing that tells what is done there."""

from datetime import date

import pytest
from icalendar import Calendar

from app.visits import visits
from tests.builders import a_visit


@pytest.fixture
def covert(db, cast):
    return a_visit(db, cast, approach="covert", opens=date(2026, 11, 24))


def test_a_visit_is_an_entry_of_whole_days_that_names_only_the_place(db, cast, sign_in, covert):
    answer = sign_in(cast.inspector).get("/field/visits.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).events
    assert (event.start, event.end) == (date(2026, 11, 24), date(2026, 11, 28))
    assert event["summary"] == cast.hall.name
    assert event["url"].endswith(f"/field/visits/{covert.id}")
    said = answer.data.decode()
    assert "暗访" not in said
    assert cast.planner.name not in said
    assert "CL02" not in said


def test_what_is_called_off_or_somebody_elses_is_not_in_it(db, cast, sign_in, covert):
    assert Calendar.from_ical(sign_in(cast.shopper).get("/field/visits.ics").data).events == []
    visits.cancel(db, covert.id, cast.planner.id, "不去了")
    assert Calendar.from_ical(sign_in(cast.inspector).get("/field/visits.ics").data).events == []
    assert sign_in(cast.unit).get("/field/visits.ics").status_code == 404
