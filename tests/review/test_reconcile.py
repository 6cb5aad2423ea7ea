"""The department compares what phones announced with what arrived, and learns no more of covert work than in review."""

import json
import re
import uuid
from datetime import timedelta

import pytest

from app import clock
from app.intake import holdings
from tests.builders import a_visit, an_envelope, body, sha256


class Phone:
    """Somebody's phone, as it announces itself."""

    def __init__(self, client) -> None:
        self.client, self.number = client, 0

    def says(self, drafts=(), outbox=(), **more):
        self.number += 1
        said = {"store": "6f1c2c52-2f3c-4a57-9c1e-7c1f1d9f2a11", "number": self.number, "mark": "x", "kept": []}
        said |= {"version": "1.0 · abc", "storage": {"persisted": False, "quota": 10**9, "used": 2 * 10**8}}
        answer = self.client.put("/api/holdings", data=json.dumps(said | {"drafts": drafts, "outbox": outbox} | more))
        assert answer.status_code == 200, answer.text


def finished(visit, submission="", content=b"", **changes):
    about = {"id": submission or str(uuid.uuid4()), "sha256": sha256(content), "visit": visit.id if visit else None}
    times = {"finished_at": "2026-11-24T10:40:00+08:00", "state": "waiting", "answers": 7, "photos": ["1" * 64]}
    return about | times | changes


@pytest.fixture
def phone(sign_in, cast):
    return Phone(sign_in(cast.inspector))


@pytest.fixture
def planner(sign_in, cast):
    return sign_in(cast.planner)


@pytest.fixture
def publisher(sign_in, cast):
    return sign_in(cast.publisher)


def text(client, path="/reconcile/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))


def settle(client, key, reason="手机摔坏了，已改派"):
    return client.post(f"/reconcile/{key}/settlement", data={"reason": reason})


def keys(client):
    return re.findall(r'action="/reconcile/(\w+)/settlement"', client.get("/reconcile/").text)


def test_before_any_phone_has_spoken_the_page_says_so(planner):
    assert "还没有手机报告过" in text(planner)
    assert "手机报告过的都没有缺失" in text(planner)


def test_a_missing_check_is_shown_until_it_arrives(phone, planner, db, cast):
    visit, submission = a_visit(db, cast), str(uuid.uuid4())
    content = body(an_envelope(db, visit))
    phone.says(outbox=[finished(visit, submission, content, photos=[])])
    assert "派出任务 " in text(planner)
    phone.says()
    assert "缺失 1" in text(planner)
    assert "7 项、0 张照片；11月24日 完成 · 11月24日 起手机上已没有" in text(planner)
    assert 'class="count">1<' in planner.get("/review/").text
    assert phone.client.put(f"/api/submissions/{submission}", data=content).status_code == 201
    assert "缺失 0" in text(planner)


def test_a_missing_check_is_given_up_for_a_reason_that_is_journaled(phone, planner, db, cast):
    phone.says(outbox=[finished(a_visit(db, cast))])
    phone.says()
    (key,) = keys(planner)
    assert settle(planner, key, " ").status_code == 422
    assert settle(planner, key).status_code == 303
    assert keys(planner) == []
    assert "手机摔坏了，已改派 李文静" in text(planner)
    entry = db.one("SELECT who, detail FROM journal WHERE what = 'holding.settled'")
    assert entry["who"] == cast.planner.id
    assert json.loads(entry["detail"])["reason"] == "手机摔坏了，已改派"
    assert settle(planner, key).status_code == 409


def test_what_is_on_a_phone_and_young_cannot_be_given_up(phone, planner, db, cast):
    phone.says(outbox=[finished(a_visit(db, cast))])
    (line,) = [one for one in holdings.everything(db) if one.stage == "waiting"]
    assert keys(planner) == []
    with clock.at(clock.now() + timedelta(days=2)):
        (key,) = keys(planner)
    assert settle(planner, key).status_code == 409
    assert line.settled_at is None


def test_what_is_unsent_for_more_than_a_day_is_amber_and_may_be_given_up(phone, publisher, db, cast):
    phone.says(outbox=[finished(a_visit(db, cast))])
    assert "mark late" not in publisher.get("/reconcile/").text
    with clock.at(clock.now() + timedelta(days=2)):
        assert re.search(r"1 11月24日 起", text(publisher))
        phones = re.findall(r'href="/reconcile/(\w{20})"', publisher.get("/reconcile/").text)
        assert "了结" in text(publisher, f"/reconcile/{phones[0]}")


def test_a_phone_is_told_by_its_code_with_what_it_said_of_itself(phone, publisher, db, cast):
    phone.says(drafts=[{"id": str(uuid.uuid4()), "visit": None, "answers": 2, "photos": 0}])
    page = text(publisher)
    assert cast.inspector.code in page
    assert cast.inspector.name not in page
    (key,) = re.findall(r'href="/reconcile/(\w{20})"', publisher.get("/reconcile/").text)
    page = text(publisher, f"/reconcile/{key}")
    assert "未开启，空间不足时系统可能清除" in page
    assert "200.0 MB / 1.0 GB" in page
    assert "1.0 · abc" in page
    assert "2026-11-24 10:42:07" in page
    assert "填写中" in page


def test_a_planner_learns_no_code_where_the_visit_tells_the_name(phone, planner, publisher, db, cast):
    """Both together would tell from the code who made every covert visit."""
    visit = a_visit(db, cast)
    phone.says(outbox=[finished(visit)])
    page = planner.get("/reconcile/").text
    assert f'href="/visits/{visit.id}"' in page
    (row,) = re.findall(r"<tr><th scope=\"row\".*?</tr>", page, re.DOTALL)
    assert re.findall(r'class="num">(\d)', row) == ["0", "0", "0", "0"]
    assert "10:4" not in text(planner)
    (key,) = re.findall(r'href="/reconcile/(\w{20})"', page)
    assert cast.hall.name not in text(planner, f"/reconcile/{key}")
    assert "10:4" not in text(planner, f"/reconcile/{key}")
    assert cast.hall.name in text(publisher, f"/reconcile/{key}")


@pytest.mark.parametrize("approach", ["covert", "shopper"])
def test_who_gave_a_covert_visit_sees_nothing_of_it(sign_in, db, cast, approach):
    visit = a_visit(db, cast, approach=approach, by=cast.planner.id)
    phone = Phone(sign_in(cast.inspector))
    phone.says(outbox=[finished(visit)])
    before = sign_in(cast.planner2).get("/reconcile/").text
    assert cast.inspector.code in before
    phone.says()
    giver, other = sign_in(cast.planner), sign_in(cast.planner2)
    (key,) = keys(other)
    assert keys(giver) == []
    assert cast.hall.name not in text(giver)
    assert "缺失 0" in text(giver)
    assert 'class="count"' not in giver.get("/review/").text
    assert settle(giver, key).status_code == 404
    assert f"代号 {cast.inspector.code}" in text(other)
    assert cast.hall.name in text(other)
    assert settle(other, key).status_code == 303


def test_nobody_else_reaches_it(sign_in, stranger, phone, planner, db, cast):
    phone.says(outbox=[finished(a_visit(db, cast))])
    phone.says()
    (key,) = keys(planner)
    for person in (cast.inspector, cast.shopper, cast.unit, cast.leader, cast.supervisor, cast.admin):
        client = sign_in(person)
        assert client.get("/reconcile/").status_code == 404
        assert client.get(f"/reconcile/{key}").status_code == 404
        assert settle(client, key).status_code == 404
    assert stranger.get("/reconcile/").status_code == 303
    assert planner.get("/reconcile/nothing").status_code == 404
    assert settle(planner, "nothing").status_code == 404
