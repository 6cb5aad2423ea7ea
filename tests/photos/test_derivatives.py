"""The job takes what has arrived to `ready` or `quarantined`; the original bytes stay as they are in both."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO

import pytest

from app.db import Database
from app.errors import NotFound
from app.photos import derive, pictures, records
from app.photos.store import Store
from tests.photos import making


@pytest.fixture
def store(settings) -> Store:
    return Store(settings.photos)


@pytest.fixture
def arrived(db, store):
    """Some bytes that have just been received; gives their hash."""

    def keep(content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        size = store.keep(sha256, BytesIO(content))
        with db.write():
            records.add(db, sha256, size)
        return sha256

    return keep


def test_a_photo_becomes_ready_with_both_derivatives(db, store, arrived):
    sha256 = arrived(making.a_jpeg(2000, 1000))
    assert derive.work(db, store) == 1
    assert records.find(db, sha256).state == "ready"
    made = records.derivatives(db, sha256)
    assert {(d.kind, d.type, d.width, d.height) for d in made.values()} == {
        ("view", "image/jpeg", 1600, 800),
        ("thumb", "image/webp", 320, 160),
    }
    for derivative in made.values():
        assert store.derivative(derivative.name).stat().st_size > 0
        assert records.derivative(db, derivative.name) == derivative


def test_names_of_derivatives_tell_nothing(db, store, arrived):
    first = arrived(making.a_jpeg(seed=1))
    second = arrived(making.a_jpeg(seed=2))
    derive.work(db, store)
    names = {d.name for sha in (first, second) for d in records.derivatives(db, sha).values()}
    assert len(names) == 4
    assert not any(name[:8] in first + second for name in names)


@pytest.mark.parametrize(
    ("content", "reason"),
    [("不是照片".encode(), pictures.UNKNOWN), (b"", pictures.EMPTY), (making.a_bomb(), pictures.BOMB)],
)
def test_what_cannot_be_decoded_is_set_aside_and_kept(db, store, arrived, content, reason):
    sha256 = arrived(content)
    derive.work(db, store)
    photo = records.find(db, sha256)
    assert (photo.state, photo.reason) == ("quarantined", reason)
    assert store.original(sha256).read_bytes() == content
    assert records.derivatives(db, sha256) == {}


def test_one_bad_photo_does_not_stop_the_others(db, store, arrived):
    arrived(b"bad")
    good = arrived(making.a_jpeg())
    derive.work(db, store)
    assert records.find(db, good).state == "ready"


def test_work_is_done_in_portions_and_never_twice(db, store, arrived):
    for seed in range(3):
        arrived(making.a_jpeg(64, 64, seed))
    assert [derive.work(db, store, limit=2) for _ in range(3)] == [2, 1, 0]


def test_a_file_that_vanished_does_not_block_the_queue_and_heals(db, store, arrived):
    content = making.a_jpeg()
    sha256 = arrived(content)
    store.original(sha256).unlink()
    derive.work(db, store)
    assert records.find(db, sha256).reason == derive.GONE
    assert not records.held(db, store, sha256)
    arrived(content)
    derive.work(db, store)
    assert records.find(db, sha256).state == "ready"


def test_several_workers_at_once_make_one_set(db, store, arrived, settings):
    photos = [arrived(making.a_jpeg(64, 64, seed)) for seed in range(6)]

    def worker(_: int) -> None:
        own = Database(settings.database)
        derive.work(own, store)
        own.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: copy_context().run(worker, n), range(4)))
    named = {d.name for sha in photos for d in records.derivatives(db, sha).values()}
    assert len(named) == 12
    on_disk = {file.name for file in (store.folder / "views").glob("*/*")}
    assert on_disk == named


def test_a_name_that_nobody_gave_is_not_found(db, store):
    with pytest.raises(NotFound):
        records.derivative(db, "../../../mingcha.db")
    with pytest.raises(NotFound):
        store.derivative("0" * 32)
