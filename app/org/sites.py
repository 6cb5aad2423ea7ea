"""Sites (网点), the places and channels that are visited, and their posts (岗位)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from app import clock, journal
from app.db import Database, Row
from app.org.spelling import keys

KINDS = ("hall", "hotline", "website", "crew", "office")


@dataclass(frozen=True)
class Site:
    """`county` comes from the unit; `lat` and `lon` are degrees, None where unknown; `closed_on` is the first day out
    of service."""

    id: str
    unit: str
    unit_name: str
    name: str
    kind: str
    county: bool
    lat: float | None
    lon: float | None
    code: str = ""
    closed_on: str | None = None

    @property
    def in_service(self) -> bool:
        return self.closed_on is None or self.closed_on > clock.today().isoformat()


def add(
    db: Database,
    unit: str,
    name: str,
    *,
    kind: str = "hall",
    lat: float | None = None,
    lon: float | None = None,
    posts: tuple[str, ...] = (),
    code: str = "",
    by: str | None = None,
) -> Site:
    """Adds a site of a unit with its posts in order."""
    site = str(uuid.uuid4())
    with db.write():
        db.execute(
            """INSERT INTO sites (id, unit, name, kind, lat, lon, code, keys)
               VALUES (:id, :unit, :name, :kind, :lat, :lon, :code, :keys)""",
            id=site,
            unit=unit,
            name=name,
            kind=kind,
            lat=lat,
            lon=lon,
            code=code,
            keys=keys(name, code),
        )
        db.bulk(
            "INSERT INTO posts (id, site, name, position) VALUES (:id, :site, :name, :position)",
            [
                {"id": str(uuid.uuid4()), "site": site, "name": post, "position": position}
                for position, post in enumerate(posts)
            ],
        )
        journal.record(db, by, "site.added", site)
    return get(db, site)


def get(db: Database, site: str) -> Site:
    """Raises NotFound."""
    return of_row(
        db.one(
            """SELECT sites.id, unit, units.name AS unit_name, sites.name, sites.kind, county, lat, lon, sites.code,
                      sites.closed_on
               FROM sites JOIN units ON units.id = sites.unit WHERE sites.id = :id""",
            id=site,
        )
    )


def unit_at(db: Database, site: str, moment: datetime) -> str:
    """The unit that a site belonged to at a moment: what happened there is that unit's, whatever moved since.

    Raises NotFound.
    """
    row = db.row(
        "SELECT unit FROM site_moves WHERE site = :site AND until > :at ORDER BY until LIMIT 1",
        site=site,
        at=clock.stamp(moment),
    )
    return str(row["unit"]) if row else get(db, site).unit


def everywhere(db: Database) -> list[Site]:
    """Every site in service, unit by unit."""
    return [
        of_row(row)
        for row in db.rows(
            """SELECT sites.id, unit, units.name AS unit_name, sites.name, sites.kind, county, lat, lon, sites.code,
                      sites.closed_on
               FROM sites JOIN units ON units.id = sites.unit
               WHERE sites.closed_on IS NULL OR sites.closed_on > :today ORDER BY units.position, sites.name""",
            today=clock.today().isoformat(),
        )
    ]


def of_unit(db: Database, unit: str) -> list[Site]:
    """Every site of a unit, closed ones too and last, by name."""
    rows = db.rows(
        """SELECT sites.id, unit, units.name AS unit_name, sites.name, sites.kind, county, lat, lon, sites.code,
                  sites.closed_on
           FROM sites JOIN units ON units.id = sites.unit WHERE unit = :unit ORDER BY sites.name""",
        unit=unit,
    )
    return sorted(map(of_row, rows), key=lambda site: not site.in_service)


def posts(db: Database, site: str) -> list[str]:
    """The names of a site's posts, in order."""
    return [row["name"] for row in db.rows("SELECT name FROM posts WHERE site = :site ORDER BY position", site=site)]


def post_ids(db: Database, site: str) -> dict[str, str]:
    """The id of each of a site's posts by its name, in order."""
    rows = db.rows("SELECT id, name FROM posts WHERE site = :site ORDER BY position", site=site)
    return {row["name"]: row["id"] for row in rows}


def of_row(row: Row) -> Site:
    """A site from a row with all its columns."""
    return Site(**row | {"county": bool(row["county"])})
