"""Receipts (回执): what the server vouches that it holds, signed so that a phone may delete its copy."""

import base64
import hashlib
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.checklists.model import canonical
from app.db import Database
from app.photos.store import Store, sync


class Signer:
    """The Ed25519 key of this data folder, `receipt.key` among its secrets; made on first use."""

    def __init__(self, folder: Path) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(_secret(folder / "receipt.key"))
        self._raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = hashlib.sha256(self._raw).hexdigest()[:16]

    def sign(self, content: dict[str, Any]) -> str:
        """The signature, in Base64, over the canonical JSON of the content."""
        return base64.b64encode(self._key.sign(canonical(content).encode())).decode()

    def public_key(self) -> dict[str, str]:
        """The answer of GET /api/receipt-key."""
        pem = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return {
            "key": self.id,
            "algorithm": "Ed25519",
            "public_key": base64.b64encode(self._raw).decode(),
            "pem": pem.decode(),
        }


@cache
def signer(folder: Path) -> Signer:
    """The signer of a folder of secrets, read once for each process."""
    return Signer(folder)


def receipt(db: Database, store: Store, by: Signer, submission: str) -> dict[str, Any]:
    """What is held of a submission at this moment (see the contract). Raises NotFound.

    A photo is held when its row and its whole file are there; one that cannot be decoded is held as well, and listed
    as quarantined. Only photos that this submission names are spoken of.
    """
    row = db.one("SELECT id, sha256, received_at FROM submissions WHERE id = :id", id=submission)
    photos = _photos(db, store, submission)
    content = {
        "submission": row["id"],
        "sha256": row["sha256"],
        "received_at": row["received_at"],
        "photos": photos,
        "complete": not photos["missing"],
        "key": by.id,
    }
    return content | {"signature": by.sign(content)}


def _photos(db: Database, store: Store, submission: str) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {"held": [], "missing": [], "quarantined": []}
    for row in db.rows(
        """SELECT DISTINCT observation_photos.sha256, photos.size, photos.state
           FROM observation_photos LEFT JOIN photos ON photos.sha256 = observation_photos.sha256
           WHERE submission = :id ORDER BY observation_photos.sha256""",
        id=submission,
    ):
        there = row["size"] is not None and store.holds(row["sha256"], row["size"])
        place = "missing" if not there else "quarantined" if row["state"] == "quarantined" else "held"
        lists[place].append(row["sha256"])
    return lists


def _secret(file: Path) -> bytes:
    """The 32 bytes of the private key. Of several processes that make it at once, one wins and all use its key."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync(file.parent.parent)
        aside = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        _write(aside, Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
        try:
            with suppress(FileExistsError):  # another process was faster
                os.link(aside, file)
        finally:
            aside.unlink()
        sync(file.parent)
    return file.read_bytes()


def _write(file: Path, content: bytes) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(handle)
