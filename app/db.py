"""A thin face on one sqlite-utils database: rows, row, write transaction, bulk. Everything else is plain SQL.

Statements use `:names`, stay portable, and are literals beside the function that runs them; tests read them.
"""

import importlib.util
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlite_utils
from sqlite_utils import Migrations

from app.config import ROOT
from app.errors import NotFound, Refused

Row = dict[str, Any]
PATIENCE = 30.0  # seconds that a write waits for another one
STATEMENTS = 512  # kept compiled by each connection


class Database:
    """One connection, bound to the thread that made it; with `reading` one that leaves the file as it is."""

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        connection = _untouched(path) if reading else _connected(path)
        lasting = () if reading else ("journal_mode=WAL", "synchronous=FULL")
        for pragma in (*lasting, "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        self.path = path
        self.sqlite = sqlite_utils.Database(connection)
        self._connection = connection
        self._turn = _turn(path)
        self._depth = 0
        self._failed = False

    def rows(self, sql: str, /, **values: object) -> list[Row]:
        """Every row of a query, or of a write with RETURNING, as dictionaries."""
        cursor = self._connection.execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, record, strict=True)) for record in cursor.fetchall()]

    def row(self, sql: str, /, **values: object) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(sql, **values)), None)

    def one(self, sql: str, /, **values: object) -> Row:
        """The first row. Raises NotFound."""
        row = self.row(sql, **values)
        if row is None:
            raise NotFound
        return row

    def execute(self, sql: str, /, **values: object) -> int:
        """Runs a write inside `write()` and gives the number of rows it touched."""
        assert self._depth, "a write outside of write()"
        return self._connection.execute(sql, values).rowcount

    def bulk(self, sql: str, /, values: Iterable[Mapping[str, object]]) -> None:
        """Runs one write for every mapping of values, inside `write()`."""
        assert self._depth, "a write outside of write()"
        self._connection.executemany(sql, list(values))

    @contextmanager
    def write(self) -> Iterator[None]:
        """One transaction, begun with BEGIN IMMEDIATE so that reading before writing cannot fail at the upgrade.

        Inside another `write()` it is part of that one: all or nothing. So an exception that leaves an inner one ends
        the whole, also when the outer one catches it: then its end raises RuntimeError and nothing is kept.
        """
        if self._depth:
            yield from self._inner()
            return
        with self._turn:
            yield from self._outer()

    def _outer(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        self._depth, self._failed = 1, False
        try:
            yield
            if self._failed:
                raise RuntimeError("a write inside of this one failed and was caught, so nothing of both was kept")
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk ends it by itself
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0

    def _inner(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._failed = True
            raise

    @contextmanager
    def forgiving(self) -> Iterator[None]:
        """Within it texts whose bytes are no UTF-8 are read with those bytes written out, in place of an error."""
        connection = self._connection
        former, connection.text_factory = connection.text_factory, _written_out
        try:
            yield
        finally:
            connection.text_factory = former

    def close(self) -> None:
        self._connection.close()


class Turn:
    """Whose turn it is to write, among the threads of this process. SQLite lets one write at a time, too, but those who
    wait look again at growing intervals only, and under load the unlucky wait a hundred times as long as the rest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE):
            raise sqlite3.OperationalError("database is locked")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


_turns: dict[Path, Turn] = {}


def _turn(path: Path) -> Turn:
    return _turns.setdefault(path.absolute(), Turn())


class Databases:
    """The database of a data folder, with one kept connection for each thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._threads = threading.local()

    def here(self) -> Database:
        """The connection of the calling thread."""
        database: Database | None = getattr(self._threads, "database", None)
        if database is None:
            database = self._threads.database = Database(self.path)
        return database


def migrate(path: Path) -> list[str]:
    """Applies what is missing of `migrations/` and gives the names of the steps applied.

    Raises Refused when the folder cannot be written or the file comes from a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        database = Database(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise Refused(f"The data folder {path.parent} cannot be written: {error}. Set MINGCHA_DATA.") from error
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is not a database of Mingcha: {error}.") from error
    try:
        steps = _migrations()
        pending = [step.name for step in steps.pending(database.sqlite)]
        _not_newer(database)
        steps.apply(database.sqlite)
        return pending
    except sqlite3.OperationalError as error:
        raise Refused(f"The data folder {path.parent} cannot be written: {error}. Set MINGCHA_DATA.") from error
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is not a database of Mingcha: {error}.") from error
    finally:
        database.close()


def read_only(path: Path) -> Database:
    """The database as it is at this moment, also of a copy that cannot be written: nothing is migrated, and what a
    running server writes meanwhile is not seen.

    Raises Refused when it cannot be read, or is of another version than this program.
    """
    try:
        database = Database(path, reading=True)
        database.sqlite.conn.execute("BEGIN")
        _not_newer(database)
        missing = _known() - _applied(database)
    except sqlite3.OperationalError as error:
        raise Refused(f"{path} cannot be read: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise Refused(f"{path} is not a database of Mingcha: {error}.") from error
    if missing:
        database.close()
        raise Refused(
            f"{path} was written by an older version of Mingcha (step {min(missing)} is missing). Read it with that "
            "version, or update it, or a copy of it, with `mingcha migrate`."
        )
    return database


def schema(database: Database) -> str:
    """The name of the newest migration applied, as `/healthz` shows it."""
    return max(_applied(database), default="")


def writable(database: Database) -> bool:
    """Whether a write transaction can be begun."""
    try:
        with database.write():
            return True
    except sqlite3.OperationalError:
        return False


def _written_out(text: bytes) -> str:
    return text.decode("utf-8", "backslashreplace")


def _connected(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, cached_statements=STATEMENTS)


def _untouched(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing. In a folder that cannot be written, SQLite cannot keep its notes beside the
    file; there a file that nobody is writing (it has no log beside it) is read as one that does not change."""
    place = path.absolute().as_uri()
    connection = sqlite3.connect(f"{place}?mode=ro", uri=True, timeout=30, isolation_level=None)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        return sqlite3.connect(f"{place}?mode=ro&immutable=1", uri=True, isolation_level=None)
    return connection


def _not_newer(database: Database) -> None:
    newer = _applied(database) - _known()
    if newer:
        raise Refused(
            f"{database.path} was written by a newer version of Mingcha (step {max(newer)}). Install that version, or "
            "restore a copy from before the update."
        )


def _applied(database: Database) -> set[str]:
    return {step.name for step in _migrations().applied(database.sqlite)}


def _known() -> set[str]:
    return {file.stem for file in _files()}


def _migrations() -> Migrations:
    steps = Migrations("mingcha")
    for file in _files():
        steps(name=file.stem)(_load(file).step)
    return steps


def _files() -> list[Path]:
    return sorted((ROOT / "migrations").glob("[0-9]*.py"))


def _load(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"migrations.{file.stem}", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
