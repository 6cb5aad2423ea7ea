"""Each point at which the intake writes fails once in each way: no answer promises more than lies on the disk, and the
phone that tries again has it there exactly once."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import builders
from tests.intake.conftest import new_id
from tests.intake.faults import BROKEN, KILLED, KINDS
from tests.intake.house import House, World, a_world
from tests.photos import making

PICTURE = making.a_jpeg(320, 240, 7)
MOST = 40


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return a_world(tmp_path_factory.mktemp("faults") / "data")


@pytest.fixture
def houses(world: World, tmp_path: Path) -> Callable[[], House]:
    """Another untouched house for each fault."""
    numbers = itertools.count()
    return lambda: House(world, tmp_path / f"house-{next(numbers)}")


def body(world: World, *photos: bytes, **changes: object) -> bytes:
    named = [{"sha256": builders.sha256(content), "at": None} for content in photos]
    return builders.body(world.envelopes[0][0] | {"observations": [builders.an_observation(photos=named)]} | changes)


def sends_photo(house: House, name: str, sent: bytes, fault=None):
    return house.photo(0, PICTURE, fault)


def sends_submission(house: House, name: str, sent: bytes, fault=None):
    return house.submit(0, name, sent, fault)


POINTS = {
    sends_photo: {"mkdir", "fsync", "file", "write", "replace", "BEGIN", "INSERT"},
    sends_submission: {"BEGIN", "INSERT", "UPDATE"},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sends", POINTS, ids=lambda sends: sends.__name__)
def test_at_every_point_of_a_request(houses, world, sends, kind):
    name, sent, met = new_id(), body(world, PICTURE), []
    for at in range(MOST):
        with houses() as house:
            answer = sends(house, name, sent, (kind, at))
            if house.faults.fired is None:
                break
            met.append(house.faults.fired)
            assert (answer is None) is (kind == KILLED)
            assert answer is None or answer.status_code == 503
            house.look()
            done = met[-1] == "after COMMIT"
            assert sends(house, name, sent).status_code == (200 if done else 201)
            assert sends(house, name, sent).status_code == 200
            house.ends_well() if kind == KILLED else house.look()
    assert set(met) == POINTS[sends] | {"COMMIT", "after COMMIT"}
    assert len(met) < MOST


def test_a_photo_that_came_back_is_synced_before_its_row_vouches_for_it(houses):
    """Its row is here from before; its file was lost, and written again by a request whose last sync failed."""
    with houses() as house:
        house.photo(0, PICTURE)
        house.loses(builders.sha256(PICTURE))
        house.photo(0, PICTURE)
        last = len(house.faults.passed) - 1 - house.faults.passed[::-1].index("fsync")
        house.loses(builders.sha256(PICTURE))
        assert house.photo(0, PICTURE, (BROKEN, last)).status_code == 503
        assert house.faults.fired == "fsync"
        assert house.photo(0, PICTURE, (BROKEN, 1)).status_code == 503
        assert house.faults.fired == "fsync"
        assert house.photo(0, PICTURE).status_code == 200
        assert house.faults.passed[:2] == ["fsync", "fsync"]


def test_a_folder_that_was_made_by_who_could_not_sync_it_is_synced_by_who_uses_it(houses):
    with houses() as house:
        killed = -1
        while house.faults.fired != "fsync":
            killed += 1
            house.photo(0, PICTURE, (KILLED, killed))
        assert house.photo(0, PICTURE).status_code == 201
        made = house.faults.passed[: house.faults.passed.index("file")]
        assert made.count("fsync") == 3, "the data folder, that of the photos, and the one they come in by"


@pytest.mark.parametrize("kind", KINDS)
def test_at_every_point_of_a_copy_and_of_putting_it_back(houses, world, kind):
    """A copy that could not be made leaves none; whatever stops the putting back, a database is there: the former one
    or the copy, and never an empty one."""
    earlier, later = new_id(), new_id()
    met = []
    for at in range(MOST):
        with houses() as house:
            house.submit(0, earlier, body(world))
            house.backup((kind, at))
            met.append(house.faults.fired)
            house.backup()
            house.submit(0, later, body(world, note="备份之后"))
            house.restore(next(iter(house.copies)), (kind, at))
            met.append(house.faults.fired)
            assert house.submit(0, later, body(world, note="备份之后")).status_code == 201
            house.look()
        if met[-2:] == [None, None]:
            break
    assert {"VACUUM", "fsync", "replace"} <= set(met)
