"""A case: one submission as its reviewer sees it, with its failings, what was decided on them and what is open."""

from dataclasses import dataclass

from app.checklists import asking, versions
from app.checklists.clauses import Clause, cite
from app.checklists.conditions import Answer
from app.checklists.model import COVERT, Checklist, Item
from app.db import Database
from app.errors import NotFound
from app.intake import submissions
from app.intake.submissions import Observation, Submission
from app.org import sites
from app.people.persons import Person
from app.review import reviews
from app.review.reviews import Review
from app.visits import pack, scripts


@dataclass(frozen=True)
class Decision:
    """`severity` is the one that counts from now on, whether or not it is the item's own. `words` is what the unit
    reads in place of the inspector's note, None where the note stands."""

    observation: str
    decision: str
    severity: str
    reason: str
    by: str
    at: str
    words: str | None


@dataclass(frozen=True)
class Failing:
    """One observation judged 不符合, and the decision on it, if there is one."""

    observation: Observation
    checklist: Checklist
    item: Item
    decision: Decision | None

    @property
    def id(self) -> str:
        return self.observation.id

    @property
    def clause(self) -> Clause:
        """The clause verbatim."""
        return cite(self.item.clause)

    @property
    def severity(self) -> str:
        """The severity as decided, else the item's own."""
        return self.decision.severity if self.decision else self.item.severity

    @property
    def words(self) -> str:
        """What a unit reads of an open check: the reviewer's words, else the inspector's note."""
        changed = self.decision.words if self.decision else None
        return self.observation.note if changed is None else changed

    @property
    def confirmed(self) -> bool:
        return self.decision is not None and self.decision.decision == "confirm"

    @property
    def dismissed(self) -> bool:
        return self.decision is not None and self.decision.decision == "dismiss"


@dataclass(frozen=True)
class Case:
    """`passed`, `absent` and `unseen` count the other verdicts (符合, 未发生, 未观察到); an item without an answer was
    not observed. `bulk`: how many of those that passed were judged by one tap for the rest of a section. `barred` is
    the sentence why the person may not review it, empty when they may. `settled`: another submission of the same check
    is accepted."""

    submission: Submission
    review: Review
    failings: tuple[Failing, ...]
    passed: int
    bulk: int
    absent: int
    unseen: int
    barred: str
    settled: bool

    @property
    def covert(self) -> bool:
        return self.submission.approach in COVERT

    @property
    def undecided(self) -> tuple[Failing, ...]:
        return tuple(failing for failing in self.failings if failing.decision is None)

    @property
    def confirmed(self) -> tuple[Failing, ...]:
        return tuple(failing for failing in self.failings if failing.confirmed)

    @property
    def open(self) -> bool:
        """Whether the person may still decide something here."""
        return self.review.state == "waiting" and not self.barred

    def failing(self, observation: str) -> Failing:
        """Raises NotFound."""
        found = next((failing for failing in self.failings if failing.id == observation), None)
        if found is None:
            raise NotFound
        return found

    def beside(self, observation: str) -> tuple[Failing | None, Failing | None]:
        """The failing before and the one after."""
        place = self.failings.index(self.failing(observation))
        return (
            self.failings[place - 1] if place else None,
            self.failings[place + 1] if place + 1 < len(self.failings) else None,
        )

    def next_undecided(self, observation: str) -> Failing | None:
        """The first undecided failing after this one, else the first of all; None when all are decided."""
        place = self.failings.index(self.failing(observation))
        return next((f for f in (*self.failings[place + 1 :], *self.failings[:place]) if f.decision is None), None)


def load(db: Database, person: Person, submission: str) -> Case:
    """The case as `person` sees it. Raises NotFound."""
    review = reviews.get(db, submission)
    found = submissions.get(db, submission)
    checklists = {name: versions.get(db, name, version) for name, version in found.checklists}
    made = decided(db, submission)
    verdicts = [observation.verdict for observation in found.observations]
    return Case(
        submission=found,
        review=review,
        failings=tuple(
            failing
            for observation in found.observations
            if observation.verdict == "fail"
            and (failing := _failing(observation, checklists[observation.checklist], made.get(observation.id)))
        ),
        passed=verdicts.count("pass"),
        bulk=sum(observation.bulk and observation.verdict == "pass" for observation in found.observations),
        absent=verdicts.count("na"),
        unseen=verdicts.count("unseen") + verdicts.count(None) + _unanswered(db, found, checklists),
        barred=reviews.barred(db, person, found),
        settled=reviews.settled(db, submission),
    )


def decided(db: Database, submission: str) -> dict[str, Decision]:
    """The decisions on a submission, by observation."""
    rows = db.rows(
        """SELECT observation, decision, severity, reason, by, at, words FROM decisions
           WHERE submission = :submission""",
        submission=submission,
    )
    return {row["observation"]: Decision(**row) for row in rows}


def _failing(observation: Observation, checklist: Checklist, decision: Decision | None) -> Failing | None:
    """None for an item that takes no verdict, whatever was sent with it."""
    item = checklist.item(observation.item)
    assert item, "intake takes no unknown items"
    return Failing(observation, checklist, item, decision) if checklist.judges(item) else None


def _unanswered(db: Database, submission: Submission, checklists: dict[str, Checklist]) -> int:
    """How many items that were to be asked have no observation at all."""
    site = sites.get(db, submission.site)
    script = scripts.of(db, submission.visit) if submission.visit else None
    seen = {observation.item for observation in submission.observations}
    wanted: set[str] = set()
    for checklist in checklists.values():
        applying = {item.id for item in pack.applying(checklist, submission.approach, site) if item.kind != "info"}
        wanted |= applying & asking.asked(checklist, given(submission, checklist.id))
    return len((wanted & script.judged if script else wanted) - seen)


def given(submission: Submission, checklist: str) -> dict[str, Answer]:
    """The answers to a checklist's items as conditions see them; of several to one item the first."""
    found: dict[str, Answer] = {}
    for observation in submission.observations:
        if observation.checklist == checklist:
            found.setdefault(observation.item, Answer(observation.verdict or "", observation.value))
    return found
