"""Why a closed month sends an adjustment on: one review after the closing, told so that units may read it."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.checklists import versions
from app.checklists.clauses import number
from app.checklists.model import COVERT
from app.checklists.words import SEVERITY_NAMES, worded
from app.db import Database, Row
from app.errors import N_
from app.intake import submissions
from app.language import say
from app.org import sites
from app.review.periods import third
from app.scoring.sums import natural

ACCEPTED, SUPERSEDED = "submission.accepted", "submission.superseded"


@dataclass(frozen=True)
class Cause:
    """An accepted submission, and the one whose place it took, if any."""

    submission: str
    replaced: str | None = None


@dataclass(frozen=True, order=True)
class Failing:
    """A confirmed failing that came or went: item and clause by id, the item's text, the severity it stood with."""

    item: str
    clause: str
    text: str
    severity: str

    def __str__(self) -> str:
        return say(
            N_("%(clause)s %(item)s (%(severity)s)"),
            clause=number(self.clause),
            item=self.text,
            severity=say(SEVERITY_NAMES[self.severity]),
        )


@dataclass(frozen=True)
class Account:
    """What an adjustment stands for. `site` is a name, `day` the day of the visit, exact; `gone` and `added` are the
    confirmed failings that the review took away and brought, by clause and item, never by time."""

    site: str
    approach: str
    day: str
    replaced: bool
    gone: tuple[Failing, ...]
    added: tuple[Failing, ...]

    @property
    def changed(self) -> tuple[Failing, ...]:
        """All of both, each once."""
        return tuple(sorted({*self.gone, *self.added}, key=_place))

    @property
    def shown(self) -> str:
        """All that a reader may see of it, whatever the language: of covert work no more than the ten-day band."""
        when = str(third(date.fromisoformat(self.day))) if self.approach in COVERT else self.day
        gone, added = (" ".join(f"{f.item}:{f.severity}" for f in side) for side in (self.gone, self.added))
        return "/".join([self.approach, when, self.site, str(self.replaced), gone, added])

    @property
    def happened(self) -> str:
        """What happened after the closing, as one sentence that names every failing that came or went."""
        told = say(N_("corrected by a later submission") if self.replaced else N_("accepted only after the closing"))
        if self.gone:
            told = _and(told, say(N_("withdrawn: %(failings)s"), failings=_listed(self.gone)))
        if self.added:
            told = _and(told, say(N_("added: %(failings)s"), failings=_listed(self.added)))
        if self.changed:
            return told
        same = N_("the failings stay, other judgements differ") if self.replaced else N_("no failing was confirmed")
        return _and(told, say(same))


def among(entries: Iterable[Row]) -> list[Cause]:
    """The causes in these entries of the journal, in their order; what was superseded is part of its successor's."""
    replaced: dict[str, str | None] = {}
    for entry in entries:
        if entry["what"] == SUPERSEDED:
            replaced[json.loads(entry["detail"])["by_submission"]] = entry["subject"]
        else:
            replaced.setdefault(entry["subject"], None)
    return [Cause(submission, former) for submission, former in replaced.items()]


def account(db: Database, cause: Cause, unit: str) -> Account:
    """What a unit may read of a cause: no more than what happened at its own sites, since a corrected unplanned check
    may turn out to have been at another unit's. Raises NotFound."""
    before = _failings(db, cause.replaced, unit) if cause.replaced else Counter()
    after = _failings(db, cause.submission, unit)
    found = submissions.get(db, cause.submission)
    if cause.replaced and sites.unit_at(db, found.site, submissions.started(db, found.id)) != unit:
        found = submissions.get(db, cause.replaced)
    return Account(
        site=sites.get(db, found.site).name,
        approach=found.approach,
        day=submissions.started(db, found.id).date().isoformat(),
        replaced=cause.replaced is not None,
        gone=tuple(sorted((before - after).elements(), key=_place)),
        added=tuple(sorted((after - before).elements(), key=_place)),
    )


def _failings(db: Database, submission: str, unit: str) -> Counter[Failing]:
    """What the review confirmed for a unit in a submission, also when it was withdrawn since."""
    rows = db.rows(
        """SELECT checklist, version, item, clause, severity FROM findings
           WHERE submission = :submission AND unit = :unit""",
        submission=submission,
        unit=unit,
    )
    return Counter(_failing(db, row) for row in rows)


def _failing(db: Database, row: Row) -> Failing:
    item = versions.get(db, row["checklist"], row["version"]).item(row["item"])
    return Failing(row["item"], row["clause"], worded(item) if item else "", row["severity"])


def _place(failing: Failing) -> tuple[object, ...]:
    return natural(failing.clause), natural(failing.item), failing.severity


def _and(one: str, two: str) -> str:
    return say(N_("%(one)s; %(two)s"), one=one, two=two)


def _listed(failings: tuple[Failing, ...]) -> str:
    return say(N_(", ")).join(str(failing) for failing in failings)
