"""What phones announce (PUT /api/holdings): kept for each record, compared with what arrived, and answered."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app import clock
from app.checklists.model import APPROACHES
from app.db import Database, Row
from app.errors import Invalid, NotFound
from app.intake import envelope, holdings, parsing, times
from app.org import sites
from app.photos.store import Store
from app.visits import visits

Document = dict[str, Any]


def mark(db: Database, person: str, device: str) -> str | None:
    """The mark of the last announcement of a person's device, None before the first."""
    row = db.row(
        "SELECT mark FROM announcements WHERE person = :person AND device = :device", person=person, device=device
    )
    return str(row["mark"]) if row else None


def take(  # noqa: PLR0917 (whose device says what, by which clock, to whom)
    db: Database, store: Store, person: str, device: str, body: bytes, device_time: str | None = None
) -> Document:
    """Keeps an announcement and gives what either side lacks (see `Reconciled` in the description).

    `device_time` is the phone's clock when it sent. Raises TooLarge, and Invalid with JSON pointers.
    """
    document = parsing.parse(body)
    if places := envelope.form(document, "Announcement"):
        raise Invalid(places=places)
    with db.write():
        if _newer(db, person, device, document):
            _note(db, person, device, document)
            announced = list(_announced(db, person, document, device_time))
            _keep(db, person, device, announced)
            _compare(db, person, device, document, {(row["kind"], row["id"]) for row in announced})
    return {
        "mark": mark(db, person, device),
        "lacks": list(_lacking(db, store, person, document["kept"])),
        "lost": holdings.lost(db, person, device),
    }


def _newer(db: Database, person: str, device: str, document: Document) -> bool:
    """Whether it is no earlier announcement that was held up on its way."""
    row = db.row(
        "SELECT store, number FROM announcements WHERE person = :person AND device = :device",
        person=person,
        device=device,
    )
    return row is None or row["store"] != document["store"] or row["number"] < document["number"]


def _note(db: Database, person: str, device: str, document: Document) -> None:
    storage = document.get("storage", {})
    persisted, quota, used = (storage.get(name) for name in ("persisted", "quota", "used"))
    db.execute(
        """INSERT INTO announcements (person, device, at, store, number, mark, version, persisted, quota, used)
           VALUES (:person, :device, :now, :store, :number, :mark, :version, :persisted, :quota, :used)
           ON CONFLICT (person, device) DO UPDATE SET at = excluded.at, store = excluded.store,
             number = excluded.number, mark = excluded.mark, version = excluded.version,
             persisted = excluded.persisted, quota = excluded.quota, used = excluded.used""",
        person=person,
        device=device,
        now=clock.stamp(),
        store=document["store"],
        number=int(document["number"]),
        mark=document["mark"],
        version=document.get("version", ""),
        persisted=None if persisted is None else int(persisted),
        quota=None if quota is None else int(quota),
        used=None if used is None else int(used),
    )


def _announced(db: Database, person: str, document: Document, device_time: str | None) -> Iterator[Row]:
    """The values of a row for each record that the document names."""
    now = clock.now()
    named = [("draft", "draft", one) for one in document["drafts"]]
    named += [("submission", one.get("state", "waiting"), one) for one in document["outbox"]]
    named += [("submission", "received", one) for one in document["kept"]]
    for kind, state, one in named:
        hashes = one["photos"] if kind == "submission" else []
        yield {
            "kind": kind,
            "state": state,
            "id": one["id"],
            **_place(db, person, one),
            "sha256": one.get("sha256"),
            "answers": int(one.get("answers", 0)),
            "photos": len(hashes) if kind == "submission" else int(one["photos"]),
            "hashes": json.dumps(hashes),
            "changed_at": _changed(one.get("changed_at") or one.get("finished_at"), now, device_time),
        }


def _place(db: Database, person: str, one: Document) -> Row:
    """Visit, site and approach as far as they are known here; a visit that never was the person's is none."""
    given = one["visit"]
    if given and visits.ever_assigned(db, given, person):
        visit = visits.get(db, given)
        return {"visit": visit.id, "site": visit.site, "approach": visit.approach}
    approach = one.get("approach")
    return {"visit": None, "site": _site(db, one.get("site")), "approach": approach if approach in APPROACHES else None}


def _site(db: Database, site: str | None) -> str | None:
    try:
        return sites.get(db, site).id if site else None
    except NotFound:
        return None


def _changed(text: str | None, now: datetime, device_time: str | None) -> str:
    """A phone's time, corrected by what its clock is wrong."""
    return clock.stamp(times.corrected(text, text, now, device_time)[1])


def _keep(db: Database, person: str, device: str, announced: list[Row]) -> None:
    db.bulk(
        """INSERT INTO holdings (person, device, kind, id, state, visit, site, approach, sha256, answers, photos,
                                 hashes, changed_at, seen_at, reason)
           VALUES (:person, :device, :kind, :id, :state, :visit, :site, :approach, :sha256, :answers, :photos, :hashes,
                   :changed_at, :now, '')
           ON CONFLICT (person, device, kind, id) DO UPDATE SET state = excluded.state, visit = excluded.visit,
             site = excluded.site, approach = excluded.approach, sha256 = excluded.sha256, answers = excluded.answers,
             photos = excluded.photos, hashes = excluded.hashes, changed_at = excluded.changed_at,
             seen_at = excluded.seen_at, missing_at = NULL, noted_at = NULL, settled_at = NULL, settled_by = NULL,
             reason = ''""",
        [{"person": person, "device": device, "now": clock.stamp(), **row} for row in announced],
    )


def _compare(db: Database, person: str, device: str, document: Document, here: set[tuple[str, str]]) -> None:
    """What the device announced before and does not announce now has arrived, was dropped on purpose, or is missing."""
    finished = {one.get("draft") for one in (*document["outbox"], *document["kept"])}
    done, noted = {*finished, *document.get("done", ())}, set(document.get("noted", ()))
    for row in holdings.of(db, person, device):
        key = {"person": person, "device": device, "kind": row["kind"], "id": row["id"]}
        if (row["kind"], row["id"]) not in here:
            empty = not (row["answers"] or row["photos"])
            dropped = row["state"] == "replaced" or (row["kind"] == "draft" and (row["id"] in done or empty))
            if dropped or holdings.whole(db, row):
                _forget(db, key)
            elif row["missing_at"] is None:
                _miss(db, key)
        if row["id"] in noted:
            _take_note(db, key)


def _forget(db: Database, key: Row) -> None:
    db.execute("DELETE FROM holdings WHERE person = :person AND device = :device AND kind = :kind AND id = :id", **key)


def _miss(db: Database, key: Row) -> None:
    db.execute(
        """UPDATE holdings SET missing_at = :now
           WHERE person = :person AND device = :device AND kind = :kind AND id = :id""",
        now=clock.stamp(),
        **key,
    )


def _take_note(db: Database, key: Row) -> None:
    db.execute(
        """UPDATE holdings SET noted_at = :now
           WHERE person = :person AND device = :device AND kind = :kind AND id = :id AND missing_at IS NOT NULL""",
        now=clock.stamp(),
        **key,
    )


def _lacking(db: Database, store: Store, person: str, kept: list[Document]) -> Iterator[Document]:
    """What the phone keeps as received and is not here, or not with all of these photos."""
    for one in kept:
        photos = [sha256 for sha256 in one["photos"] if not _holds(db, store, person, sha256)]
        if photos or not holdings.received(db, person, one["id"]):
            yield {"id": one["id"], "photos": photos}


def _holds(db: Database, store: Store, person: str, sha256: str) -> bool:
    row = db.row(
        """SELECT size FROM photos JOIN photo_senders ON photo_senders.sha256 = photos.sha256
           WHERE photos.sha256 = :sha256 AND person = :person""",
        sha256=sha256,
        person=person,
    )
    return row is not None and store.holds(sha256, row["size"])
