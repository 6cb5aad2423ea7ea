"""A server in this process that can be killed at a point of a request and begins anew on what it left, its phones, and
what they were told. Every answer is judged as it comes."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import audit, clock, copies, create_app
from app.checklists import versions
from app.config import read
from app.db import Database, Databases
from app.errors import Refused
from app.intake import receipts
from app.people import sessions
from app.photos.store import Store
from app.schema import migrate
from tests import builders
from tests.conftest import NOW, shipped
from tests.intake import oracle
from tests.intake.faults import Faults, Killed, busy, no_longer_file
from tests.intake.oracle import Ledger

Fault = tuple[str, int] | None
BUSY, NO_LONGER = "busy", "no longer file"


@dataclass(frozen=True, eq=False)
class World:
    """A data folder to be copied, the tokens of two inspectors and an administrator, and for each inspector the drafts
    to be finished."""

    folder: Path
    tokens: tuple[str, ...]
    admin: str
    envelopes: tuple[tuple[dict[str, Any], ...], ...]


def a_world(folder: Path, now: datetime = NOW) -> World:
    """Each inspector has an open visit, and can begin an unplanned check."""
    settings = read({}, data=str(folder))
    with clock.at(now):
        migrate(settings.database)
        with closing(Database(settings.database)) as db:
            for checklist in shipped()[0]:
                versions.ship(db, checklist)
            cast = builders.a_cast(db)
            people = (cast.inspector, cast.inspector2)
            tokens = tuple(sessions.open_session(db, one.id, "pytest", f"device-{one.id[:8]}") for one in people)
            admin = sessions.open_session(db, cast.admin.id, "pytest", "desk")
            planned = [builders.an_envelope(db, builders.a_visit(db, cast, inspector=one.id)) for one in people]
            own = builders.an_envelope(db, None, site=cast.hall.id, approach="open")
            db.upkeep()
    receipts.signer(settings.secrets)
    return World(folder, tokens, admin, tuple((one, own) for one in planned))


@cache
def an_application() -> Flask:
    return create_app(read({}, data="/nowhere"))


class House:
    """`put` and its like give the answer, None when the server was killed over it; then it runs again already."""

    def __init__(self, world: World, folder: Path, now: datetime = NOW) -> None:
        shutil.copytree(world.folder, folder)
        self.world, self.now = world, now
        self.faults, self.ledger = Faults(folder), Ledger()
        self.copies: dict[str, Ledger] = {}
        self._stack = ExitStack()

    def __enter__(self) -> "House":
        self._stack.enter_context(self.faults.watched())
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._stack.close()
        shutil.rmtree(self.folder)

    @property
    def folder(self) -> Path:
        return self.faults.folder

    def start(self) -> None:
        """All that a process keeps of a folder is new; building the application again would only take longer."""
        self.settings = read({}, data=str(self.folder))
        self.app = an_application()
        self.app.extensions["settings"] = self.settings
        self.app.extensions["databases"] = Databases(self.settings.database)
        self.app.extensions["photos"] = Store(self.settings.photos)
        self.phones = [self._phone(token) for token in self.world.tokens]
        with self.time():
            self.key = self.phones[0].get("/api/receipt-key").json

    def stop(self) -> None:
        self.db.close()
        receipts.signer.cache_clear()

    @property
    def db(self) -> Database:
        return self.app.extensions["databases"].here()

    @contextmanager
    def time(self) -> Iterator[None]:
        """Each thing takes a minute."""
        self.now += timedelta(minutes=1)
        with clock.at(self.now):
            yield

    def put(self, phone: int, path: str, content: bytes, fault: Fault = None) -> TestResponse | None:
        """A phone sends; what it is told is noted, and judged."""
        answer = None
        with self.time(), self._going_wrong(fault):
            answer = self.phones[phone].put(path, data=content)
        if answer is not None:
            self._judged(answer, path, content)
        return answer

    def photo(self, phone: int, content: bytes, fault: Fault = None) -> TestResponse | None:
        return self.put(phone, f"/api/photos/{builders.sha256(content)}", content, fault)

    def submit(self, phone: int, name: str, body: bytes, fault: Fault = None) -> TestResponse | None:
        self.ledger.sent.setdefault(name, set()).add(body)
        return self.put(phone, f"/api/submissions/{name}", body, fault)

    def get(self, phone: int, path: str) -> TestResponse:
        with self.time():
            return self.phones[phone].get(path)

    def work(self, job: Any, fault: Fault = None) -> bool:
        """Does something beside the requests, as a job or a command; tells whether it went well."""
        with self.time(), self._going_wrong(fault):
            try:
                job()
            except (OSError, sqlite3.OperationalError, Refused):
                assert self.faults.fired or fault, "it failed without a fault"
                return False
            return True
        return False

    def backup(self, fault: Fault = None) -> None:
        """A copy is made; what was acknowledged by then is in it."""
        before, made = self.ledger.at_this_moment(), []
        if self.work(lambda: made.append(copies.make(self.db, self.settings).path.name), fault):
            self.copies[made[0]] = before

    def restore(self, name: str, fault: Fault = None) -> None:
        """The operator stops the server, puts a copy back, if need be a second time, and starts it again."""
        self.stop()
        before, after = self.ledger, self.copies[name]
        while not self.work(lambda: copies.restore(self.settings, self.settings.copies_folder / name), fault):
            found, fault = oracle.held(self.folder).submissions, None
            assert found.keys() >= before.submissions.keys() or found.keys() >= after.submissions.keys()
            self.stop()
        files = oracle.held(self.folder).photos
        self.ledger = after.at_this_moment()
        self.ledger.photos = {sha256: content for sha256, content in after.photos.items() if sha256 in files}
        self.start()

    def loses(self, sha256: str) -> None:
        """Somebody deletes the file of a photo, or a disk that was put back does not have it."""
        for path in self.settings.photos.glob(f"??/{sha256}"):
            path.unlink()
        self.ledger.photos.pop(sha256, None)

    def look(self) -> oracle.Held:
        return oracle.nothing_is_lost(self.ledger, self.folder)

    def ends_well(self) -> None:
        """What a kill left is cleared away in time, and the journal tells of all that is here."""
        self.look()
        self.backup()
        with clock.at(clock.now() + clock.days(2)):
            Store(self.settings.photos).sweep()
            copies.make(self.db, self.settings)
        left = [*self.settings.photos.glob("incoming/*"), *self.settings.copies_folder.glob(f"{copies.MAKING}*")]
        assert left == []
        with self.time():
            assert list(audit.breaks(self.db)) == []

    @contextmanager
    def _going_wrong(self, fault: Fault) -> Iterator[None]:
        """The kill ends the block, and the server runs again on what it left."""
        kind, at = fault or (None, 0)
        try:
            with ExitStack() as stack:
                stack.enter_context(self.faults.armed(None if kind in {BUSY, NO_LONGER} else kind, at))
                if kind == BUSY:
                    stack.enter_context(busy(self.settings.database))
                if kind == NO_LONGER:
                    stack.enter_context(no_longer_file(self.settings.database, at))
                yield
        except Killed:
            self.stop()
            shutil.rmtree(self.folder)
            self.faults.buried()
            self.start()

    def _judged(self, answer: TestResponse, path: str, content: bytes) -> None:
        """Acknowledged is 200 or 201 and nothing else; what failed says so as a problem document."""
        name, fired = path.rpartition("/")[2], self.faults.fired
        if answer.status_code in {200, 201}:
            assert fired in {None, "after COMMIT"}, f"{path} was acknowledged after a fault at {fired}"
            kept = self.ledger.photos if "/photos/" in path else self.ledger.submissions
            kept[name] = content
            if "/photos/" not in path:
                oracle.receipt_is_true(answer.json, self.key, oracle.held(self.folder))
        elif answer.status_code >= 500:
            assert (answer.status_code, answer.mimetype) == (503, "application/problem+json"), answer.text
            assert json.loads(answer.text)["detail"]

    def _phone(self, token: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie(sessions.COOKIE, token)
        return client
