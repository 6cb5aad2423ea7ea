"""A thin face on one sqlite-utils database: rows, row, write transaction, bulk. Everything else is plain SQL.

Statements use `:names`, stay portable, and are literals beside the function that runs them; tests read them.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import sqlite_utils

from app.errors import NotFound, Refused

Row = dict[str, Any]
PATIENCE = 30.0  # seconds that a write waits for another one
TRIAL = 1 << 16  # bytes of room without which nothing more is taken for writable
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

    def copy_to(self, path: Path) -> None:
        """Writes the database as it is at this moment into a new file, while others go on writing."""
        self._connection.execute("VACUUM INTO :path", {"path": str(path)})

    def flaws(self) -> list[str]:
        """What the engine finds broken in the file: pages, indexes, references between tables. Nothing when sound."""
        found = [str(row[0]) for row in self._connection.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
        orphans = self._connection.execute("PRAGMA foreign_key_check").fetchmany(20)
        return found + [f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is missing" for row in orphans]

    def upkeep(self) -> None:
        """Renews what the engine knows for planning its queries, and writes its log back into the file. Raises Refused
        when the file is not sound."""
        with self._turn:  # the engine writes after it has read, and would give up when another write came between
            self._connection.execute("PRAGMA optimize")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if flaws := self.flaws():
            raise Refused(f"The database {self.path} is damaged: {'; '.join(flaws)}.")

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


def writable(database: Database) -> bool:
    """Whether a write transaction can be begun, and there is room on the disk for what it would write."""
    try:
        with database.write(), TemporaryFile(dir=database.path.parent, buffering=0) as trial:
            return trial.write(bytes(TRIAL)) == TRIAL
    except (sqlite3.OperationalError, OSError):
        return False


def folded(path: Path) -> bool:
    """Writes the log beside a database back into its file, which is then whole by itself; False when it is damaged.
    Raises Refused while somebody has it open.
    """
    connection = sqlite3.connect(path, timeout=1, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=DELETE")
        return True
    except sqlite3.OperationalError as error:
        raise Refused(f"The database {path} is in use ({error}). Stop the server first.") from error
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


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
