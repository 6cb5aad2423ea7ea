"""The world that is measured: the demo's, made once, and what a phone sends in it."""

import json
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.checklists import versions
from app.config import Settings, read
from app.db import Database
from app.errors import Refused
from app.org import sites
from app.org.sites import Site
from app.serving import prepare

FORM = "CL02"


def made(folder: Path) -> Settings:
    """The demo world in a folder."""
    settings = read({}, data=str(folder))
    prepare(settings, demo=True)
    return settings


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    """The database of a folder, closed again at the end: whoever keeps one open while the folder is copied loses the
    locks on it, as POSIX has them, with the first of its files that is closed. The next program then cuts off the
    memory that SQLite shares, and a later write to the forgotten one ends the process with a bus error."""
    db = Database(read({}, data=str(folder)).database)
    try:
        yield db
    finally:
        db.close()


def roomy(folder: Path, needed: float) -> None:
    """Raises Refused unless the disk of a folder has so many bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(
            f"This needs {needed / 1e9:.1f} GB on the disk of {folder}, where {free / 1e9:.1f} GB are free. "
            "Make room, or give a folder elsewhere: python -m bench --folder FOLDER."
        )


def halls(db: Database) -> list[Site]:
    """Every hall."""
    return [site for site in sites.everywhere(db) if site.kind == "hall"]


def envelope(db: Database, photos: int, failings: int = 0, hall: int = 0) -> str:
    """A whole unplanned check: every item of the hall's checklist answered, `failings` of them failed, and `photos` of
    those with a photo each (at least so many are failed). @ stands where the name of a photo comes, # for the last part
    of each id."""
    failings = max(photos, failings)
    form = versions.get(db, FORM, versions.current_version(db, FORM) or "")
    site = halls(db)[hall]
    posts = sites.posts(db, site.id)
    observations = [
        {
            "id": f"{str(uuid.uuid4())[:24]}#",
            "item": item.id,
            "post": posts[number % len(posts)],
            "verdict": "fail" if number < failings else "pass",
            "value": None,
            "note": "高峰时段客户等候超过十分钟,引导员未到岗疏导。" if number < failings else "",
            "at": "2026-11-24T10:38:12+08:00",
            "bulk": number >= failings,
            "photos": [{"sha256": "@", "at": "2026-11-24T10:38:10+08:00", "caption": ""}] if number < photos else [],
        }
        for number, item in enumerate(form.items)
    ]
    return json.dumps(
        {
            "protocol": 1,
            "visit": None,
            "site": site.id,
            "approach": "open",
            "replaces": None,
            "note": "",
            "checklists": [{"id": form.id, "version": form.version}],
            "started_at": "2026-11-24T09:12:03+08:00",
            "finished_at": "2026-11-24T10:40:00+08:00",
            "device": {"id": str(uuid.uuid4()), "counter": 42},
            "location": None,
            "observations": observations,
        },
        ensure_ascii=False,
    )
