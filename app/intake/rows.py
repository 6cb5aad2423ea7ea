"""Writes a submission's rows, within the caller's transaction."""

import json
from datetime import datetime
from typing import Any

from app import clock
from app.db import Database, Row
from app.intake import times


def submission(document: dict[str, Any], arrival: datetime, device_time: str | None) -> Row:
    """The values of a submission's own row, except its id, sender, site, approach, hash and body."""
    device, location = document.get("device") or {}, document.get("location") or {}
    start, finish = times.corrected(document["started_at"], document["finished_at"], arrival, device_time)
    counter = device.get("counter")
    return {
        "visit": document["visit"],
        "replaces": document.get("replaces"),
        "started_at": clock.stamp(start),
        "finished_at": clock.stamp(finish),
        "received_at": clock.stamp(arrival),
        "device": device.get("id"),
        "counter": None if counter is None else int(counter),
        "note": document.get("note", ""),
        "lat": location.get("lat"),
        "lon": location.get("lon"),
        "accuracy": location.get("accuracy_m"),
    }


def insert(db: Database, row: Row) -> bool:
    """Adds the submission's own row unless its id is taken; tells whether it was added."""
    return bool(
        db.execute(
            """INSERT INTO submissions (id, visit, person, site, approach, replaces, sha256, body, started_at,
                                        finished_at, received_at, device, counter, note, lat, lon, accuracy)
               VALUES (:id, :visit, :person, :site, :approach, :replaces, :sha256, :body, :started_at, :finished_at,
                       :received_at, :device, :counter, :note, :lat, :lon, :accuracy)
               ON CONFLICT (id) DO NOTHING""",
            **row,
        )
    )


def insert_content(db: Database, submission: str, document: dict[str, Any], belongs: dict[str, str]) -> None:
    """Adds the rows below the submission's own. `belongs` names the checklist of each item."""
    db.bulk(
        """INSERT INTO submission_checklists (submission, checklist, version)
           VALUES (:submission, :checklist, :version)""",
        [
            {"submission": submission, "checklist": named["id"], "version": named["version"]}
            for named in document["checklists"]
        ],
    )
    db.bulk(
        """INSERT INTO observations (submission, id, checklist, item, post, verdict, value, note, at, bulk, position)
           VALUES (:submission, :id, :checklist, :item, :post, :verdict, :value, :note, :at, :bulk, :position)""",
        [
            _observation(submission, observation, belongs[observation["item"]], position)
            for position, observation in enumerate(document["observations"])
        ],
    )
    db.bulk(
        """INSERT INTO observation_photos (submission, observation, position, sha256, at, caption)
           VALUES (:submission, :observation, :position, :sha256, :at, :caption)""",
        [
            _photo(submission, observation["id"], photo, position)
            for observation in document["observations"]
            for position, photo in enumerate(observation.get("photos", ()))
        ],
    )


def _observation(submission: str, observation: dict[str, Any], checklist: str, position: int) -> Row:
    value = observation.get("value")
    return {
        "submission": submission,
        "id": observation["id"],
        "checklist": checklist,
        "item": observation["item"],
        "post": observation.get("post"),
        "verdict": observation["verdict"],
        "value": None if value is None else json.dumps(value, ensure_ascii=False),
        "note": observation.get("note", ""),
        "at": observation.get("at"),
        "bulk": int(observation.get("bulk", False)),
        "position": position,
    }


def _photo(submission: str, observation: str, photo: dict[str, Any], position: int) -> Row:
    return {
        "submission": submission,
        "observation": observation,
        "position": position,
        "sha256": photo["sha256"],
        "at": photo.get("at"),
        "caption": photo.get("caption", ""),
    }
