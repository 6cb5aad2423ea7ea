"""Copies of the database: made while the server runs, restored on trial and checked before they count, and put back."""

import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app import clock, journal
from app.config import Settings
from app.db import Database, folded
from app.errors import Refused
from app.photos.store import sync
from app.schema import migrate

NAME = "mingcha-%Y%m%dT%H%M%S.db"
MAKING, RESTORING = ".making-", ".restoring-"  # folders of what is not whole yet
SPARE = 16 << 20  # bytes that the pages and phones of a day may need meanwhile
LEFT = 55 * 60  # seconds after which such a folder is left over: before a run that was cut off is taken again


@dataclass(frozen=True)
class Copy:
    """A copy that was checked; `size` in bytes."""

    path: Path
    made_at: datetime
    size: int


def make(db: Database, settings: Settings, folder: Path | None = None) -> Copy:
    """Copies the database into `folder` (the data folder's `copies/`), restores the copy on trial, checks it and only
    then gives it its name; there the oldest beyond the number of the settings are deleted.

    Raises Refused when the copy is not sound, OSError or sqlite3.Error when it cannot be written; no part is
    left of it, nor of one that was cut off by a kill.
    """
    target = folder or settings.copies_folder
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    sync(target.parent)
    _clear(target, MAKING)
    entries = journal.last(db)
    with TemporaryDirectory(prefix=MAKING, dir=target) as aside:
        made = Path(aside) / "mingcha.db"
        db.copy_to(made)
        made.chmod(0o600)
        sync(made)
        check(made, entries)
        final = target / clock.now().strftime(NAME)
        made.replace(final)
        sync(target)
    if folder is None:
        for old in _by_age(settings, final)[int(settings.copies) :]:
            old.unlink(missing_ok=True)
    return _copy(final)


def check(path: Path, entries: int = 0, name: str = "") -> int:
    """Restores a copy on trial, beside it, and reads it as the program would; gives the length of its journal.

    Raises Refused when it is damaged, is not of this program, has a broken journal or one shorter than `entries`; it
    tells the operator's `name` of the copy, and not that of the trial.
    """
    name = name or path.name
    with TemporaryDirectory(prefix=".trial-", dir=path.parent) as aside:
        restored = Path(aside) / "mingcha.db"
        shutil.copyfile(path, restored)
        try:
            migrate(restored)
        except Refused as problem:
            raise Refused(str(problem).replace(str(restored), name)) from problem
        with closing(Database(restored)) as db:
            flaws = db.flaws() + list(journal.verify(db))
            found = journal.last(db)
    if found < entries:
        flaws.append(f"its journal ends at entry {found} of {entries}")
    if flaws:
        raise Refused(f"The copy {name} is not sound: {'; '.join(flaws[:20])}.")
    return found


def room(settings: Settings) -> int:
    """Bytes that the making of the next copy needs beside the database: the copy, and what is restored on trial."""
    return 2 * settings.database.stat().st_size + SPARE


def listed(settings: Settings) -> list[Copy]:
    """The checked copies of the data folder, newest first."""
    return [_copy(path) for path in sorted(settings.copies_folder.glob("mingcha-*.db"), reverse=True)]


def _by_age(settings: Settings, newest: Path) -> list[Path]:
    """All copies, beginning with the one just made. What is named after a later moment was made by a clock that ran
    ahead, or the clock is behind now: it counts as older than the rest, and the one just made is never the oldest."""
    names = sorted(settings.copies_folder.glob("mingcha-*.db"), reverse=True)
    return [path for path in names if path <= newest] + [path for path in names if path > newest]


def _clear(folder: Path, prefix: str) -> None:
    """Removes what a kill or a power cut left of copies; what somebody is making at the moment is younger."""
    for left in folder.glob(f"{prefix}*"):
        with suppress(FileNotFoundError):
            if abs(clock.now().timestamp() - left.stat().st_mtime) > LEFT:
                shutil.rmtree(left, ignore_errors=True)


def restore(settings: Settings, path: Path) -> Path | None:
    """Puts a copy in the place of the database; gives where the former one lies now, None when there was none.

    At every moment there is a database, the former one or the copy: a server that found none would begin an empty one.
    Raises Refused when the copy is not sound or a server still runs on the data folder.
    """
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear(settings.folder, RESTORING)
    with TemporaryDirectory(prefix=RESTORING, dir=settings.folder) as aside:
        fresh = Path(aside) / "mingcha.db"
        shutil.copyfile(path, fresh)
        fresh.chmod(0o600)
        sync(fresh)
        check(fresh, name=path.name)
        former = _kept(settings)
        fresh.replace(settings.database)
    sync(settings.folder)
    migrate(settings.database)
    with closing(Database(settings.database)) as db, db.write():
        journal.record(db, None, "database.restored", path.name, former=former.name if former else None)
    return former


def _kept(settings: Settings) -> Path | None:
    """Gives the present database, as one whole file, another name beside its own. Raises Refused when somebody has it
    open."""
    if not settings.database.exists():
        return None
    former = settings.database.with_name(clock.now().strftime("mingcha-before-%Y%m%dT%H%M%S.db"))
    whole = folded(settings.database)
    former.hardlink_to(settings.database)
    for beside in () if whole else ("-wal", "-shm"):  # damaged: kept as it is, with what belongs to it
        with suppress(FileNotFoundError):
            Path(f"{settings.database}{beside}").replace(f"{former}{beside}")
    return former


def _copy(path: Path) -> Copy:
    return Copy(path, datetime.fromtimestamp(path.stat().st_mtime, clock.now().tzinfo), path.stat().st_size)
