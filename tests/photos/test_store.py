"""Bytes are on the disk under their hash, whole, or not at all."""

import hashlib
import os
from io import BytesIO

import pytest

from app import clock
from app.errors import Invalid, NotFound, TooLarge, Unavailable
from app.photos.store import LIMIT, Store

CONTENT = b"some bytes"
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "data" / "photos")


def files(store: Store) -> list[str]:
    return sorted(file.name for file in store.folder.rglob("*") if file.is_file())


def test_bytes_come_back_as_they_came(store):
    assert store.keep(SHA, BytesIO(CONTENT)) == len(CONTENT)
    assert store.original(SHA).read_bytes() == CONTENT
    assert store.holds(SHA, len(CONTENT))
    assert files(store) == [SHA]


def test_a_wrong_hash_leaves_nothing(store):
    with pytest.raises(Invalid):
        store.keep("0" * 64, BytesIO(CONTENT))
    assert files(store) == []


def test_too_much_leaves_nothing(store):
    with pytest.raises(TooLarge):
        store.keep(SHA, BytesIO(bytes(LIMIT + 1)))
    assert files(store) == []


def test_exactly_the_limit_is_taken(store):
    full = bytes(LIMIT)
    assert store.keep(hashlib.sha256(full).hexdigest(), BytesIO(full)) == LIMIT


def test_a_stream_that_breaks_leaves_nothing(store):
    class Broken(BytesIO):
        def read(self, *_: object) -> bytes:
            raise ConnectionResetError

    with pytest.raises(Unavailable):
        store.keep(SHA, Broken())
    assert files(store) == []


def test_a_full_disk_is_said_and_leaves_nothing(store, monkeypatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable):
        store.keep(SHA, BytesIO(CONTENT))
    assert files(store) == []


def test_file_and_folders_are_synced_before_it_returns(store, monkeypatch):
    done, fsync, replace = [], os.fsync, os.replace

    def note_sync(handle: int) -> None:
        done.append(("sync", os.readlink(f"/proc/self/fd/{handle}")))
        fsync(handle)

    def note_replace(source: str, target: object) -> None:
        done.append(("rename", str(target)))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_replace)
    store.keep(SHA, BytesIO(CONTENT))
    target = store.folder / SHA[:2]
    renamed = done.index(("rename", str(target / SHA)))
    assert any(kind == "sync" and "/incoming/" in path for kind, path in done[:renamed])
    assert ("sync", str(target)) in done[renamed:]
    above = [store.folder, store.folder.parent, store.folder.parent.parent]
    assert all(("sync", str(folder)) in done for folder in above)


def test_a_shortened_file_is_not_held(store):
    store.keep(SHA, BytesIO(CONTENT))
    store.original(SHA).write_bytes(CONTENT[:3])
    assert not store.holds(SHA, len(CONTENT))


def test_what_is_not_there_is_not_found(store):
    assert not store.holds(SHA, 1)
    with pytest.raises(NotFound):
        store.original(SHA)


def test_only_old_leftovers_are_swept(store):
    store.keep(SHA, BytesIO(CONTENT))
    old, young = store.folder / "incoming" / "old", store.folder / "incoming" / "young"
    for file in (old, young):
        file.write_bytes(b"half")
    now = clock.now().timestamp()
    os.utime(old, (now, now - 25 * 3600))
    os.utime(young, (now, now - 23 * 3600))
    assert store.sweep() == 1
    assert files(store) == sorted([SHA, "young"])


def test_sweeping_an_empty_store_is_no_error(store):
    assert store.sweep() == 0
