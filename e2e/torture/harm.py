"""Faults inside the server's process, one for each request whose header asks for it; the product's code knows nothing.

`Torture-Fault: name;k`. A fault that came is told in the answer's `Torture-Fired`; a killed process tells nothing.
"""

import errno
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from types import SimpleNamespace
from typing import Any

from app import copies
from app.config import Settings
from app.db import Database
from app.photos import store

ASKED = "HTTP_TORTURE_FAULT"
KILLS = {
    "SIGKILL before commit",
    "SIGKILL after commit",
    "SIGKILL between photo rename and commit",
    "restart during backup",
}
WRITES = ("INSERT", "UPDATE", "DELETE")
_here = threading.local()


def due(*names: str) -> bool:
    """Whether one of these faults is asked for by the request of this thread."""
    return getattr(_here, "name", "") in names


def fire() -> None:
    """It comes now."""
    _here.fired = True


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Faulty(sqlite3.Connection):
    """A connection whose statements meet with the fault of the request."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql == "COMMIT" and due("SIGKILL before commit"):
            die()
        if sql == "BEGIN IMMEDIATE" and due("busy database"):
            fire()
            raise sqlite3.OperationalError("database is locked")
        if sql == "COMMIT" and due("I/O error"):
            fire()
            raise sqlite3.OperationalError("disk I/O error")
        if due("disk full") and sql.lstrip().startswith(WRITES):
            fire()
            if self.in_transaction and _here.k % 2:
                super().execute("ROLLBACK")  # as SQLite may do by itself
            raise sqlite3.OperationalError("database or disk is full")
        done = super().execute(sql, *values)
        if sql == "COMMIT" and due("SIGKILL after commit"):
            die()
        return done


def _fsync(handle: int) -> None:
    if due("disk full"):
        fire()
        raise OSError(errno.ENOSPC, "No space left on device")
    os.fsync(handle)


def _replace(source: str, target: Any) -> None:
    if due("I/O error"):
        fire()
        raise OSError(errno.EIO, "Input/output error")
    os.replace(source, target)
    if due("SIGKILL between photo rename and commit"):
        die()


def install(settings: Settings) -> Callable[[Any], Any]:
    """Puts the faults around the store of photos and the database; gives what to put around the application."""
    connect = sqlite3.connect

    def faulty(*given: Any, **options: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = connect(*given, **{"factory": Faulty, **options})
        return made

    sqlite3.connect = faulty  # type: ignore[assignment]
    store.os = SimpleNamespace(**{**vars(os), "fsync": _fsync, "replace": _replace})  # type: ignore[attr-defined,assignment]

    def around(app: Any) -> Any:
        def handle(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            _here.name, _, k = environ.get(ASKED, "").partition(";")
            _here.k, _here.fired = int(k or 0), False
            if due("restart during backup"):
                _backup(settings, dies=_here.k % 2 == 0)

            def told(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                if due(*KILLS):
                    die()  # it met no place to die at: then before the answer
                if _here.fired:
                    headers.append(("Torture-Fired", "1"))
                return start(status, headers, *rest)

            return app(environ, told)  # type: ignore[no-any-return]

        return handle

    return around


def _backup(settings: Settings, dies: bool) -> None:
    """A copy of the database is made; its process ends when the copy is written and not yet checked, or (else) the
    request goes on beside a copy that is never finished."""
    checked = copies.check
    made = threading.Event()

    def check(*given: Any, **options: Any) -> int:
        made.set()
        if dies:
            die()
        threading.Event().wait(30)
        return checked(*given, **options)

    def work() -> None:
        with closing(Database(settings.database)) as db:
            copies.make(db, settings)

    copies.check = check
    threading.Thread(target=work, daemon=True).start()
    made.wait(30)
