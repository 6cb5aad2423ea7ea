"""The course of one errand through the real code: given, sent from a phone, reviewed, accepted."""

import io
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from app import clock
from app.checklists import versions
from app.checklists.model import COVERT
from app.db import Database
from app.demo import days as calendar
from app.demo.people import Cast
from app.demo.phone import Phone, Report
from app.demo.plan import Errand
from app.demo.roster import Roster
from app.demo.words import words
from app.intake import photos, submissions
from app.org import sites
from app.people.persons import Person
from app.photos.store import Store
from app.review import acceptance, cases, decisions, queue
from app.review.cases import Failing
from app.visits import scripts, visits


@dataclass
class World:
    """What every course needs: the tables, the photos, the roster, the cast and its phones, and the present."""

    db: Database
    store: Store
    roster: Roster
    cast: Cast
    now: datetime
    phones: dict[str, Phone] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Who goes on visits under this name."""
        return next(person for role in ("inspector", "shopper") for person in self.cast[role] if person.name == name)


class Course:
    """One errand. Its steps are called in order, each at its own moment."""

    def __init__(self, world: World, errand: Errand, quality: float) -> None:
        self.world, self.errand, self.quality = world, errand, quality
        self.site = world.roster.sites[errand.unit][errand.site]
        self.chance = Random(f"course {errand.unit} {errand.site} {errand.inspector} {errand.start or errand.closes}")
        self.visit = ""
        self.report: Report | None = None

    @property
    def given_at(self) -> datetime:
        """In the afternoon of the working day before its window opens, if the visit did not begin before."""
        usual = calendar.moment(calendar.before(self.errand.opens), time(16, 10)) + timedelta(
            seconds=self.chance.randrange(1500)
        )
        return min(usual, self.errand.start or self.world.now)

    def give(self) -> None:
        errand, world = self.errand, self.world
        given = visits.give(
            world.db,
            site=self.site.id,
            approach=errand.approach,
            checklists=errand.checklists,
            inspector=world.person(errand.inspector).id,
            opens=errand.opens,
            closes=errand.closes,
            by=world.cast["planner"][errand.planner].id,
            selection=errand.selection,
        )
        self.visit = given.id
        followed = scripts.chosen(world.db, errand.scenario)
        if followed:
            scripts.follow(world.db, given.id, followed)

    @property
    def sent_at(self) -> datetime:
        """Minutes after it was finished; covert work is filled in and sent later."""
        assert self.errand.start
        finished = self.errand.start + timedelta(minutes=self.errand.minutes)
        wait = self.chance.randrange(40, 160) if self.errand.approach in COVERT else self.chance.randrange(1, 25)
        return min(finished + timedelta(minutes=wait, seconds=self.chance.randrange(60)), self.world.now)

    def send(self) -> None:
        """Photos first, then the submission, as a phone does; and the queue takes notice."""
        db, person = self.world.db, self.world.person(self.errand.inspector)
        phone = self.world.phones.setdefault(person.name, Phone(person.name))
        forms = [versions.get(db, name, versions.current_version(db, name) or "") for name in self.errand.checklists]
        report = phone.report(
            self.errand,
            self.visit,
            self.site,
            sites.posts(db, self.site.id),
            forms,
            quality=self.quality,
            now=clock.now(),
        )
        for photo in report.photos:
            photos.take(db, self.world.store, person.id, photo.sha256, io.BytesIO(photo.content))
        submissions.take(db, person.id, report.id, report.body, clock.now().isoformat())
        queue.follow(db)
        self.report = report

    @property
    def reviewed_at(self) -> datetime:
        """On the next working day, or, when that lies ahead, half way between its arrival and now."""
        sent = self.sent_at
        usual = calendar.moment(calendar.after(sent.date(), 1), time(9, 20))
        usual += timedelta(minutes=self.chance.randrange(440))
        return usual if usual <= self.world.now else sent + (self.world.now - sent) / 2

    def review(self) -> None:
        """Every failing is decided and the submission accepted; covert work by the planner who did not assign it."""
        assert self.report
        by = self.world.cast["planner"][1 - self.errand.planner]
        for failing in cases.load(self.world.db, by, self.report.id).failings:
            decision, severity, reason = self._decision(failing)
            decisions.decide(self.world.db, by, self.report.id, failing.id, decision, severity=severity, reason=reason)
        acceptance.accept(self.world.db, by, self.report.id)

    def _decision(self, failing: Failing) -> tuple[str, str, str]:
        """What the planner decides: decision, severity (empty: the item's own) and reason."""
        item, luck = failing.item, self.chance.random()
        if item.severity == "redline":
            return "confirm", "", words().red
        if item.id in self.errand.fails:
            return "confirm", "", ""
        if luck < 0.08:
            return "dismiss", "", words().dismissed.get(item.id) or self.chance.choice(words().doubted)
        if item.severity == "general" and luck < 0.12:
            return "confirm", "minor", words().milder
        if item.severity == "general" and luck > 0.98:
            return "confirm", "serious", words().harsher
        return "confirm", "", ""
