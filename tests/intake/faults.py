"""Faults beneath the program: each point at which a request puts something on the disk, and what can go wrong there.

The points are met where Python hands over to the system (`os`, files, the connection to SQLite), so that the product
needs no hook. `killed` is what SIGKILL leaves: the folder is copied as it lies at that very moment, and whatever the
dying process still tidies up happens in the former folder, which nobody looks at again.
"""

import errno
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import db as base

FULL, BROKEN, KILLED = "full", "broken", "killed"
KINDS = (FULL, BROKEN, KILLED)
WRITES = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT", "VACUUM")
_SQLITE = {FULL: "database or disk is full", BROKEN: "disk I/O error"}
_SYSTEM = {FULL: errno.ENOSPC, BROKEN: errno.EIO}


class Killed(BaseException):
    """The process is no more: nothing of the product catches this."""


class Faults:
    """Under `watched()`, counts the points that a request passes and lets the one that was armed go wrong."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.passed: list[str] = []
        self.fired: str | None = None
        self._armed: tuple[str, int] | None = None
        self._left: Path | None = None

    @contextmanager
    def armed(self, kind: str | None, at: int = 0) -> Iterator[None]:
        """Within the block the point number `at` fails; without a kind the points are only counted."""
        self.passed, self.fired, self._left = [], None, None
        self._armed = (kind, at) if kind else None
        try:
            yield
        finally:
            self._armed = None

    def meets(self, point: str, error: Callable[[str], Exception]) -> None:
        number = len(self.passed)
        self.passed.append(point)
        if self._armed is None or self._armed[1] != number:
            return
        kind, self.fired = self._armed[0], point
        self._armed = None
        if kind == KILLED:
            self._left = self.folder.with_name(f"{self.folder.name}-")
            shutil.copytree(self.folder, self._left)
            raise Killed(point)
        raise error(kind)

    def buried(self) -> Path:
        """What the killed process left is the folder from now on."""
        assert self._left, "nobody was killed"
        self.folder = self._left
        return self.folder

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Every write of this process passes here; a write that waits for another one gives up soon."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("fsync", "replace", "mkdir"):
                patch.setattr(os, name, self._system(name, getattr(os, name)))
            patch.setattr(tempfile, "NamedTemporaryFile", self._files(tempfile.NamedTemporaryFile))
            patch.setattr(base, "PATIENCE", 0.02)
            patch.setattr(base, "_connected", self._connected)
            yield

    def _system(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*values: Any, **named: Any) -> Any:
            self.meets(name, _system_error)
            return real(*values, **named)

        return called

    def _files(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def made(*values: Any, **named: Any) -> Any:
            self.meets("file", _system_error)
            file = real(*values, **named)
            write = file.write

            def written(content: bytes) -> int:
                self.meets("write", _system_error)
                return int(write(content))

            file.write = written
            return file

        return made

    def _connected(self, path: Path) -> sqlite3.Connection:
        meets = self.meets

        class Watched(sqlite3.Connection):
            def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
                verb = sql.split(None, 1)[0]
                if verb in WRITES:
                    meets(verb, _database_error)
                found = super().execute(sql, *values)
                if verb == "COMMIT":
                    meets("after COMMIT", _database_error)
                return found

        return sqlite3.connect(path, timeout=base.PATIENCE, isolation_level=None, factory=Watched)


def _system_error(kind: str) -> OSError:
    return OSError(_SYSTEM[kind], os.strerror(_SYSTEM[kind]))


def _database_error(kind: str) -> sqlite3.OperationalError:
    return sqlite3.OperationalError(_SQLITE[kind])


@contextmanager
def busy(database: Path) -> Iterator[None]:
    """Another process writes, and goes on doing so."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def no_longer_file(database: Path, pages: int) -> Iterator[None]:
    """The system itself lets no file of this process grow past the database's log and so many pages of it: SQLite's
    own writes fail in the middle of a transaction, and so do those of larger photos."""
    log = database.with_name(database.name + "-wal")
    room = (log.stat().st_size if log.exists() else 0) + pages * 4096
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
