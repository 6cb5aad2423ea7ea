"""Demo worlds for the tests, made in a folder of their own at a moment of the test's choice."""

from datetime import datetime
from pathlib import Path

from app import clock
from app.config import Settings, read
from app.db import Database, Databases
from app.demo import world
from app.people import persons
from app.photos.store import Store
from app.schema import migrate
from app.scoring import months


def filled(folder: Path, now: datetime) -> tuple[Settings, Database]:
    settings = read({}, data=str(folder))
    migrate(settings.database)
    db = Databases(settings.database).here()
    with clock.at(now):
        world.fill(settings, db, Store(settings.photos))
    return settings, db


def scores(db: Database, month: str) -> list[tuple[object, ...]]:
    return [(u.unit.name, u.score, u.grade, u.veto, u.visits, u.rank) for u in months.table(db, month)]


def of_role(db: Database, role: str) -> list[persons.Person]:
    return [person for person in persons.everyone(db) if role in person.roles]
