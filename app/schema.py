"""The database's schema: brought up to this version in numbered steps, and told from that of another version."""

import importlib.util
import sqlite3
from pathlib import Path
from types import ModuleType

from sqlite_utils import Migrations

from app.config import ROOT
from app.db import Database
from app.errors import Refused


def migrate(path: Path) -> list[str]:
    """Applies what is missing of `migrations/` and gives the names of the steps applied.

    Raises Refused when the folder cannot be written or the file comes from a newer version.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds names and the codes of inspectors
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
