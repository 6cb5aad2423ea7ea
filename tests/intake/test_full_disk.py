"""A disk that is really full: a file system of a few megabytes, filled to the last byte under a running server."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.people import sessions
from tests import builders
from tests.intake import oracle
from tests.intake.conftest import new_id
from tests.intake.house import World, a_world
from tests.intake.oracle import Ledger
from tests.intake.serving import Answer, Server
from tests.photos import making

SIZE = "24m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own; only root may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("there is no mount here, so no disk can be made that is really full")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(place)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small disk may be mounted here, so none can be really full: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def server(small_disk: Path, tmp_path: Path) -> Iterator[Server]:
    world = a_world(tmp_path / "made", datetime.now(UTC))
    shutil.copytree(world.folder, small_disk / "data")
    with Server(small_disk / "data", f"{sessions.COOKIE}={world.tokens[0]}") as running:
        running.world = world
        yield running


def fill(disk: Path) -> Path:
    """Leaves no byte free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with suppress(OSError):  # no space left
                while file.write(bytes(size)):
                    pass
    assert os.statvfs(disk).f_bavail == 0
    return ballast


def is_refused(answer: Answer) -> None:
    """With a sentence that says what it is and that nothing is lost; it may be sent again."""
    assert (answer.status, answer.type) == (503, "application/problem+json"), answer.content
    assert answer.json["type"] == "urn:mingcha:problem:unavailable"
    assert "暂时写不了。内容没有丢" in answer.json["detail"]


def test_it_says_so_stays_alive_and_takes_everything_once_there_is_room(server, small_disk):
    world: World = server.world
    before, picture = making.a_jpeg(800, 600, 1), making.a_jpeg(1600, 1200, 2)
    photos = [{"sha256": builders.sha256(picture), "at": None}]
    seen = [
        builders.an_observation(photos=photos),
        *(builders.an_observation(note="第" * 1000) for _ in range(600)),
    ]  # more than the log has room for
    name, body = new_id(), builders.body(world.envelopes[0][0] | {"observations": seen})
    ledger = Ledger({name: {body}}, {}, {builders.sha256(before): before})
    work = [(f"/api/photos/{builders.sha256(picture)}", picture), (f"/api/submissions/{name}", body)]
    assert server.ask("PUT", f"/api/photos/{builders.sha256(before)}", before).status == 201
    ballast = fill(small_disk)
    for _ in range(3):
        for path, content in work:
            is_refused(server.ask("PUT", path, content))
    is_refused(server.ask("GET", "/healthz"))
    assert server.process.poll() is None
    assert server.ask("GET", f"/api/photos/{builders.sha256(before)}").content == before
    assert list((server.data / "photos" / "incoming").iterdir()) == []
    ballast.unlink()
    assert server.ask("GET", "/healthz").status == 200
    for path, content in work:
        assert server.ask("PUT", path, content).status == 201
    receipt = json.loads(server.ask("GET", f"/api/submissions/{name}/receipt").content)
    assert (receipt["complete"], receipt["submission"]) == (True, name)
    ledger.submissions[name], ledger.photos[builders.sha256(picture)] = body, picture
    oracle.nothing_is_lost(ledger, server.data)
