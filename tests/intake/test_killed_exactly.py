"""SIGKILL comes to a real server at one exact point; it starts again, the phone tries again, and all is there once."""

import http.client
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import copies
from app.people import sessions
from tests import builders
from tests.intake import oracle
from tests.intake.conftest import new_id
from tests.intake.house import World, a_world
from tests.intake.killing import POINTS
from tests.intake.oracle import Ledger
from tests.intake.serving import Server
from tests.photos import making

BROKEN = (ConnectionError, http.client.HTTPException)
COPYING = {"while the database is copied", "before the copy gets its name"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return a_world(tmp_path_factory.mktemp("killed") / "data", datetime.now(UTC))


@pytest.fixture(scope="module")
def kill(world: World) -> Path:
    """The file that names the point at which the server dies next."""
    return world.folder.with_name("kill")


@pytest.fixture(scope="module")
def server(world: World, kill: Path) -> Iterator[Server]:
    cookie = f"{sessions.COOKIE}={world.tokens[0]}"
    with Server(world.folder, cookie, program=("tests.intake.killing", str(kill))) as server:
        yield server


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """What was acknowledged over all points."""
    return Ledger()


def dies_over(server: Server, kill: Path, point: str, method: str, path: str, content: bytes | None = None, **headers):
    kill.write_text(point)
    with pytest.raises(BROKEN):
        server.ask(method, path, content, **headers)
    assert not kill.exists()
    server.kill()


@pytest.mark.parametrize("point", sorted(set(POINTS) - COPYING))
def test_the_phone_that_tries_again_has_it_there_once(world, kill, server, ledger, point):
    picture, name = making.a_jpeg(1200, 900, sorted(POINTS).index(point)), new_id()
    seen = builders.an_observation(photos=[{"sha256": builders.sha256(picture), "at": None}])
    body = builders.body(world.envelopes[0][0] | {"observations": [seen]})
    ledger.sent[name] = {body}
    for path, content, kept in (
        (f"/api/photos/{builders.sha256(picture)}", picture, ledger.photos),
        (f"/api/submissions/{name}", body, ledger.submissions),
    ):
        known = False
        if kept is ledger.photos or "row is committed" in point:
            dies_over(server, kill, point, "PUT", path, content)
            oracle.nothing_is_lost(ledger, world.folder)
            server.start()
            known = point == "after the row is committed"
        assert server.ask("PUT", path, content).status == (200 if known else 201)
        kept[path.rpartition("/")[2]] = content
        oracle.nothing_is_lost(ledger, world.folder)
    assert json.loads(server.ask("GET", f"/api/submissions/{name}/receipt").content)["complete"] is True


@pytest.mark.parametrize("point", sorted(COPYING))
def test_a_copy_that_was_cut_off_is_none_and_the_next_one_is_whole(world, kill, server, ledger, point):
    folder, cookie = world.folder / "copies", {"Cookie": f"{sessions.COOKIE}={world.admin}"}
    before = sorted(folder.glob("mingcha-*.db"))
    dies_over(server, kill, point, "POST", "/operations/copy/runs", **cookie)
    assert sorted(folder.glob("mingcha-*.db")) == before
    oracle.nothing_is_lost(ledger, world.folder)
    server.start()
    assert server.ask("POST", "/operations/copy/runs", **cookie).status == 303
    made = sorted(folder.glob("mingcha-*.db"))
    assert set(made) - set(before)
    assert copies.check(made[-1]) > 0
