"""What was acknowledged, and what lies in the data folder: read here by SQLite and the file system alone, not by the
product, so that a mistake of the product cannot hide itself."""

import base64
import hashlib
import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Document = dict[str, Any]


@dataclass
class Ledger:
    """What the phones were told. `sent` is every body that was ever tried under an id, acknowledged or not."""

    sent: dict[str, set[bytes]] = field(default_factory=dict)
    submissions: dict[str, bytes] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)

    def at_this_moment(self) -> "Ledger":
        return Ledger(self.sent, dict(self.submissions), dict(self.photos))


@dataclass(frozen=True)
class Held:
    """What lies in a folder. `rows` gives size and state of each photo that has a row."""

    submissions: dict[str, bytes]
    photos: dict[str, bytes]
    rows: dict[str, tuple[int, str]]
    journaled: Counter[str]
    observed: Counter[str]

    def whole(self, sha256: str) -> bool:
        """Whether a photo's row and all its bytes are there."""
        return sha256 in self.rows and sha256 in self.photos


def held(folder: Path) -> Held:
    """Raises AssertionError where the file is not sound or a photo's bytes are not those of its name."""
    with closing(sqlite3.connect(folder / "mingcha.db")) as db:
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        rows = db.execute("SELECT id, sha256, body FROM submissions").fetchall()
        photos = {name: (size, state) for name, size, state in db.execute("SELECT sha256, size, state FROM photos")}
        journaled = db.execute("SELECT subject FROM journal WHERE what = 'submission.received'").fetchall()
        observed = db.execute("SELECT submission FROM observations").fetchall()
    assert all(hashlib.sha256(body).hexdigest() == sha256 for _, sha256, body in rows)
    files = {path.name: path.read_bytes() for path in (folder / "photos").glob("??/*")}
    assert all(hashlib.sha256(content).hexdigest() == name for name, content in files.items())
    return Held(
        {name: bytes(body) for name, _, body in rows},
        files,
        photos,
        Counter(subject for (subject,) in journaled),
        Counter(submission for (submission,) in observed),
    )


def nothing_is_lost(ledger: Ledger, folder: Path) -> Held:
    """Everything acknowledged is there exactly once, byte for byte, and nothing that nobody sent."""
    found = held(folder)
    for name, body in ledger.submissions.items():
        assert found.submissions.get(name) == body, f"submission {name} was acknowledged and is not there as it was"
    for name, content in ledger.photos.items():
        assert found.whole(name), f"photo {name} was acknowledged and is not there"
        assert (found.photos[name], found.rows[name][0]) == (content, len(content))
    for name, body in found.submissions.items():
        assert body in ledger.sent.get(name, set()), f"submission {name} was never sent like this"
        assert found.observed[name] == len(json.loads(body)["observations"]), f"submission {name} was cut"
    assert found.journaled == Counter(found.submissions.keys()), "the journal tells of other submissions"
    return found


def receipt_is_true(receipt: Document, key: Document, found: Held) -> None:
    """The signature is the key's, and the receipt lists what is here, what is not, and what cannot be shown."""
    rest = {name: value for name, value in receipt.items() if name != "signature"}
    said = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"]))
    public.verify(base64.b64decode(receipt["signature"]), said)
    body = found.submissions[receipt["submission"]]
    assert receipt["sha256"] == hashlib.sha256(body).hexdigest()
    lists: dict[str, list[str]] = {"held": [], "missing": [], "quarantined": []}
    for name in sorted(photos_of(body)):
        aside = found.whole(name) and found.rows[name][1] == "quarantined"
        lists["quarantined" if aside else "held" if found.whole(name) else "missing"].append(name)
    assert receipt["photos"] == lists
    assert receipt["complete"] is (not lists["missing"])


def photos_of(body: bytes) -> set[str]:
    """The photos that a submission names."""
    return {photo["sha256"] for one in json.loads(body)["observations"] for photo in one["photos"]}


def public_key(folder: Path) -> str:
    """The public half, in Base64, of the key that signs the receipts of a folder."""
    file = folder / "secrets" / "receipt.key"
    assert file.is_file(), "the key of the receipts is gone"
    private = Ed25519PrivateKey.from_private_bytes(file.read_bytes())
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()
