"""A receipt says what is held of a submission, and anybody with the public key can check that the server said so."""

import base64
import json
import multiprocessing
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from app import clock
from app.intake.receipts import Signer
from app.photos import derive
from tests.builders import an_envelope, an_observation
from tests.intake.conftest import new_id, sha
from tests.photos import making

FIELDS = {"submission", "sha256", "received_at", "photos", "complete", "key", "signature"}


def with_photos(db, visit, *contents: bytes):
    return an_envelope(db, visit, an_observation(photos=[{"sha256": sha(c), "at": None} for c in contents]))


def check(receipt: dict, key: dict) -> None:
    """Verifies a receipt as a stranger would who has read only the contract."""
    rest = {name: value for name, value in receipt.items() if name != "signature"}
    said = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"]))
    public.verify(base64.b64decode(receipt["signature"]), said)
    assert receipt["key"] == key["key"]


def test_the_answer_and_the_receipt_are_the_same(phone, db, visit):
    submission = new_id()
    answer = phone.submit(with_photos(db, visit, making.a_jpeg()), submission)
    receipt = phone.receipt(submission)
    assert answer.json == receipt
    assert set(receipt) == FIELDS
    assert receipt["submission"] == submission
    assert clock.local(receipt["received_at"]).isoformat() == "2026-11-24T10:42:07+08:00"


def test_the_signature_can_be_checked_by_anybody(phone, stranger, db, visit):
    receipt = phone.submit(with_photos(db, visit, making.a_jpeg())).json
    key = stranger.get("/api/receipt-key").json
    check(receipt, key)
    with pytest.raises(InvalidSignature):
        check(receipt | {"complete": True}, key)
    raw = load_pem_public_key(key["pem"].encode()).public_bytes_raw()
    assert base64.b64encode(raw).decode() == key["public_key"]


def test_photos_before_or_after_in_any_order(phone, db, visit):
    early, late = making.a_jpeg(seed=1), making.a_jpeg(seed=2)
    submission = new_id()
    phone.photo(early)
    first = phone.submit(with_photos(db, visit, late, early, late), submission).json
    assert first["photos"] == {"held": [sha(early)], "missing": [sha(late)], "quarantined": []}
    assert first["complete"] is False
    phone.photo(late)
    second = phone.receipt(submission)
    assert second["photos"] == {"held": sorted([sha(early), sha(late)]), "missing": [], "quarantined": []}
    assert second["complete"] is True
    assert second["received_at"] == first["received_at"]


def test_a_submission_without_photos_is_complete_at_once(phone, db, visit):
    assert phone.submit(an_envelope(db, visit)).json["complete"] is True


def test_a_quarantined_photo_is_not_missing(phone, db, store, visit):
    content, submission = b"no picture", new_id()
    phone.photo(content)
    phone.submit(with_photos(db, visit, content), submission)
    derive.work(db, store)
    receipt = phone.receipt(submission)
    assert receipt["photos"] == {"held": [], "missing": [], "quarantined": [sha(content)]}
    assert receipt["complete"] is True


@pytest.mark.parametrize("damage", ["gone", "short"])
def test_a_photo_whose_file_is_not_whole_is_missing_until_sent_again(phone, db, store, visit, damage):
    content, submission = making.a_jpeg(), new_id()
    phone.photo(content)
    phone.submit(with_photos(db, visit, content), submission)
    file = store.original(sha(content))
    file.unlink() if damage == "gone" else file.write_bytes(b"short")
    assert phone.receipt(submission)["photos"]["missing"] == [sha(content)]
    phone.photo(content)
    assert phone.receipt(submission)["complete"] is True


def test_only_its_own_photos_are_spoken_of(phone, phone2, db, visit):
    phone2.photo(making.a_jpeg(seed=9))
    receipt = phone.submit(an_envelope(db, visit)).json
    assert receipt["photos"] == {"held": [], "missing": [], "quarantined": []}


def test_the_key_is_a_secret_that_stays(settings):
    first = Signer(settings.secrets).public_key()
    file = settings.secrets / "receipt.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Signer(settings.secrets).public_key() == first
    assert [f.name for f in settings.secrets.iterdir()] == ["receipt.key"]


def the_key(folder: Path) -> str:
    return Signer(folder).id


def test_threads_and_processes_that_start_at_once_agree_on_the_key(tmp_path):
    for race in range(5):
        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(the_key, [tmp_path / f"threads{race}"] * 8))) == 1
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert len(set(pool.map(the_key, [tmp_path / "processes"] * 6, chunksize=1))) == 1
