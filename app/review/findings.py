"""Findings (问题): the failings that stand after review, in the form in which units and notices may read them."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from app import bureau, clock, language
from app.checklists import versions
from app.checklists.clauses import Clause, cite
from app.checklists.model import COVERT
from app.checklists.words import worded
from app.db import Database, Row
from app.errors import NotFound
from app.org import sites
from app.review.periods import band, third

PAGE = 50
_COUNTER_NUMBER = re.compile(r"^[0-9０-９一二三四五六七八九十]+号")


@dataclass(frozen=True)
class Finding:
    """`unit` and `site` are ids; `text` is the item's, in the version that was answered. `day` and `post` are exact and
    for the scores; what a unit or a notice shows are `when` and `place`. `note` is empty for covert work."""

    id: str
    unit: str
    site: str
    site_name: str
    approach: str
    post: str | None
    place: str
    checklist: str
    version: str
    item: str
    text: str
    clause: str
    severity: str
    month: str
    day: str
    note: str

    @property
    def covert(self) -> bool:
        return self.approach in COVERT

    @property
    def when(self) -> str:
        """The day; of covert work no more than the ten-day band."""
        day = date.fromisoformat(self.day)
        return band(day) if self.covert else language.day(day)

    @property
    def cited(self) -> Clause:
        """The clause verbatim, as it stood on the day of the visit."""
        return cite(self.clause, self.day)


def confirmed(db: Database, units: frozenset[str], month: str | None = None) -> list[Finding]:
    """The standing findings of these units, of one month or of all.

    Ordered by what they say and never by time, so that the order of covert findings tells nothing.
    """
    found: list[Row] = []
    for unit in sorted(units):
        found += db.rows(
            """SELECT id, unit, site, approach, post, checklist, version, item, clause, severity, month, day, note
               FROM findings WHERE unit = :unit AND withdrawn_at IS NULL AND (month = :month OR :every = 1)""",
            unit=unit,
            month=month or "",
            every=int(month is None),
        )
    return told(db, found)


def part(found: list[Finding], after: str) -> list[Finding]:
    """A page of these: the first, or the one that goes on behind the finding `after`. Raises NotFound when that is none
    of them."""
    if not after:
        return found[:PAGE]
    place = next((number for number, one in enumerate(found, 1) if one.id == after), None)
    if place is None:
        raise NotFound
    return found[place : place + PAGE]


def get(db: Database, finding: str, units: frozenset[str]) -> Finding:
    """A standing finding of one of these units. Raises NotFound."""
    row = db.one(
        """SELECT id, unit, site, approach, post, checklist, version, item, clause, severity, month, day, note
           FROM findings WHERE id = :id AND withdrawn_at IS NULL""",
        id=finding,
    )
    (found,) = told(db, [row])
    if found.unit not in units:
        raise NotFound
    return found


def months(db: Database, units: frozenset[str]) -> list[str]:
    """The months in which these units have findings, and this month, newest first."""
    found = {clock.month_of(clock.now())}
    for unit in units:
        rows = db.rows("SELECT DISTINCT month FROM findings WHERE unit = :unit AND withdrawn_at IS NULL", unit=unit)
        found.update(row["month"] for row in rows)
    return sorted(found, reverse=True)


def photographed(db: Database, finding: Finding) -> tuple[str, ...]:
    """The hashes of the photos behind a finding, none for covert work: units may see only what was taken openly."""
    if finding.covert:
        return ()
    rows = db.rows(
        """SELECT sha256 FROM findings JOIN observation_photos
             ON observation_photos.submission = findings.submission
             AND observation_photos.observation = findings.observation
           WHERE findings.id = :id ORDER BY observation_photos.position""",
        id=finding.id,
    )
    return tuple(dict.fromkeys(row["sha256"] for row in rows))


def repeated(db: Database, site: str, post: str, clause: str, but: str) -> int:
    """How many standing findings this post has on this clause, in the months that the bureau looks back, this one among
    them, apart from those of
    the submission `but`."""
    row = db.one(
        """SELECT count(*) AS n FROM findings
           WHERE site = :site AND post = :post AND clause = :clause AND withdrawn_at IS NULL AND month > :since
             AND submission <> :but""",
        site=site,
        post=post,
        clause=clause,
        since=clock.month_before(clock.month_of(clock.now()), bureau.number(db, "repeat_months")),
        but=but,
    )
    return int(row["n"])


def told(db: Database, rows: list[Row]) -> list[Finding]:
    """Rows as findings, in an order that tells nothing of time. Sites, posts and items are looked up once each, however
    many findings are theirs."""

    @cache
    def name(site: str) -> str:
        return sites.get(db, site).name

    @cache
    def posts(site: str) -> list[str]:
        return sites.posts(db, site)

    @cache
    def text(checklist: str, version: str, item: str) -> str:
        found = versions.get(db, checklist, version).item(item)
        return worded(found) if found else ""

    found = [
        Finding(
            **row,
            site_name=name(row["site"]),
            place=_general(row["post"], posts(row["site"])) if row["approach"] in COVERT else row["post"] or "",
            text=text(row["checklist"], row["version"], row["item"]),
        )
        for row in rows
    ]
    return sorted(found, key=_order)


def _general(post: str | None, known: list[str]) -> str:
    """A post without the number of the counter; words of the inspector's own, which no roster knows, are left out."""
    return _COUNTER_NUMBER.sub("", post) if post and post in known else ""


def _order(finding: Finding) -> tuple[object, ...]:
    when = str(third(date.fromisoformat(finding.day))) if finding.covert else finding.day
    return (
        finding.unit,
        [int(part) if part.isdigit() else 0 for part in re.split(r"(\d+)", finding.clause)],
        finding.clause,
        finding.item,
        finding.site_name,
        finding.month,
        finding.place,
        finding.severity,
        finding.approach,
        when,
        finding.id,
    )
