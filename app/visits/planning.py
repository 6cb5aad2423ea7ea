"""The planner's list: the visits of a month, by state, unit and approach, page by page; and who has how much to do."""

from dataclasses import dataclass
from urllib.parse import urlencode

from app import clock
from app.checklists.model import APPROACHES, COVERT
from app.db import Database, Row
from app.errors import N_
from app.org import sites, units
from app.org.sites import Site
from app.people import persons
from app.people.persons import Person
from app.visits import changes, visits
from app.visits.drafting import may_be_given
from app.visits.visits import Visit

PAGE = 50
STATES = {
    "todo": N_("To do"),
    "late": N_("Overdue"),
    "returned": N_("Sent back"),
    "delivered": N_("Received"),
    "cancelled": N_("Called off"),
}
ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """What the list shows: a month (`2026-11`) or `all`, and where not empty one state, the units below one, one
    approach. `after` is the visit to go on behind."""

    month: str
    state: str = ""
    unit: str = ""
    approach: str = ""
    after: str = ""

    def address(self, state: str, after: str = "") -> str:
        """Where the same is shown in another state, or what follows behind a visit."""
        asked = vars(self) | {"state": state, "after": after}
        return "/visits/?" + urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class Planned:
    """A visit with its site. `inspector` is None where it is sealed: covert work that somebody else gave.
    `late_result`: something arrived for a visit that is called off, or from somebody who no longer had it. `away`: who
    has it to do is out of service or has lost the role; never told where the inspector is sealed."""

    visit: Visit
    site: Site
    inspector: str | None
    state: str
    late_result: bool
    away: bool = False


def state_of(visit: Visit) -> str:
    """One of STATES. What is overdue is still to do, and so is what was sent back."""
    if visit.cancelled_at:
        return "cancelled"
    if visit.delivered_at:
        return "delivered"
    if visit.closes < clock.today().isoformat():
        return "late"
    return "returned" if visit.returned_submission else "todo"


def page(db: Database, viewer: Person, wanted: Wanted) -> list[Planned]:
    """Up to PAGE visits, those with the latest windows first. The month of a visit is that of its first day."""
    first, last = _bounds(wanted.month)
    rows = db.rows(
        """SELECT visits.id FROM visits JOIN sites ON sites.id = visits.site
           WHERE opens >= :first AND opens <= :last
             AND (:approach = '' OR approach = :approach)
             AND (:after = '' OR (opens, visits.id) < (SELECT opens, id FROM visits WHERE id = :after))
             AND (:unit = '' OR sites.unit IN (
               WITH RECURSIVE below (id) AS (
                 SELECT id FROM units WHERE id = :unit
                 UNION SELECT units.id FROM units JOIN below ON units.parent = below.id
               ) SELECT id FROM below))
             AND CASE :state
               WHEN 'todo' THEN cancelled_at IS NULL AND delivered_at IS NULL
               WHEN 'late' THEN cancelled_at IS NULL AND delivered_at IS NULL AND closes < :today
               WHEN 'returned' THEN cancelled_at IS NULL AND delivered_at IS NULL AND returned_submission IS NOT NULL
               WHEN 'delivered' THEN cancelled_at IS NULL AND delivered_at IS NOT NULL
               WHEN 'cancelled' THEN cancelled_at IS NOT NULL ELSE 1 = 1 END
           ORDER BY opens DESC, visits.id DESC LIMIT :limit""",
        first=first,
        last=last,
        approach=wanted.approach,
        after=wanted.after,
        unit=wanted.unit,
        state=wanted.state,
        today=clock.today().isoformat(),
        limit=PAGE,
    )
    return [planned(db, viewer, row["id"]) for row in rows]


def asks_for_something_known(db: Database, wanted: Wanted) -> bool:
    """Whether the list can be asked for this: state, unit, approach and place exist."""
    return (
        wanted.state in {"", *STATES}
        and wanted.approach in {"", *APPROACHES}
        and (not wanted.unit or any(unit.id == wanted.unit for unit in units.everyone(db)))
    )


def planned(db: Database, viewer: Person, visit: str) -> Planned:
    """The visit as the planner sees it. Raises NotFound."""
    found = visits.get(db, visit)
    late = bool(found.delivered_at) if found.cancelled_at else _from_a_former_one(db, found)
    who, over = _inspector(db, viewer, found), found.delivered_at or found.cancelled_at
    away = who is not None and not over and not may_be_given(who, found.approach)
    return Planned(found, sites.get(db, found.site), who.name if who else None, state_of(found), late, away)


def inspector(db: Database, viewer: Person, visit: Visit) -> str | None:
    """The name of whose visit it is now; None where it is sealed."""
    who = _inspector(db, viewer, visit)
    return who.name if who else None


def _inspector(db: Database, viewer: Person, visit: Visit) -> Person | None:
    now = db.one("SELECT person, by FROM assignments WHERE visit = :visit AND until IS NULL", visit=visit.id)
    return persons.load(db, now["person"]) if not sealed(viewer, visit, now["by"]) else None


def sealed(viewer: Person, visit: Visit, by: str | None) -> bool:
    """Whether an assignment that `by` made is a secret to the viewer: they could be asked to review the visit."""
    return visit.covert and by != viewer.id


def counts(db: Database, month: str) -> dict[str, int]:
    """How many visits of the month stand in each state, and in all; nothing for all months, which may be very many."""
    if month == ALL:
        return {}
    first, last = _bounds(month)
    row = db.one(
        """SELECT count(*) AS every,
             sum(CASE WHEN cancelled_at IS NULL AND delivered_at IS NULL THEN 1 ELSE 0 END) AS todo,
             sum(CASE WHEN cancelled_at IS NULL AND delivered_at IS NULL AND closes < :today THEN 1 ELSE 0 END) AS late,
             sum(CASE WHEN cancelled_at IS NULL AND delivered_at IS NULL AND returned_submission IS NOT NULL
                 THEN 1 ELSE 0 END) AS returned,
             sum(CASE WHEN cancelled_at IS NULL AND delivered_at IS NOT NULL THEN 1 ELSE 0 END) AS delivered,
             sum(CASE WHEN cancelled_at IS NOT NULL THEN 1 ELSE 0 END) AS cancelled
           FROM visits WHERE opens >= :first AND opens <= :last""",
        first=first,
        last=last,
        today=clock.today().isoformat(),
    )
    return {name: number or 0 for name, number in row.items()}


def left_over(db: Database, month: str) -> int:
    """How many visits of earlier months are still to do."""
    row = db.one(
        "SELECT count(*) AS n FROM visits WHERE opens < :first AND cancelled_at IS NULL AND delivered_at IS NULL",
        first=f"{month}-01",
    )
    return int(row["n"])


def months(db: Database) -> list[str]:
    """This month and every one from the first visit to the last, newest first."""
    now = clock.month_of(clock.now())
    earliest = db.one("SELECT min(opens) AS day FROM visits")["day"] or now
    latest = db.one("SELECT max(opens) AS day FROM visits")["day"] or now
    first, month = min(now, earliest[:7]), max(now, latest[:7])
    found = [month]
    while month > first:
        month = clock.month_before(month)
        found.append(month)
    return found


def load(db: Database, viewer: Person, opens: str, closes: str) -> dict[str, int]:
    """How many visits each person has to do that meet the window, of those whose inspector the viewer may know."""
    rows: list[Row] = db.rows(
        """SELECT assignments.person, assignments.by, approach FROM visits
           JOIN assignments ON assignments.visit = visits.id AND assignments.until IS NULL
           WHERE cancelled_at IS NULL AND delivered_at IS NULL AND opens <= :closes AND closes >= :opens""",
        opens=opens,
        closes=closes,
    )
    known = [row["person"] for row in rows if row["approach"] not in COVERT or row["by"] == viewer.id]
    return {person: known.count(person) for person in set(known)}


def waiting(db: Database, site: str, opens: str, closes: str) -> int:
    """How many visits of a site are to do that meet the window."""
    row = db.one(
        """SELECT count(*) AS n FROM visits WHERE cancelled_at IS NULL AND delivered_at IS NULL
           AND opens <= :closes AND closes >= :opens AND site = :site""",
        opens=opens,
        closes=closes,
        site=site,
    )
    return int(row["n"])


def _from_a_former_one(db: Database, visit: Visit) -> bool:
    """Whether something arrived since the visit was given to whoever still has to do it."""
    if visit.delivered_at or visit.returned_submission:
        return False
    told = [change.what for change in changes.history(db, visit.id)]
    return "reassigned" in told and "received" in told[::-1][: told[::-1].index("reassigned")]


def _bounds(month: str) -> tuple[str, str]:
    return ("", "9999-12-31") if month == ALL else (f"{month}-01", f"{month}-31")
