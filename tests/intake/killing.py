"""`mingcha serve` that kills itself: the program as it is, and SIGKILL at a point that a file names.

`python -m tests.intake.killing FILE serve …`: when a request is about to make the call that FILE names, FILE is taken
away and the process is killed. So a test says when, and what is started again lives.
"""

import os
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import db
from app.cli import main

POINTS = {
    "before the photo is synced": "fsync of a file",
    "before the photo is renamed": "replace of a photo",
    "between the photo's name and its row": "fsync of a folder",
    "before the row is committed": "COMMIT",
    "after the row is committed": "after COMMIT",
    "while the database is copied": "after VACUUM",
    "before the copy gets its name": "replace of a copy",
}


def dies(file: Path) -> None:
    """Patches what Python hands over to the system; what the timetable does meanwhile is left alone."""

    def meets(met: str) -> None:
        if not threading.current_thread().name.startswith("waitress") or not file.exists():
            return
        if met == POINTS[file.read_text()]:
            file.unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        meets("fsync of a folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "fsync of a file")
        fsync(handle)

    def replaced(source: Any, target: Any) -> None:
        meets("replace of a copy" if str(target).endswith(".db") else "replace of a photo")
        replace(source, target)

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            verb = sql.split(None, 1)[0]
            meets(verb)
            found = super().execute(sql, *values)
            meets(f"after {verb}")
            return found

    os.fsync, os.replace = synced, replaced
    connected: Callable[[Path], sqlite3.Connection] = lambda path: sqlite3.connect(  # noqa: E731
        path, timeout=db.PATIENCE, isolation_level=None, factory=Watched
    )
    db._connected = connected


if __name__ == "__main__":
    dies(Path(sys.argv.pop(1)))
    main()
