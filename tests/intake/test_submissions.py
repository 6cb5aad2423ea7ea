"""A submission is taken once, byte for byte, and what it says can be read back."""

import json

import pytest

from app import journal
from app.intake import submissions
from app.visits import visits
from tests.builders import a_visit, an_envelope, an_observation, body
from tests.intake.conftest import new_id, places, sha
from tests.photos import making


def test_new_then_known_with_the_same_receipt(phone, db, visit):
    submission, sent = new_id(), body(an_envelope(db, visit))
    first, second = phone.submit(sent, submission), phone.submit(sent, submission)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert first.mimetype == "application/json"
    assert [e["subject"] for e in journal.since(db, 0, "submission.received")] == [submission]


def test_the_exact_bytes_come_back(phone, db, visit):
    """Spaces, the order of properties and unknown properties are all kept."""
    submission = new_id()
    sent = json.dumps(an_envelope(db, visit, weather="小雪", nested={"a": [1, None]}), indent=3).encode()
    assert phone.submit(sent, submission).json["sha256"] == sha(sent)
    answer = phone.client.get(f"/api/submissions/{submission}")
    assert (answer.data, answer.mimetype) == (sent, "application/json")


def test_everything_in_it_can_be_read(phone, db, visit):
    photo = making.a_jpeg()
    failing = an_observation(
        verdict="fail",
        post="2号柜台",
        note="没有起立",
        photos=[{"sha256": sha(photo), "at": "2026-11-24T10:39:00+08:00", "caption": "柜台"}],
    )
    counted = an_observation("CL02-04", value={"count": 3, "of": [1, 2]}, bulk=True)
    envelope = an_envelope(
        db, visit, failing, counted, note="人多", location={"lat": 46.58, "lon": 125, "accuracy_m": 18, "at": None}
    )
    submission = new_id()
    assert phone.submit(envelope, submission).status_code == 201
    found = submissions.get(db, submission)
    assert (found.visit, found.site, found.approach, found.note) == (visit.id, visit.site, "open", "人多")
    assert found.checklists == ((envelope["checklists"][0]["id"], envelope["checklists"][0]["version"]),)
    assert (found.location.lat, found.location.lon, found.location.accuracy) == (46.58, 125, 18)
    assert found.started_at == "2026-11-24T01:12:03.000Z"
    first, second = found.observations
    assert (first.id, first.checklist, first.item, first.post) == (failing["id"], "CL02", "CL02-10", "2号柜台")
    assert (first.verdict, first.note, first.at, first.bulk) == ("fail", "没有起立", failing["at"], False)
    assert [(p.sha256, p.caption) for p in first.photos] == [(sha(photo), "柜台")]
    assert (second.value, second.bulk, second.photos) == ({"count": 3, "of": [1, 2]}, True, ())
    assert submissions.of_visit(db, visit.id) == [submission]
    assert submissions.sender(db, submission) == found.person


def test_other_bytes_under_the_same_id_conflict(phone, db, visit):
    submission, sent = new_id(), body(an_envelope(db, visit))
    phone.submit(sent, submission)
    answer = phone.submit(sent + b" ", submission)
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert phone.client.get(f"/api/submissions/{submission}").data == sent


def test_the_visit_is_delivered(phone, db, visit, cast):
    assert visits.open_for(db, cast.inspector.id) == [visit]
    phone.submit(an_envelope(db, visit))
    assert visits.open_for(db, cast.inspector.id) == []


def test_a_reassigned_visit_is_accepted_from_both(phone, phone2, db, visit, cast):
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    assert phone.submit(an_envelope(db, visit)).status_code == 201
    assert phone2.submit(an_envelope(db, visit)).status_code == 201
    assert len(submissions.of_visit(db, visit.id)) == 2


def test_a_cancelled_visit_that_was_done_anyway_is_accepted(phone, db, visit, cast):
    visits.cancel(db, visit.id, cast.planner.id)
    assert phone.submit(an_envelope(db, visit)).status_code == 201


def test_a_visit_that_was_never_yours_is_not_found(phone, phone2, db, visit, cast):
    theirs = phone2.submit(an_envelope(db, visit))
    nobodys = phone2.submit(an_envelope(db, visit) | {"visit": new_id()})
    assert (theirs.status_code, theirs.data) == (404, nobodys.data)
    assert nobodys.status_code == 404


def test_somebody_elses_id_tells_nothing(phone, phone2, db, visit, cast):
    """The same answer as for a visit that does not exist, whatever is sent; theirs stays as it is."""
    submission, sent = new_id(), body(an_envelope(db, visit))
    phone.submit(sent, submission)
    own = a_visit(db, cast, inspector=cast.inspector2.id)
    nowhere = phone2.submit(an_envelope(db, own) | {"visit": new_id()})
    for attempt in (sent, body(an_envelope(db, own)), b"not json"):
        answer = phone2.submit(attempt, submission)
        assert (answer.status_code, answer.data) == (404, nowhere.data)
    assert phone.client.get(f"/api/submissions/{submission}").data == sent


def test_an_unplanned_check_names_site_and_approach(phone, db, cast):
    submission = new_id()
    envelope = an_envelope(db, None, site=cast.hall2.id, approach="covert")
    assert phone.submit(envelope, submission).status_code == 201
    found = submissions.get(db, submission)
    assert (found.visit, found.site, found.approach) == (None, cast.hall2.id, "covert")


def test_the_visit_decides_site_and_approach(phone, db, visit, cast):
    submission = new_id()
    assert phone.submit(an_envelope(db, visit, site=cast.hall2.id, approach="covert"), submission).status_code == 201
    found = submissions.get(db, submission)
    assert (found.site, found.approach) == (visit.site, "open")


def test_a_shopper_starts_only_covert_checks(shoppers_phone, db, cast):
    for approach, status in (("covert", 201), ("shopper", 201), ("open", 422), ("desk", 422)):
        answer = shoppers_phone.submit(an_envelope(db, None, site=cast.hall.id, approach=approach))
        assert answer.status_code == status
    assert list(places(answer)) == ["/approach"]


def test_a_correction_names_what_it_replaces(phone, db, visit):
    first, second = new_id(), new_id()
    observation = an_observation()
    phone.submit(an_envelope(db, visit, observation), first)
    assert phone.submit(an_envelope(db, visit, observation, replaces=first), second).status_code == 201
    assert submissions.get(db, second).replaces == first


def test_only_ones_own_submission_of_the_same_visit_can_be_replaced(phone, phone2, db, visit, cast):
    mine, theirs, other, own = new_id(), new_id(), new_id(), new_id()
    phone.submit(an_envelope(db, visit), mine)
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    phone2.submit(an_envelope(db, visit), theirs)
    second = a_visit(db, cast)
    phone.submit(an_envelope(db, second), other)
    for replaces in (theirs, other, new_id(), own, "nonsense"):
        answer = phone.submit(an_envelope(db, visit, replaces=replaces), own)
        assert list(places(answer)) == ["/replaces"], replaces


@pytest.mark.parametrize("role", ["planner", "publisher", "unit", "leader", "supervisor", "admin"])
def test_only_the_field_submits(sign_in, cast, db, visit, role):
    answer = sign_in(getattr(cast, role)).put(f"/api/submissions/{new_id()}", data=body(an_envelope(db, visit)))
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["", "/receipt"])
def test_sender_and_reviewers_read_it_and_nobody_else(phone, sign_in, cast, db, visit, path):
    submission = new_id()
    phone.submit(an_envelope(db, visit), submission)
    url, nowhere = f"/api/submissions/{submission}{path}", f"/api/submissions/{new_id()}{path}"
    for role in ("inspector", "planner", "publisher"):
        assert sign_in(getattr(cast, role)).get(url).status_code == 200
    for role in ("inspector2", "shopper", "unit", "leader", "supervisor", "admin"):
        other = sign_in(getattr(cast, role))
        assert other.get(url).status_code == 404
        assert other.get(url).data == other.get(nowhere).data


def test_a_session_that_ended_loses_nothing(phone, stranger, db, visit):
    submission, sent = new_id(), body(an_envelope(db, visit))
    answer = stranger.put(f"/api/submissions/{submission}", data=sent)
    assert (answer.status_code, answer.json["type"]) == (401, "urn:mingcha:problem:signed-out")
    assert phone.submit(sent, submission).status_code == 201


def test_a_phone_whose_clock_is_a_month_ahead_counts_in_the_right_month(phone, db, visit):
    submission = new_id()
    ahead = an_envelope(db, visit, started_at="2026-12-24T09:12:03+08:00", finished_at="2026-12-24T10:40:00+08:00")
    phone.submit(ahead, submission, **{"Mingcha-Device-Time": "2026-12-24T10:42:07+08:00"})
    assert submissions.started(db, submission).isoformat() == "2026-11-24T09:12:03+08:00"
