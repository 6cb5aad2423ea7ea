"""What a phone announces is remembered: the server asks for what it lacks, and tells what the phone has lost."""

import json
import uuid
from datetime import timedelta

import pytest

from app import clock
from app.intake import holdings
from app.intake.openapi import validator
from app.people import sessions
from tests.builders import a_visit, an_envelope, an_observation, body, sha256
from tests.intake.conftest import new_id, places

MARK = "0" * 64


class Store:
    """The store of one phone, as its script announces it."""

    def __init__(self, phone) -> None:
        self.client, self.id, self.number = phone.client, str(uuid.uuid4()), 0

    def announce(self, *, drafts=(), outbox=(), kept=(), number=None, **more):
        self.number += 1
        said = {"store": self.id, "number": number or self.number, "mark": MARK, "version": "1.0 · abc"}
        said |= {"storage": {"persisted": True, "quota": 10**9, "used": 12_000_000}}
        said |= {"drafts": list(drafts), "outbox": list(outbox), "kept": list(kept)} | more
        return self.client.put("/api/holdings", data=json.dumps(said), content_type="application/json")

    def hears(self, **said):
        answer = self.announce(**said)
        assert answer.status_code == 200, answer.text
        assert list(validator("Reconciled").iter_errors(answer.json)) == []
        return answer.json


def a_draft(visit, **changes):
    about = {"visit": visit.id if visit else None, "answers": 3, "photos": 2, "changed_at": "2026-11-24T10:30:00+08:00"}
    return {"id": visit.id if visit else new_id(), **about} | changes


def finished(submission, content, visit=None, **changes):
    named = {"id": submission, "sha256": sha256(content), "visit": visit.id if visit else None, "photos": []}
    return named | {"state": "waiting", "finished_at": "2026-11-24T10:40:00+08:00", "answers": 1} | changes


@pytest.fixture
def kept(phone):
    return Store(phone)


def missing(db):
    return [one.id for one in holdings.everything(db) if one.stage == "missing"]


def test_what_is_announced_is_remembered_and_nothing_is_lacking(kept, visit, db):
    assert kept.client.get("/api/holdings").json == {"mark": None}
    told = kept.hears(drafts=[a_draft(visit)])
    assert told == {"mark": MARK, "lacks": [], "lost": []}
    assert kept.client.get("/api/holdings").json == {"mark": MARK}
    (one,) = holdings.everything(db)
    assert (one.stage, one.site, one.answers, one.photos) == ("draft", visit.site, 3, 2)
    (phone,) = holdings.phones(db)
    assert (phone.persisted, phone.version, phone.quota) == (True, "1.0 · abc", 10**9)


def test_a_draft_that_is_gone_without_a_word_is_lost_until_its_person_takes_note(kept, visit, cast, db):
    kept.hears(drafts=[a_draft(visit)])
    emptied = Store(type("Same", (), {"client": kept.client}))
    (lost,) = emptied.hears()["lost"]
    assert (lost["id"], lost["kind"], lost["site"], lost["answers"]) == (visit.id, "draft", cast.hall.name, 3)
    assert emptied.hears()["lost"] == [lost]
    assert emptied.hears(noted=[visit.id])["lost"] == []
    assert missing(db) == [visit.id]


def test_a_draft_that_was_finished_or_thrown_away_is_not_lost(kept, visit, phone, db):
    unplanned = a_draft(None)
    kept.hears(drafts=[a_draft(visit), unplanned])
    content = body(an_envelope(db, visit))
    record = finished(new_id(), content, visit, draft=visit.id)
    assert kept.hears(outbox=[record], done=[unplanned["id"]])["lost"] == []
    assert [one.stage for one in holdings.everything(db)] == ["waiting"]


def test_a_draft_in_which_nothing_was_entered_is_no_loss(kept, visit):
    kept.hears(drafts=[a_draft(visit, answers=0, photos=0)])
    assert kept.hears()["lost"] == []


def test_a_finished_check_that_is_gone_is_missing_until_it_arrives(kept, visit, phone, db):
    submission, content = new_id(), body(an_envelope(db, visit))
    kept.hears(outbox=[finished(submission, content, visit)])
    assert [one["id"] for one in kept.hears()["lost"]] == [submission]
    assert missing(db) == [submission]
    assert phone.submit(content, submission).status_code == 201
    assert missing(db) == []
    assert kept.hears()["lost"] == []
    assert holdings.everything(db) == []


def test_a_visit_whose_draft_was_lost_is_done_again(kept, visit, phone, db):
    kept.hears(drafts=[a_draft(visit)])
    kept.hears()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert phone.submit(body(an_envelope(db, visit))).status_code == 201
        assert missing(db) == []
        assert kept.hears()["lost"] == []


def test_what_turns_up_again_is_not_missing_any_more(kept, visit, db):
    kept.hears(drafts=[a_draft(visit)])
    kept.hears()
    assert kept.hears(drafts=[a_draft(visit)])["lost"] == []
    assert missing(db) == []


def test_an_announcement_that_was_held_up_changes_nothing(kept, visit, db):
    kept.hears(drafts=[])
    kept.hears(drafts=[a_draft(visit)])
    assert kept.hears(drafts=[], number=1)["lost"] == []
    assert [one.stage for one in holdings.everything(db)] == ["draft"]


def test_the_server_asks_for_what_it_no_longer_holds(kept, visit, phone, db, store):
    """As after an older backup was restored: first the check with its photo, then only the photo."""
    picture = b"bytes of a picture"
    shot = an_observation(verdict="fail", photos=[{"sha256": sha256(picture)}])
    submission, content = new_id(), body(an_envelope(db, visit, shot))
    record = finished(submission, content, visit, photos=[sha256(picture)])
    lacking = [{"id": submission, "photos": [sha256(picture)]}]
    assert kept.hears(kept=[record])["lacks"] == lacking
    phone.submit(content, submission)
    assert kept.hears(kept=[record])["lacks"] == lacking
    phone.photo(picture)
    assert kept.hears(kept=[record])["lacks"] == []
    store.original(sha256(picture)).unlink()
    assert kept.hears(kept=[record])["lacks"] == lacking


def test_a_check_that_arrived_without_its_photos_is_known_as_incomplete(kept, visit, phone, db):
    shot = an_observation(verdict="fail", photos=[{"sha256": "1" * 64}])
    submission, content = new_id(), body(an_envelope(db, visit, shot))
    record = finished(submission, content, visit, photos=["1" * 64])
    phone.submit(content, submission)
    kept.hears(outbox=[record])
    assert kept.hears()["lost"] == []
    assert [(one.stage, one.photos, one.held) for one in holdings.everything(db)] == [("incomplete", 1, 0)]


def test_a_phone_of_before_never_calls_and_is_served(phone, visit, db):
    assert phone.submit(an_envelope(db, visit)).status_code == 201
    assert holdings.phones(db) == []


def test_two_people_on_one_phone_are_told_apart(app, db, cast, visit):
    stores = []
    for person in (cast.inspector, cast.inspector2):
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie(sessions.COOKIE, sessions.open_session(db, person.id, "pytest", "one phone"))
        stores.append(Store(type("Phone", (), {"client": client})))
    stores[0].hears(drafts=[a_draft(visit)])
    assert stores[1].hears()["lost"] == []
    assert missing(db) == []


def test_a_clock_that_is_wrong_is_set_right(kept, visit, db):
    said = {"drafts": [a_draft(visit, changed_at="2025-11-24T10:00:00+08:00")], "outbox": [], "kept": []}
    said |= {"store": kept.id, "number": 1, "mark": MARK}
    headers = {"Mingcha-Device-Time": "2025-11-24T10:42:07+08:00"}
    kept.client.put("/api/holdings", data=json.dumps(said), headers=headers)
    (one,) = holdings.everything(db)
    assert clock.local(one.changed_at).isoformat() == "2026-11-24T10:00:00+08:00"


def test_somebody_elses_visit_says_nothing_of_its_site(phone2, visit, db):
    Store(phone2).hears(drafts=[a_draft(visit)])
    (one,) = holdings.everything(db)
    assert (one.visit, one.site, one.approach) == (None, None, None)


def test_what_is_no_announcement_is_refused_at_its_place(kept, visit, db):
    wrong = a_draft(visit, answers=-1)
    assert set(places(kept.announce(drafts=[wrong], outbox=[{"id": "x"}]))) >= {"/drafts/0/answers", "/outbox/0/id"}
    assert places(kept.client.put("/api/holdings", data=b"[]")) == {}
    assert kept.client.put("/api/holdings", data=b" " * 5_000_001).status_code == 413
    assert holdings.everything(db) == []


def test_only_who_sends_announces(sign_in, cast, stranger):
    for person in (cast.planner, cast.unit, cast.leader, cast.admin):
        assert sign_in(person).put("/api/holdings", data=b"{}").status_code == 404
        assert sign_in(person).get("/api/holdings").status_code == 404
    assert stranger.get("/api/holdings").status_code == 401


def test_a_visit_of_a_covert_kind_keeps_its_approach(shoppers_phone, db, cast):
    visit = a_visit(db, cast, approach="shopper", inspector=cast.shopper.id)
    Store(shoppers_phone).hears(drafts=[a_draft(visit)])
    assert [one.approach for one in holdings.everything(db)] == ["shopper"]
