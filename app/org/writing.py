"""Writes a draft of the roster into the database, within the caller's transaction."""

from app import clock
from app.db import Database
from app.org.drafting import Draft, Item
from app.org.plan_staff import VOID
from app.org.spelling import keys
from app.people import persons


def write(db: Database, draft: Draft, by: str | None) -> None:
    """Everything that is new or changed, and what it was before where closed months and results depend on it."""
    _units(db, draft)
    _sites(db, draft)
    _posts(db, draft)
    _employees(db, draft)
    _holders(db, draft)
    _accounts(db, draft, by)


def _units(db: Database, draft: Draft) -> None:
    now = clock.stamp()
    new, changed = _of(draft, "units")
    last = db.one("SELECT coalesce(max(position), 0) AS position FROM units")["position"]
    # Parents may stand anywhere in the file, so units get theirs once all are there.
    db.bulk(
        """INSERT INTO units (id, parent, name, short, kind, county, scored, code, closed_on, keys, position)
           VALUES (:id, NULL, :name, :short, :kind, :county, :scored, :code, :closed_on, '', :position)""",
        [
            {name: value for name, value in item.values.items() if name not in {"parent", "merged_into"}}
            | {"id": item.id, "position": position}
            for position, item in enumerate(new, last + 1)
        ],
    )
    db.bulk(
        "INSERT INTO unit_names (unit, until, name, short) VALUES (:id, :now, :name, :short)",
        [
            {"id": item.id, "now": now, "name": item.before["name"], "short": item.before["short"]}
            for item in changed
            if item.before and (item.before["name"], item.before["short"]) != (item["name"], item["short"])
        ],
    )
    db.bulk(
        """UPDATE units SET parent = :parent, name = :name, short = :short, kind = :kind, county = :county,
             scored = :scored, code = :code, closed_on = :closed_on, merged_into = :merged_into, keys = :keys
           WHERE id = :id""",
        [item.values | {"id": item.id, "keys": keys(item["name"], item["code"])} for item in (*new, *changed)],
    )


def _sites(db: Database, draft: Draft) -> None:
    now = clock.stamp()
    new, changed = _of(draft, "sites")
    db.bulk(
        """INSERT INTO sites (id, unit, name, kind, lat, lon, code, closed_on, keys)
           VALUES (:id, :unit, :name, :kind, :lat, :lon, :code, :closed_on, :keys)""",
        [_keyed(item) for item in new],
    )
    db.bulk(
        "INSERT INTO site_moves (site, until, unit) VALUES (:id, :now, :unit)",
        [
            {"id": item.id, "now": now, "unit": item.before["unit"]}
            for item in changed
            if item.before and item.before["unit"] != item["unit"]
        ],
    )
    db.bulk(
        """UPDATE sites SET unit = :unit, name = :name, kind = :kind, lat = :lat, lon = :lon, code = :code,
             closed_on = :closed_on, keys = :keys WHERE id = :id""",
        [_keyed(item) for item in changed],
    )


def _posts(db: Database, draft: Draft) -> None:
    """New posts stand behind those that a site has."""
    new, changed = _of(draft, "posts")
    places = {
        row["site"]: row["last"] for row in db.rows("SELECT site, max(position) AS last FROM posts GROUP BY site")
    }
    values = []
    for item in new:
        places[item["site"]] = places.get(item["site"], -1) + 1
        values.append(item.values | {"id": item.id, "position": places[item["site"]]})
    db.bulk("INSERT INTO posts (id, site, name, position) VALUES (:id, :site, :name, :position)", values)
    db.bulk("UPDATE posts SET name = :name WHERE id = :id", [{"id": item.id, "name": item["name"]} for item in changed])


def _employees(db: Database, draft: Draft) -> None:
    new, changed = _of(draft, "employees")
    db.bulk(
        "INSERT INTO employees (id, unit, name, code, keys) VALUES (:id, :unit, :name, :code, :keys)",
        [_keyed(item) for item in new],
    )
    db.bulk(
        "UPDATE employees SET unit = :unit, name = :name, code = :code, keys = :keys WHERE id = :id",
        [_keyed(item) for item in changed],
    )


def _holders(db: Database, draft: Draft) -> None:
    new, changed = _of(draft, "holders")
    db.bulk(
        "DELETE FROM holders WHERE post = :post AND employee = :employee AND since = :since",
        [item.values for item in changed if item["until"] == VOID],
    )
    db.bulk(
        """UPDATE holders SET until = :until WHERE post = :post AND employee = :employee AND since = :since""",
        [item.values for item in changed],
    )
    db.bulk(
        "INSERT INTO holders (post, employee, since, until) VALUES (:post, :employee, :since, :until)",
        [item.values for item in new],
    )


def _accounts(db: Database, draft: Draft, by: str | None) -> None:
    """Persons and roles are the people package's to write, and to journal."""
    new, changed = _of(draft, "inspectors")
    for item in (*new, *changed):
        person = persons.add(db, item["name"], by=by).id if item.new else item.id
        for role in sorted(item["roles"] - (item.before["roles"] if item.before else frozenset())):
            persons.grant(db, person, role, by)
        if item["code"]:
            db.execute(
                """INSERT INTO staff_numbers (person, number) VALUES (:person, :number)
                   ON CONFLICT (person) DO UPDATE SET number = excluded.number""",
                person=person,
                number=item["code"],
            )
        if item.before is None or item.before["units"] != item["units"]:
            db.execute("DELETE FROM accounts WHERE person = :person", person=person)
            db.bulk(
                "INSERT INTO accounts (person, unit) VALUES (:person, :unit)",
                [{"person": person, "unit": unit} for unit in sorted(item["units"])],
            )


def _of(draft: Draft, kind: str) -> tuple[list[Item], list[Item]]:
    """What is new, in the order of the file, and what is changed."""
    every = draft.of(kind)
    new = sorted((item for item in every if item.new), key=lambda item: item.record.row if item.record else 0)
    return new, [item for item in every if item.changed]


def _keyed(item: Item) -> dict[str, object]:
    return item.values | {"id": item.id, "keys": keys(item["name"], item["code"])}
