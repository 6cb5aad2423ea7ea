"""A migrated world for each test, a standing cast, and browsers that are already signed in."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import clock, create_app
from app.checklists import loading, versions
from app.checklists.model import Checklist
from app.checklists.scenarios import loading as scenarios
from app.checklists.scenarios import store
from app.checklists.scenarios.model import Scenario
from app.config import PREFIX, Settings, read
from app.db import Database
from app.people import sessions
from app.people.persons import Person
from app.schema import migrate
from tests import builders

NOW = datetime.fromisoformat("2026-11-24T10:42:07+08:00")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """It is 24 November 2026, 10:42:07, in every test; travel with `clock.at`."""
    with clock.at(NOW):
        yield


@pytest.fixture(autouse=True)
def _no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our variables in the environment of who runs the tests, such as MINGCHA_KILLS, are no settings of a command."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = read({}, data=str(tmp_path / "data"))
    migrate(settings.database)
    return settings


@cache
def shipped() -> tuple[list[Checklist], list[Scenario]]:
    """The checklists and scripts of the product, read once."""
    checklists = loading.load_all()
    return checklists, scenarios.load_all(checklists)


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture
def db(settings: Settings) -> Iterator[Database]:
    """The test's own connection, with the shipped checklists published."""
    database = Database(settings.database)
    checklists, scripts = shipped()
    with database.write():
        for checklist in checklists:
            versions.ship(database, checklist)
        for script in scripts:
            store.publish(database, script)
    yield database
    database.close()


@pytest.fixture
def sign_in(app: Flask, db: Database) -> Callable[[Person], FlaskClient]:
    """A browser in which the person is signed in; its writes come from our own pages."""

    def browser(person: Person) -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie(sessions.COOKIE, sessions.open_session(db, person.id, "pytest", "device-" + person.id[:8]))
        return client

    return browser


@pytest.fixture
def cast(db: Database) -> SimpleNamespace:
    """Everybody of the story, one of each role (two inspectors, planners and units), a tree and a hall."""
    return builders.a_cast(db)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client
