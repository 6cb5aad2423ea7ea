"""The services that a site must offer, each as the accepted checks last saw it; and when the hotline was tried.

The six services of a hall and its Saturdays and Sundays are D2-4.2.1 and 4.2.3, those of hotline and website D2-4.3.1
and 4.3.2, the hours D2-4.3.3. The parts of a day are the bureau's own, since the source only says 24 hours.
"""

from dataclasses import dataclass
from datetime import date, datetime

from app import bureau, clock
from app.checklists import versions
from app.checklists.model import Checklist, Item
from app.db import Database
from app.errors import N_, NotFound
from app.intake import submissions
from app.org import sites
from app.org.sites import Site

HALLS, HOTLINE, WEBSITE = "CL05", "CL06", "CL07"
LOOKED_AT = 20  # the latest checks of a site, among which each service is looked for
SLOTS = {
    "night": N_("Small hours"),
    "day": N_("Daytime"),
    "evening": N_("Evening"),
    "rest": N_("Saturday, Sunday"),
}


@dataclass(frozen=True)
class Seen:
    """How a service was last seen: `verdict` pass or fail, empty when not seen; `day` of the check; whether a picture
    backs it. `asked` is False where the item does not apply to the site."""

    verdict: str = ""
    day: str = ""
    picture: bool = False
    asked: bool = True


@dataclass(frozen=True)
class Row:
    site: Site
    cells: tuple[Seen, ...]

    @property
    def missing(self) -> int:
        """How many services nobody has seen."""
        return sum(cell.asked and not cell.verdict for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Sites by services."""

    items: tuple[Item, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Tried:
    """How often a hotline was tried in a month, by the parts of the day in the order of SLOTS."""

    site: Site
    counts: tuple[int, ...]


def matrix(db: Database, checklist: str) -> Matrix:
    """Every site in service of the checklist's kinds by its items; empty when the checklist is not there."""
    try:
        form = versions.get(db, checklist, versions.current_version(db, checklist) or "")
    except NotFound:
        return Matrix((), ())
    items = tuple(item for item in form.items if item.on and item.clause)
    return Matrix(items, tuple(_row(db, form, items, site) for site in _of_kinds(db, form)))


def tried(db: Database, month: str) -> list[Tried]:
    """The hotlines with how often each was called in a month, by the start of the call."""
    found = []
    for site in (site for site in sites.everywhere(db) if site.kind == "hotline" and site.in_service):
        rows = db.rows(
            """SELECT id FROM submissions WHERE site = :site AND approach = 'phone'
               AND received_at >= :since ORDER BY received_at""",
            site=site.id,
            since=clock.stamp(clock.midnight(date.fromisoformat(f"{month}-01"))),
        )
        moments = [submissions.started(db, row["id"]) for row in rows]
        slots = [slot(db, moment) for moment in moments if clock.month_of(moment) == month]
        found.append(Tried(site, tuple(slots.count(name) for name in SLOTS)))
    return found


def slot(db: Database, moment: datetime) -> str:
    """The part of the day of a call: a Saturday or Sunday is one by itself, but its small hours are small hours."""
    if moment.hour < bureau.number(db, "hotline_night"):
        return "night"
    if moment.weekday() >= 5:
        return "rest"
    return "day" if moment.hour < bureau.number(db, "hotline_evening") else "evening"


def _of_kinds(db: Database, form: Checklist) -> list[Site]:
    kinds = form.kinds or tuple({kind for item in form.items for kind in item.kinds})
    return [site for site in sites.everywhere(db) if site.in_service and (not kinds or site.kind in kinds)]


def _row(db: Database, form: Checklist, items: tuple[Item, ...], site: Site) -> Row:
    seen: dict[str, Seen] = {}
    for check in db.rows(
        """SELECT submissions.id FROM submissions
           JOIN submission_checklists ON submission_checklists.submission = submissions.id AND checklist = :checklist
           JOIN reviews ON reviews.submission = submissions.id AND reviews.state = 'accepted'
           WHERE submissions.site = :site ORDER BY received_at DESC LIMIT :most""",
        checklist=form.id,
        site=site.id,
        most=LOOKED_AT,
    ):
        for item, found in _check(db, form.id, check["id"]).items():
            seen.setdefault(item, found)
    return Row(
        site,
        tuple(
            seen.get(item.id, Seen()) if form.applies(item, site.kind, site.county) else Seen(asked=False)
            for item in items
        ),
    )


def _check(db: Database, checklist: str, submission: str) -> dict[str, Seen]:
    """What one check saw of each item; a failing that the review dismissed is none."""
    day = submissions.started(db, submission).date().isoformat()
    rows = db.rows(
        """SELECT observations.item, observations.verdict, findings.id AS finding,
                  (SELECT count(*) FROM observation_photos WHERE observation_photos.submission = observations.submission
                   AND observation_photos.observation = observations.id) AS pictures
           FROM observations LEFT JOIN findings ON findings.submission = observations.submission
                AND findings.observation = observations.id AND findings.withdrawn_at IS NULL
           WHERE observations.submission = :submission AND observations.checklist = :checklist
             AND verdict IN ('pass', 'fail') ORDER BY position""",
        submission=submission,
        checklist=checklist,
    )
    found: dict[str, Seen] = {}
    for row in rows:
        if row["item"] not in found or row["finding"]:
            found[row["item"]] = Seen("fail" if row["finding"] else "pass", day, row["pictures"] > 0)
    return found
