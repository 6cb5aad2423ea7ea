"""What is wrong with an envelope is said with a JSON pointer and a sentence; what is merely odd is taken."""

import json

import pytest

from app.checklists import versions
from app.checklists.model import Checklist
from app.intake import parsing, submissions
from tests.builders import an_envelope, an_observation, body, checklist
from tests.intake.conftest import new_id, places


def refused(phone, db, visit, /, *observations, **changes) -> dict[str, str]:
    return places(phone.submit(an_envelope(db, visit, *observations) | changes))


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"protocol": 2}, "/protocol"),
        ({"protocol": 0}, "/protocol"),
        ({"protocol": "1"}, "/protocol"),
        ({"protocol": True}, "/protocol"),
        ({"visit": 7}, "/visit"),
        ({"site": "nowhere"}, "/site"),
        ({"approach": "secret"}, "/approach"),
        ({"note": None}, "/note"),
        ({"started_at": 5}, "/started_at"),
        ({"checklists": []}, "/checklists"),
        ({"checklists": {}}, "/checklists"),
        ({"checklists": [{"id": "CL02"}]}, "/checklists/0/version"),
        ({"observations": None}, "/observations"),
        ({"device": {"counter": 1.5}}, "/device/counter"),
        ({"device": {"counter": 2**63}}, "/device/counter"),
        ({"location": {"lat": 91, "lon": 0}}, "/location/lat"),
        ({"location": {"lat": 46}}, "/location/lon"),
        ({"location": {"lat": 46, "lon": True}}, "/location/lon"),
        ({"duty": {"answer": "signed", "name": " ", "strokes": [[[1, 2]]]}}, "/duty/name"),
        ({"duty": {"answer": "signed", "name": "赵海", "strokes": []}}, "/duty/strokes"),
        ({"duty": {"answer": "signed", "name": "赵海", "strokes": [[[1, 601]]]}}, "/duty/strokes/0/0/1"),
        ({"duty": {"answer": "signed", "name": "赵海", "strokes": [[[1, 2]]] * 61}}, "/duty/strokes"),
        ({"duty": {"answer": "declined", "remark": ""}}, "/duty/remark"),
        ({"duty": {"answer": "perhaps"}}, "/duty/answer"),
        ({"location": {"lat": 46, "lon": -180.1}}, "/location/lon"),
        ({"location": {"lat": 46, "lon": 125, "accuracy_m": -1}}, "/location/accuracy_m"),
    ],
)
def test_the_whole(phone, db, visit, changes, pointer):
    found = refused(phone, db, visit, **changes)
    assert list(found) == [pointer]
    assert found[pointer].endswith("。")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"verdict": "maybe"}, "/verdict"),
        ({"verdict": None}, "/verdict"),
        ({"verdict": "PASS"}, "/verdict"),
        ({"item": "CL02-99"}, "/item"),
        ({"item": "CL01-01"}, "/item"),
        ({"item": None}, "/item"),
        ({"id": "first"}, "/id"),
        ({"id": "6F1C2C52-2F3C-4A57-9C1E-7C1F1D9F2A11"}, "/id"),
        ({"note": 3}, "/note"),
        ({"bulk": "yes"}, "/bulk"),
        ({"post": 2}, "/post"),
        ({"photos": [{"sha256": "abc"}]}, "/photos/0/sha256"),
        ({"photos": [{"at": None}]}, "/photos/0/sha256"),
        ({"photos": "none"}, "/photos"),
    ],
)
def test_one_observation(phone, db, visit, changes, pointer):
    found = refused(phone, db, visit, an_observation(), an_observation() | changes)
    assert list(found) == ["/observations/1" + pointer]


@pytest.mark.parametrize("name", ["protocol", "visit", "checklists", "started_at", "finished_at", "observations"])
def test_what_is_missing(phone, db, visit, name):
    envelope = an_envelope(db, visit)
    del envelope[name]
    assert places(phone.submit(envelope)) == {f"/{name}": "缺少这一项内容。"}


@pytest.mark.parametrize("name", ["site", "approach", "replaces", "note", "device", "location"])
def test_what_may_be_missing(phone, db, visit, name):
    envelope = an_envelope(db, visit)
    del envelope[name]
    assert phone.submit(envelope).status_code == 201


def test_another_protocol_is_all_that_is_said(phone, db, visit):
    assert list(refused(phone, db, visit, protocol=9, observations="new form")) == ["/protocol"]


def test_every_spot_is_named(phone, db, visit):
    found = refused(phone, db, visit, an_observation(item="CL02-98"), an_observation(), an_observation(item="CL02-99"))
    assert list(found) == ["/observations/0/item", "/observations/2/item"]


def test_a_flood_of_errors_is_cut_short(phone, db, visit):
    assert len(refused(phone, db, visit, *(an_observation(verdict="?") for _ in range(300)))) == 50


def test_an_id_that_is_used_twice(phone, db, visit):
    observation = an_observation()
    assert list(refused(phone, db, visit, observation, observation)) == ["/observations/1/id"]


def test_unknown_checklists_and_versions(phone, db, visit):
    known = checklist(db).version
    for named, pointer in (
        ([{"id": "CL99", "version": known}], "/checklists/0/id"),
        ([{"id": "CL02", "version": "0123456789abcdef"}], "/checklists/0/version"),
        ([{"id": "CL02", "version": known}, {"id": "CL02", "version": known}], "/checklists/1/id"),
    ):
        found = refused(phone, db, visit, checklists=named, observations=[])
        assert list(found) == [pointer]


def test_an_older_version_of_a_known_checklist_is_taken(phone, db, visit):
    old = checklist(db)
    newer = Checklist(old.id, old.title + "（修订）", old.unplanned, old.sections[1:], ())
    versions.publish(db, newer)
    submission = new_id()
    envelope = an_envelope(
        db, visit, an_observation(old.items[0].id), checklists=[{"id": old.id, "version": old.version}]
    )
    assert phone.submit(envelope, submission).status_code == 201
    assert submissions.get(db, submission).checklists == ((old.id, old.version),)
    gone = an_envelope(db, visit, an_observation(old.items[0].id))
    assert list(places(phone.submit(gone))) == ["/observations/0/item"]


def test_an_unplanned_check_without_site_and_approach(phone, db, cast):
    assert list(refused(phone, db, None)) == ["/site", "/approach"]
    assert list(refused(phone, db, None, site="nowhere", approach="open")) == ["/site"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"note": "a\0b"}, "/note"),
        ({"weather": ["sun", {"wind": "\0"}]}, "/weather/1/wind"),
        ({"a/b~c": "\0"}, "/a~1b~0c"),
        ({"odd": {"na\0me": 1}}, "/odd/na\0me"),
    ],
)
def test_a_character_that_cannot_be_kept(phone, db, visit, changes, pointer):
    assert list(refused(phone, db, visit, **changes)) == [pointer]


def test_nesting_and_numbers_without_end(phone, db, visit):
    deep = body(an_envelope(db, visit, extra="DEEP")).replace(b'"DEEP"', b"[" * 40 + b"]" * 40)
    assert next(iter(places(phone.submit(deep)))).startswith("/extra/0/0")
    huge = body(an_envelope(db, visit, extra="HUGE")).replace(b'"HUGE"', b"1e999")
    assert list(places(phone.submit(huge))) == ["/extra"]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"{'a': 1}",
        b"\xff\xfe{}",
        "{}".encode("utf-16"),
        b"\xef\xbb\xbf{}",
        b'{"a": "\xc3\x28"}',
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"<html>Please sign in to this network</html>",
    ],
    ids=range(17),
)
def test_what_is_no_json_object(phone, sent):
    answer = phone.submit(sent)
    assert places(answer) == {}
    assert answer.json["detail"].startswith("提交的内容")


def test_a_body_that_was_cut_off(phone, db, visit):
    whole = body(an_envelope(db, visit, note="很长的备注" * 50))
    for length in range(0, len(whole), 97):
        answer = phone.submit(whole[:length])
        assert answer.status_code == 422, length


def test_over_five_megabytes(phone, db, visit):
    answer = phone.submit(an_envelope(db, visit, note="x" * parsing.LIMIT))
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
    assert "5 MB" in answer.json["detail"]


def test_just_under_five_megabytes(phone, db, visit):
    assert phone.submit(an_envelope(db, visit, note="x" * (parsing.LIMIT - 2000))).status_code == 201


@pytest.mark.parametrize(
    "name", ["abc", "6F1C2C52-2F3C-4A57-9C1E-7C1F1D9F2A11", "..", "6f1c2c522f3c4a579c1e7c1f1d9f2a11"]
)
def test_a_malformed_id(phone, db, visit, name):
    assert list(places(phone.submit(an_envelope(db, visit), name))) == ["/submission"]
    assert phone.client.get(f"/api/submissions/{name}").status_code == 404


ODD_TIMES = [
    "",
    None,
    "昨天",
    "1970-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "2026-02-30T10:00:00+08:00",
    "2026-11-24",
    "2026-11-24T09:12:03",
    "-271821-04-20T00:00:00.000Z",
]


@pytest.mark.parametrize("time", ODD_TIMES)
def test_odd_times_are_taken_and_kept(phone, db, visit, time):
    submission = new_id()
    observation = an_observation(at=time, photos=[{"sha256": "0" * 64, "at": time}])
    envelope = an_envelope(db, visit, observation, started_at=time, finished_at=time)
    answer = phone.submit(envelope, submission, **{"Mingcha-Device-Time": str(time).encode().decode("latin-1")})
    assert answer.status_code == 201
    assert submissions.get(db, submission).observations[0].at == time
    assert submissions.started(db, submission).year == 2026


def test_what_is_merely_odd_is_taken(phone, db, visit):
    """Nothing answered, unknown posts, a repeated counter, items outside of the approach, several of one item."""
    outside = next(item for item in checklist(db).items if "open" not in item.approaches)
    for observations in (
        [],
        [an_observation(post="不存在的岗位")],
        [an_observation(outside.id)],
        [an_observation(), an_observation(post="1号柜台"), an_observation(post="1号柜台")],
    ):
        assert phone.submit(an_envelope(db, visit) | {"observations": observations}).status_code == 201


def test_half_an_emoji_is_taken(phone, db, visit):
    """A text field cut an emoji in two; the bytes stay, and what is shown has a replacement character."""
    submission = new_id()
    sent = json.dumps(an_envelope(db, visit, an_observation(note="好\ud83d"), **{"x\udc00": "\ud83d"})).encode()
    assert phone.submit(sent, submission).status_code == 201
    assert submissions.get(db, submission).observations[0].note == "好\ufffd"
    assert phone.client.get(f"/api/submissions/{submission}").data == sent
