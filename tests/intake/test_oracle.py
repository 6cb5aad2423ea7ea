"""The oracle is worth what it finds: mistakes are planted in the product one at a time, and each is found out."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature

from app.errors import Problem
from app.intake import photos, receipts, rows, submissions
from app.photos.store import Store
from tests import builders
from tests.intake.conftest import new_id
from tests.intake.faults import BROKEN
from tests.intake.house import House, a_world
from tests.photos import making

PICTURE = making.a_jpeg(320, 240, 9)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory):
    return a_world(tmp_path_factory.mktemp("oracle") / "data")


def acknowledges_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    real = submissions.take

    def take(*values: object) -> bool:
        try:
            return real(*values)
        except sqlite3.OperationalError:
            return True

    patch.setattr(submissions, "take", take)
    patch.setattr(receipts, "receipt", lambda *_: {"submission": "", "photos": {}})


def acknowledges_a_photo_that_could_not_be_written(patch: pytest.MonkeyPatch) -> None:
    real = photos.take

    def take(*values: object, **named: object) -> bool:
        try:
            return real(*values, **named)
        except Problem:
            return True

    patch.setattr(photos, "take", take)


def cuts_photos_short(patch: pytest.MonkeyPatch) -> None:
    real = Store.keep

    def keep(self: Store, sha256: str, stream: object) -> int:
        size = real(self, sha256, stream)
        self.original(sha256).write_bytes(self.original(sha256).read_bytes()[:-1])
        return size

    patch.setattr(Store, "keep", keep)


def keeps_the_bodies_otherwise(patch: pytest.MonkeyPatch) -> None:
    real = rows.insert
    patch.setattr(rows, "insert", lambda db, row: real(db, row | {"body": row["body"] + b" "}))


def loses_observations(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows, "insert_content", lambda *_: None)


def vouches_for_photos_that_are_missing(patch: pytest.MonkeyPatch) -> None:
    named = {"held": [builders.sha256(PICTURE)], "missing": [], "quarantined": []}
    patch.setattr(receipts, "_photos", lambda *_: named)


def signs_something_else(patch: pytest.MonkeyPatch) -> None:
    real = receipts.Signer.sign
    patch.setattr(receipts.Signer, "sign", lambda self, content: real(self, content | {"complete": True}))


def takes_the_submission_again(patch: pytest.MonkeyPatch) -> None:
    real = submissions.journal.record

    def record(*values: object, **detail: object) -> int:
        real(*values, **detail)
        return real(*values, **detail)

    patch.setattr(submissions.journal, "record", record)


PLANTED: list[Callable[[pytest.MonkeyPatch], None]] = [
    acknowledges_before_the_commit,
    acknowledges_a_photo_that_could_not_be_written,
    cuts_photos_short,
    keeps_the_bodies_otherwise,
    loses_observations,
    vouches_for_photos_that_are_missing,
    signs_something_else,
    takes_the_submission_again,
]


def everything(house: House) -> None:
    """A check before and after its photo, each once with a broken disk."""
    seen = builders.an_observation(photos=[{"sha256": builders.sha256(PICTURE), "at": None}])
    name, body = new_id(), builders.body(house.world.envelopes[0][0] | {"observations": [seen]})
    for at in (1, 4, 6, None):
        house.submit(0, name, body, None if at is None else (BROKEN, at))
        house.look()
        house.photo(0, PICTURE, None if at is None else (BROKEN, at))
        house.look()
    house.submit(0, name, body)
    house.look()


@pytest.mark.parametrize("plants", PLANTED, ids=lambda plants: plants.__name__)
def test_a_planted_mistake_is_found_out(world, tmp_path: Path, plants):
    with pytest.MonkeyPatch.context() as patch, House(world, tmp_path / "house") as house:
        plants(patch)
        with pytest.raises((AssertionError, InvalidSignature)):
            everything(house)


def test_without_one_nothing_is_found(world, tmp_path: Path):
    with House(world, tmp_path / "house") as house:
        everything(house)
