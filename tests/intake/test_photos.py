"""Photos are taken by hash, whole or not at all, and given back byte for byte."""

import pytest

from app.photos import derive, records
from app.photos.store import LIMIT
from tests.intake.conftest import places, sha
from tests.photos import making


def test_new_then_known(phone, db, store):
    content = making.a_jpeg()
    first, second = phone.photo(content), phone.photo(content)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json == {"sha256": sha(content), "held": True}
    assert first.mimetype == "application/json"
    assert records.held(db, store, sha(content))


def test_the_exact_bytes_come_back_to_the_sender(phone):
    content = making.with_exif(6, gps=True)
    phone.photo(content)
    answer = phone.client.get(f"/api/photos/{sha(content)}")
    assert answer.data == content
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("content", [b"", "文字".encode(), making.a_bomb(), making.a_jpeg()[:500]])
def test_anything_is_held_even_what_is_no_picture(phone, db, store, content):
    assert phone.photo(content).status_code == 201
    derive.work(db, store)
    assert records.find(db, sha(content)).state == "quarantined"
    assert phone.photo(content).status_code == 200
    assert phone.client.get(f"/api/photos/{sha(content)}").data == content


def test_other_bytes_than_the_hash_are_refused(phone, store):
    answer = phone.photo(b"these", sha(b"those"))
    assert answer.status_code == 422
    assert "校验码" in answer.json["detail"]
    assert phone.client.get(f"/api/photos/{sha(b'those')}").status_code == 404


@pytest.mark.parametrize("name", ["abc", "A" * 64, "g" * 64, "0" * 63, "0" * 65, "..", "%00" * 64])
def test_a_malformed_hash_is_refused(phone, name):
    assert list(places(phone.photo(b"bytes", name))) == ["/sha256"]


def test_too_large_is_refused_and_nothing_stays(phone, store):
    content = bytes(LIMIT + 1)
    answer = phone.photo(content)
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"
    assert [f for f in store.folder.rglob("*") if f.is_file()] == []


def test_knowing_a_hash_makes_nobody_a_sender(phone, phone2):
    content = making.a_jpeg()
    phone.photo(content)
    assert phone2.photo(b"", sha(content)).status_code == 422
    assert phone2.client.get(f"/api/photos/{sha(content)}").status_code == 404
    assert phone2.photo(content).status_code == 200
    assert phone2.client.get(f"/api/photos/{sha(content)}").data == content


def test_a_file_without_a_row_is_healed(phone, store, db):
    """The server died after the rename and before the commit."""
    content = making.a_jpeg()
    file = store.folder / sha(content)[:2] / sha(content)
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert phone.photo(content).status_code == 201
    assert records.held(db, store, sha(content))


@pytest.mark.parametrize("damage", ["gone", "short"])
def test_a_row_without_its_whole_file_is_healed(phone, store, db, damage):
    content = making.a_jpeg()
    phone.photo(content)
    file = store.original(sha(content))
    file.unlink() if damage == "gone" else file.write_bytes(content[:10])
    assert phone.photo(content).status_code == 201
    assert file.read_bytes() == content
    assert phone.photo(content).status_code == 200


@pytest.mark.parametrize("role", ["planner", "publisher"])
def test_reviewers_get_the_exact_bytes(phone, sign_in, cast, role):
    content = making.a_jpeg()
    phone.photo(content)
    assert sign_in(getattr(cast, role)).get(f"/api/photos/{sha(content)}").data == content


@pytest.mark.parametrize("role", ["inspector2", "shopper", "unit", "leader", "supervisor", "admin"])
def test_for_everybody_else_there_is_no_such_photo(phone, sign_in, cast, role):
    content = making.a_jpeg()
    phone.photo(content)
    other = sign_in(getattr(cast, role))
    there, nowhere = other.get(f"/api/photos/{sha(content)}"), other.get(f"/api/photos/{'0' * 64}")
    assert (there.status_code, there.data) == (404, nowhere.data)
    assert nowhere.status_code == 404


@pytest.mark.parametrize("role", ["planner", "publisher", "unit", "leader", "supervisor", "admin"])
def test_only_the_field_hands_in_photos(sign_in, cast, role):
    assert sign_in(getattr(cast, role)).put(f"/api/photos/{sha(b'x')}", data=b"x").status_code == 404


def test_without_a_session_nothing_is_taken(stranger):
    answer = stranger.put(f"/api/photos/{sha(b'x')}", data=b"x")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_another_sites_page_cannot_hand_in(phone):
    answer = phone.client.put(f"/api/photos/{sha(b'x')}", data=b"x", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_disk_that_cannot_be_written_is_said_and_heals(phone, store):
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_bytes(b"a file where the folder should be")
    answer = phone.photo(b"bytes")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    store.folder.unlink()
    assert phone.photo(b"bytes").status_code == 201
