"""Two bureaus that are alike but for who did one covert check, and how."""

import io
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from app import clock, create_app
from app.config import read
from app.db import Database
from app.intake import submissions
from app.jobs import follow
from app.notices import compose, publish
from app.people import persons, sessions
from app.people.persons import Person
from app.photos import derive
from app.photos.store import Store
from app.review import acceptance, decisions
from app.schema import migrate
from app.scoring import months
from app.serving import publish_shipped
from tests import builders

CANARIES = ("CANARY-ALPHA", "CANARY-BRAVO")
IDS = [
    str(uuid.UUID(int=0xC0FFEE0000000000000000000000 + n, version=4)) for n in range(400)
]  # what both worlds share: units, sites, people


@dataclass(frozen=True)
class Way:
    """How one inspector went about it."""

    who: str
    canary: str
    started: str
    finished: str
    received: str
    device: str
    counter: int
    late: bool  # whether another check of the unit arrives before this one


A = Way(
    "inspector",
    CANARIES[0],
    "2026-10-12T09:10:11+08:00",
    "2026-10-12T09:40:12+08:00",
    "2026-10-12T10:00:00+08:00",
    str(uuid.uuid4()),
    7,
    late=False,
)
B = Way(
    "inspector2",
    CANARIES[1],
    "2026-10-17T15:16:17+08:00",
    "2026-10-17T16:01:02+08:00",
    "2026-10-19T08:31:00+08:00",
    str(uuid.uuid4()),
    911,
    late=True,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def a_photo(canary: str) -> bytes:
    """The same picture with metadata of its own."""
    image, out = Image.new("RGB", (320, 240), (90, 120, 110)), io.BytesIO()
    exif = image.getexif()
    exif[0x010F], exif[0x9286] = canary, canary
    image.save(out, "JPEG", exif=exif)
    return out.getvalue() + canary.encode()


class World:
    """One bureau, made alike each time: the same ids for units, sites and people."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings = read({}, data=str(folder))
        migrate(self.settings.database)
        self.db = Database(self.settings.database)
        publish_shipped(self.db)
        numbers = iter(IDS)
        with monkeypatch.context() as alike:
            alike.setattr(uuid, "uuid4", lambda: uuid.UUID(next(numbers)))
            alike.setattr(persons, "_free_code", lambda _: f"甲-{next(numbers)[-4:]}")
            self.cast: SimpleNamespace = builders.a_cast(self.db)
        self.app: Flask = create_app(self.settings)
        self.secrets: dict[str, str] = {}

    def client(self, person: Person) -> Any:
        client = self.app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        client.set_cookie(sessions.COOKIE, sessions.open_session(self.db, person.id, "pytest", "device"))
        return client

    def covert(self, way: Way, approach: str) -> str:
        """The covert check, sent through HTTP from the inspector's own phone."""
        inspector = getattr(self.cast, way.who)
        with clock.at(at("2026-10-09T16:00:00+08:00")):
            visit = builders.a_visit(
                self.db,
                self.cast,
                approach=approach,
                inspector=inspector.id,
                opens=date(2026, 10, 11),
                closes=date(2026, 10, 20),
            )
        photo = a_photo(way.canary)
        sha256 = builders.sha256(photo)
        told = [
            builders.an_observation("CL02-10", "fail", post="2号柜台", note=way.canary, at=way.started),
            builders.an_observation("CL02-11", "pass", at=way.finished),
            builders.an_observation("CL02-24", "fail", at=way.finished, note=way.canary),
        ]
        told[0]["photos"] = [{"sha256": sha256, "at": way.started, "caption": way.canary}]
        envelope = builders.an_envelope(
            self.db,
            visit,
            *(reversed(told) if way.late else told),
            note=f"{way.canary} 10:31 二号，坐着没抬头",
            started_at=way.started,
            finished_at=way.finished,
            device={"id": way.device, "counter": way.counter},
        )
        submission = str(uuid.uuid4())
        phone = self.client(inspector)
        with clock.at(at(way.received)):
            device_time = {"Mingcha-Device-Time": way.received, "User-Agent": way.canary}
            assert phone.put(f"/api/photos/{sha256}", data=photo, headers=device_time).status_code == 201
            answer = phone.put(f"/api/submissions/{submission}", data=builders.body(envelope), headers=device_time)
            assert answer.status_code == 201
            derive.work(self.db, Store(self.settings.photos))
        self.hide(visit=visit.id, submission=submission, device=way.device, sha256=sha256, canary=way.canary)
        self.hide(person=inspector.id, name=inspector.name, code=inspector.code)
        self.hide(**{f"observation{n}": o["id"] for n, o in enumerate(told)})
        self.hide(started=way.started[:16], finished=way.finished[:16], received=way.received[:16])
        return submission

    def hide(self, **secrets: str) -> None:
        self.secrets |= {value: name for name, value in secrets.items()}

    def opened(self, moment: str) -> str:
        """An open check of the same hall, the same in both worlds apart from when it arrives."""
        with clock.at(at("2026-10-09T16:00:00+08:00")):
            opened = builders.a_visit(
                self.db, self.cast, inspector=self.cast.shopper.id, opens=date(2026, 10, 11), closes=date(2026, 10, 20)
            )
        told = [builders.an_observation("CL02-12", "fail", post="1号柜台", note="没有示意就座")]
        body = builders.an_envelope(
            self.db, opened, *told, started_at="2026-10-15T10:00:00+08:00", finished_at="2026-10-15T10:30:00+08:00"
        )
        submission = str(uuid.uuid4())
        with clock.at(at(moment)):
            answer = self.client(self.cast.shopper).put(f"/api/submissions/{submission}", data=builders.body(body))
            assert answer.status_code == 201
        return submission

    def accepted(self, submission: str) -> None:
        follow(self.db)  # as opening the case would
        for observation in submissions.get(self.db, submission).observations:
            if observation.verdict == "fail":
                decisions.decide(self.db, self.cast.planner, submission, observation.id, "confirm", reason="属实")
        acceptance.accept(self.db, self.cast.planner, submission)
        follow(self.db)

    def published(self) -> None:
        """The month is closed and its notice published, at the same moments in both worlds."""
        with clock.at(at("2026-11-03T09:00:00+08:00")):
            months.close(self.db, self.cast.publisher, "2026-10")
            notice = compose.draft(self.db, self.cast.planner, "2026-10")
        with clock.at(at("2026-11-04T09:00:00+08:00")):
            publish.publish(self.db, self.cast.publisher, notice)

    def random(self) -> dict[str, str]:
        """What is random by design: the ids of findings, notices and derivatives."""
        found = {}
        for n, row in enumerate(self.db.rows("SELECT id, item FROM findings ORDER BY unit, item, approach")):
            found[row["id"]] = f"FINDING-{n}"
        for row in self.db.rows("SELECT notice, slug, code, sha256 FROM publications"):
            names = {"notice": "NOTICE", "slug": "SLUG", "code": "CODE", "sha256": "NOTICE-SHA256"}
            found |= {row[key]: name for key, name in names.items()}
        return found


def story(folder: Path, way: Way, approach: str, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(folder, monkeypatch)
    order = [lambda: world.opened("2026-10-15T11:00:00+08:00"), lambda: world.covert(way, approach)]
    arrived = [send() for send in (order if way.late else reversed(order))]
    with clock.at(at("2026-10-20T09:00:00+08:00")):
        for submission in arrived:
            world.accepted(submission)
    world.published()
    return world
