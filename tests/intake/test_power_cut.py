"""The power is cut: of a real server's folder only that is left which was synced, and what was acknowledged is there.

The calls of `mingcha serve` are recorded while phones send and a copy is made; then the folder is built anew as a disk
would leave it at each answer and each sync, once without anything that was not synced and once, by dice, with some of
it. `MINGCHA_CUTS=20 .venv/bin/python -m pytest tests/intake/test_power_cut.py` throws the dice so often at each point.
"""

import json
import os
import random
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app import copies
from app.people import sessions
from tests import builders
from tests.intake import oracle, tracing
from tests.intake.conftest import new_id
from tests.intake.disk import Disk, Sent
from tests.intake.house import House, World, a_world
from tests.intake.oracle import Ledger
from tests.intake.serving import Server
from tests.intake.tracing import Call
from tests.photos import making

CUTS = int(os.environ.get("MINGCHA_CUTS", "1"))
SEED = int(os.environ.get("MINGCHA_SEED", "20261124"))
WHOLE = 8  # at every so manieth answer the phones send all again, to a server on what is left
CHECKS = 6  # of each phone
SYNCS = {"fsync", "fdatasync"}


@dataclass(frozen=True)
class Recorded:
    """`work` are the paths and contents that the phones sent, each with the phone; `key` the public key they were
    given."""

    world: World
    began: Path
    trace: Path
    work: list[tuple[int, str, bytes]]
    key: dict[str, Any]
    now: datetime


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """A real server's calls, from its start on a folder that never had one until it is stopped."""
    if reason := tracing.missing():
        pytest.skip(reason)
    folder, now = tmp_path_factory.mktemp("power"), datetime.now(UTC)
    world = a_world(folder / "data", now)
    shutil.rmtree(world.folder / "secrets")
    shutil.copytree(world.folder, folder / "began")
    server = Server(world.folder, "", *tracing.command(folder / "trace"))
    with server:
        key = json.loads(server.ask("GET", "/api/receipt-key").content)
        work = [list(_work(world, phone)) for phone in range(len(world.tokens))]
        with ThreadPoolExecutor(3) as pool:
            sending = [pool.submit(_send, server, world.tokens[phone], each[:-2]) for phone, each in enumerate(work)]
            kept = pool.submit(_keep, server, world.admin)
            assert {status for each in sending for status in each.result()} == {201}
            assert kept.result() == {303}
        assert _keep(server, world.admin) == {303}
        for phone, each in enumerate(work):
            assert _send(server, world.tokens[phone], each[-2:]) == [201, 201]
        server.stop()
    flat = [(phone, path, content) for phone, each in enumerate(work) for path, content in each]
    return Recorded(world, folder / "began", folder / "trace", flat, key, now)


def _work(world: World, phone: int) -> Iterator[tuple[str, bytes]]:
    for number in range(CHECKS):
        picture = making.a_jpeg(400, 300, phone * 100 + number)
        photos = [{"sha256": builders.sha256(picture), "at": None}]
        seen = [builders.an_observation(photos=photos), *(builders.an_observation(note="第" * 300) for _ in range(9))]
        yield f"/api/photos/{builders.sha256(picture)}", picture
        yield f"/api/submissions/{new_id()}", builders.body(world.envelopes[phone][number % 2] | {"observations": seen})


def _send(server: Server, token: str, work: list[tuple[str, bytes]]) -> list[int]:
    return [_ask(server, token, "PUT", path, content) for path, content in work]


def _keep(server: Server, token: str) -> set[int]:
    """The database is copied, and its log written back into its file."""
    return {_ask(server, token, "POST", f"/operations/{job}/runs") for job in ("copy", "upkeep")}


def _ask(server: Server, token: str, method: str, path: str, content: bytes | None = None) -> int:
    return server.ask(method, path, content, Cookie=f"{sessions.COOKIE}={token}").status


class Cuts:
    """Goes through a recording and cuts the power again and again."""

    def __init__(self, recorded: Recorded, folder: Path) -> None:
        self.recorded, self.folder = recorded, folder
        self.disk, self.dice = Disk(recorded.world.folder), random.Random(SEED)
        self.contents = {path.rpartition("/")[2]: content for _, path, content in recorded.work}
        sent = {name: {content} for name, content in self.contents.items()}
        self.ledger, self.key, self.points, self.folded = Ledger(sent), False, 0, 0
        self.copied: set[bytes] = set()

    def everywhere(self, calls: Iterator[Call], dice: int = CUTS) -> None:
        """At each answer and each sync; raises AssertionError where something acknowledged is lost."""
        for step in self.disk.replay(calls):
            if isinstance(step, Sent):
                if self._acknowledged(step.content):
                    self._cut(None, whole=len(self.ledger.submissions) % WHOLE == 1)
                    for _ in range(dice):
                        self._cut(self.dice)
            elif step.name in SYNCS:
                self.folded += bool(self.ledger.submissions) and self.disk.path_of(step).endswith("mingcha.db")
                self._cut(None)

    def _acknowledged(self, answer: bytes) -> bool:
        """Notes what an answer promises; tells whether it promises something."""
        head, _, body = answer.partition(b"\r\n\r\n")
        if b"application/json" not in head or not body:
            return False
        told = json.loads(body)
        if told.get("held"):
            self.ledger.photos[told["sha256"]] = self.contents[told["sha256"]]
        elif "signature" in told:
            self.ledger.submissions[told["submission"]] = self.contents[told["submission"]]
        self.key |= "public_key" in told
        return "held" in told or "signature" in told or "public_key" in told

    def _cut(self, dice: random.Random | None, whole: bool = False) -> None:
        self.points += 1
        left = self.folder / f"cut-{self.points}"
        self.disk.image(left, dice)
        oracle.nothing_is_lost(self.ledger, left)
        for copy in (left / "copies").glob("mingcha-*.db"):
            if (content := copy.read_bytes()) not in self.copied:
                assert copies.check(copy) > 0
                self.copied.add(content)
        if self.key:
            assert oracle.public_key(left) == self.recorded.key["public_key"]
        if whole:
            self._goes_on(left)
        shutil.rmtree(left)

    def _goes_on(self, left: Path) -> None:
        """A server that is started on what is left vouches for it, and takes the rest."""
        house = House(replace(self.recorded.world, folder=left), left.with_name("house"), self.recorded.now)
        with house:
            house.ledger = self.ledger.at_this_moment()
            for phone, path, content in self.recorded.work:
                kept = house.ledger.photos if "/photos/" in path else house.ledger.submissions
                known = path.rpartition("/")[2] in kept
                assert house.put(phone, path, content).status_code in ({200} if known else {200, 201})
            assert house.look().submissions.keys() == {one for one in self.contents if "-" in one}
            house.ends_well()


@pytest.fixture
def cuts(recorded: Recorded, tmp_path: Path) -> Iterator[Cuts]:
    shutil.rmtree(recorded.world.folder)
    shutil.copytree(recorded.began, recorded.world.folder)
    yield Cuts(recorded, tmp_path)
    shutil.rmtree(tmp_path)


def test_what_was_acknowledged_survives_a_power_cut_at_any_moment(recorded: Recorded, cuts: Cuts):
    cuts.everywhere(tracing.calls(recorded.trace))
    assert cuts.ledger.submissions.keys() | cuts.ledger.photos.keys() == cuts.contents.keys()
    assert cuts.points > 100
    assert cuts.folded > 1, "the log was never written back between two acknowledgements"
    assert cuts.copied, "there was never a copy to be looked at"


FORGOTTEN = {
    "the database": lambda path: path.endswith(("mingcha.db", "-wal")),
    "photos": lambda path: "/incoming/" in path,
    "the folders of photos": lambda path: "/photos" in path and "/incoming/" not in path,
    "the folder of the key": lambda path: path.endswith("/secrets"),
}


@pytest.mark.parametrize("forgets", FORGOTTEN)
def test_a_server_that_does_not_sync_is_found_out(recorded: Recorded, cuts: Cuts, forgets):
    """The same recording without some of its syncs, as if the program had left them out."""
    replay = tracing.calls(recorded.trace)
    asked = (call for call in replay if not (call.name in SYNCS and FORGOTTEN[forgets](cuts.disk.path_of(call))))
    with pytest.raises(AssertionError):
        cuts.everywhere(asked, dice=0)
