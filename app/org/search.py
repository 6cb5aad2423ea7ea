"""Search in the roster: by name, code, pinyin initials and pinyin; what begins like the text comes first."""

from collections.abc import Collection

from app import clock
from app.db import Database
from app.org.sites import Site
from app.org.sites import of_row as site_of
from app.org.spelling import folded
from app.org.staff import Employee
from app.org.units import Unit
from app.org.units import of_row as unit_of

MOST = 50


def sites(
    db: Database, text: str, units: Collection[str] | None = None, limit: int = MOST, *, closed: bool = False
) -> list[Site]:
    """The sites in service (with `closed` all) whose name, code or pinyin contains the text, or whose unit's does, best
    first; `units` are the ids of those to look in, all when None. An empty text finds every site."""
    rows = db.rows(
        """SELECT sites.id, unit, units.name AS unit_name, sites.name, sites.kind, county, lat, lon, sites.code,
                  sites.closed_on
           FROM sites JOIN units ON units.id = sites.unit
           WHERE (sites.keys LIKE :inside OR units.keys LIKE :inside)
             AND (:closed = 1 OR sites.closed_on IS NULL OR sites.closed_on > :today)
           ORDER BY CASE WHEN sites.keys LIKE :before THEN 0 WHEN sites.keys LIKE :inside THEN 1 ELSE 2 END,
                    units.position, sites.name, sites.id
           LIMIT :most""",
        **_asked(text, limit if units is None else None, closed),
    )
    return [site_of(row) for row in rows if units is None or row["unit"] in units][:limit]


def units(
    db: Database, text: str, units: Collection[str] | None = None, limit: int = MOST, *, closed: bool = False
) -> list[Unit]:
    """The units in service (with `closed` all) whose name, code or pinyin contains the text, best first, in the
    order of the roster; `units` as for `sites`."""
    rows = db.rows(
        """SELECT id, parent, name, short, kind, county, scored, code, closed_on, merged_into FROM units
           WHERE keys LIKE :inside AND (:closed = 1 OR closed_on IS NULL OR closed_on > :today)
           ORDER BY CASE WHEN keys LIKE :before THEN 0 ELSE 1 END, position
           LIMIT :most""",
        **_asked(text, limit if units is None else None, closed),
    )
    return [unit_of(row) for row in rows if units is None or row["id"] in units][:limit]


def employees(db: Database, text: str, limit: int = MOST) -> list[tuple[Employee, str]]:
    """The employees whose name, number or pinyin contains the text, best first, each with the name of their unit."""
    asked = _asked(text, limit, closed=True)
    rows = db.rows(
        """SELECT employees.id, unit, employees.name, employees.code, units.name AS unit_name
           FROM employees JOIN units ON units.id = employees.unit WHERE employees.keys LIKE :inside
           ORDER BY CASE WHEN employees.keys LIKE :before THEN 0 ELSE 1 END, units.position, employees.name,
                    employees.id
           LIMIT :most""",
        inside=asked["inside"],
        before=asked["before"],
        most=limit,
    )
    return [(Employee(row["id"], row["unit"], row["name"], row["code"]), row["unit_name"]) for row in rows]


def _asked(text: str, limit: int | None, closed: bool) -> dict[str, object]:
    plain = folded(text)
    return {
        "inside": f"%{plain}%",
        "before": f"%|{plain}%",
        "closed": int(closed),
        "today": clock.today().isoformat(),
        "most": 1_000_000 if limit is None else limit,
    }
