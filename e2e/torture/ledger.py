"""What the server really holds, read past the application: its SQLite file and its folder of photos."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

Row = dict[str, Any]


class Ledger:
    """A data folder. Every question opens the database anew: it may have been put back meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.database, self.photos = folder / "mingcha.db", folder / "photos"

    def rows(self, sql: str, *values: Any) -> list[Row]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def person(self, opaque: str) -> str:
        """The id of the person whose phone says it is this one's."""
        found = self.rows("SELECT id FROM people WHERE substr(replace(id, '-', ''), 1, 16) = ?", opaque)
        return str(found[0]["id"])

    def submission(self, name: str) -> Row | None:
        """Its row, with `content`: the observations as rows, in order, each with `photos` as (sha256, at)."""
        found = self.rows("SELECT * FROM submissions WHERE id = ?", name)
        if not found:
            return None
        observations = self.rows("SELECT * FROM observations WHERE submission = ? ORDER BY position", name)
        photos = self.rows("SELECT * FROM observation_photos WHERE submission = ? ORDER BY position", name)
        for one in observations:
            one["value"] = None if one["value"] is None else json.loads(one["value"])
            one["photos"] = [[p["sha256"], p["at"]] for p in photos if p["observation"] == one["id"]]
        return found[0] | {"content": observations}

    def of_device(self, device: str | None) -> list[str]:
        """The ids of all submissions of a phone."""
        return [row["id"] for row in self.rows("SELECT id FROM submissions WHERE device = ?", device)]

    def holds(self, sha256: str, person: str | None = None) -> bool:
        """Whether the photo's row is there, its sender is noted, and its file has exactly the bytes of its name."""
        if not self.rows("SELECT 1 FROM photos WHERE sha256 = ?", sha256):
            return False
        if person and not self.rows("SELECT 1 FROM photo_senders WHERE sha256 = ? AND person = ?", sha256, person):
            return False
        file = self.photos / sha256[:2] / sha256
        return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == sha256

    def site_and_checklist(self) -> Row:
        """A site, and a checklist with many items, as an unplanned check names them."""
        site = self.rows("SELECT id, name FROM sites ORDER BY name LIMIT 1")[0]
        found = self.rows(
            """SELECT checklist_versions.id, checklist_versions.version, content FROM checklist_current
               JOIN checklist_versions USING (id, version) WHERE checklist_current.id = 'CL02'"""
        )[0]
        items = [item["id"] for section in json.loads(found["content"])["sections"] for item in section["items"]]
        return {
            "site": site["id"],
            "name": site["name"],
            "checklists": [{"id": found["id"], "version": found["version"]}],
            "items": items[:6],
        }
