"""Phones: a person's browser that hands in photos and submissions."""

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import clock
from app.people import sessions
from app.photos.store import Store
from tests import builders
from tests.intake.serving import Server


class Phone:
    """What a person's outbox does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def photo(self, content: bytes, sha256: str = "") -> TestResponse:
        return self.client.put(f"/api/photos/{sha256 or sha(content)}", data=content, content_type="image/jpeg")

    def submit(self, envelope: dict[str, Any] | bytes, submission: str = "", **headers: str) -> TestResponse:
        body = envelope if isinstance(envelope, bytes) else builders.body(envelope)
        url = f"/api/submissions/{submission or new_id()}"
        return self.client.put(url, data=body, content_type="application/json", headers=headers)

    def receipt(self, submission: str) -> dict[str, Any]:
        answer = self.client.get(f"/api/submissions/{submission}/receipt")
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def new_id() -> str:
    return str(uuid.uuid4())


def places(answer: TestResponse) -> dict[str, str]:
    """Pointer and sentence of every error of a problem document."""
    assert answer.status_code == 422, answer.text
    assert answer.mimetype == "application/problem+json"
    return {error["pointer"]: error["detail"] for error in answer.json.get("errors", [])}


@pytest.fixture
def store(settings) -> Store:
    return Store(settings.photos)


@pytest.fixture
def phone(sign_in, cast) -> Phone:
    """The inspector's phone."""
    return Phone(sign_in(cast.inspector))


@pytest.fixture
def phone2(sign_in, cast) -> Phone:
    """The other inspector's phone."""
    return Phone(sign_in(cast.inspector2))


@pytest.fixture
def shoppers_phone(sign_in, cast) -> Phone:
    return Phone(sign_in(cast.shopper))


@pytest.fixture
def visit(db, cast):
    """The inspector's open visit of the hall."""
    return builders.a_visit(db, cast)


@pytest.fixture
def server(settings, db, cast) -> Iterator[Server]:
    """A real server, on which the inspector is signed in (by the real clock: it is another process)."""
    with clock.at(datetime.now(UTC)):
        token = sessions.open_session(db, cast.inspector.id, "pytest", "device")
    with Server(settings.folder, f"{sessions.COOKIE}={token}") as running:
        yield running
