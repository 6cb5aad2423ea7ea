"""Pages of the scoring package: the month's ranking and ledgers, closing a month, and the home page of a unit."""

from collections import Counter

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app import clock
from app.db import Database
from app.errors import NotFound
from app.org import accounts
from app.org.units import Unit
from app.pages import allow, database, me, page, session_hash, settings
from app.people import assertions
from app.review import findings
from app.scoring import charts, heat, months, proposals, sent_on, standing, versions
from app.scoring.rulebook.views import blueprint as rulebook

blueprint = Blueprint("scoring", __name__)
blueprint.register_blueprint(rulebook)
BUREAU = frozenset({"planner", "publisher"})


@blueprint.get("/scores/")
@allow("planner", "publisher", "leader")
def current() -> Answer:
    """Leads to the month under way."""
    return redirect(f"/scores/{clock.month_of(clock.now())}", 303)


@blueprint.get("/scores/<month>")
@allow("planner", "publisher", "leader")
def scores(month: str) -> Response:
    """The ranking of a month, the ledger of the chosen unit, and which clauses were not met where."""
    db = database()
    around = standing.around(db, month)
    mine, bureau = _units(db, month), bool(me().roles & BUREAU)
    table = [line for line in months.table(db, month) if line.unit in mine]
    visited = [line.unit for line in table]
    chosen = _chosen(visited, request.args.get("unit", ""))
    rules = versions.get(db, table[0].rule_version) if table else versions.in_force(db)
    trend = months.trend(db, month)
    return page(
        "scoring/month.html",
        around=around,
        bureau=bureau,
        rows=[standing.of(line, trend[line.unit.id], month) for line in table],
        unvisited=[unit for unit in mine if unit not in visited],
        chosen=next((line for line in table if line.unit == chosen), None),
        ledger=months.ledger(db, month, chosen.id) if chosen else [],
        sent_on=sent_on.of(db, month, chosen.id) if chosen else [],
        units=mine,
        clauses=heat.clauses(db, month, mine),
        rules=rules,
        since=proposals.since(db, rules.version, around.closure.at if around.closure else ""),
        axis=charts.axis((line.score for line in table), rules),
        closable="publisher" in me().roles and months.hindrance(db, month) is None,
        waiting=months.waiting(db, month) if bureau and around.closure is None else 0,
    )


@blueprint.post("/scores/<month>/closure")
@allow("publisher")
def closure(month: str) -> Answer:
    """Closes a month with a fresh passkey. Raises Forbidden, Invalid and Conflict."""
    db = database()
    months.closable(db, month)
    assertions.demand(db, settings(), session_hash(), me().id, f"close:{month}", request.form.get("assertion", ""))
    months.close(db, me(), month)
    return redirect(f"/scores/{month}", 303)


@blueprint.get("/home/")
@allow("unit")
def home() -> Response:
    """A unit's month: its score and where it stands, the ledger, and how many findings of which severity."""
    db = database()
    around = standing.around(db, request.args.get("month", "") or clock.month_of(clock.now()))
    mine = _units(db, around.month)
    unit = _chosen(mine, request.args.get("unit", ""))
    table = months.table(db, around.month)
    line = next((line for line in table if line.unit == unit), None)
    found = findings.confirmed(db, frozenset({unit.id}), around.month) if unit else []
    return page(
        "scoring/home.html",
        around=around,
        units=mine,
        unit=unit,
        standing=standing.of(line, months.trend(db, around.month)[line.unit.id], around.month) if line else None,
        ranked=sum(line.rank is not None for line in table),
        ledger=months.ledger(db, around.month, line.unit.id) if line else [],
        sent_on=sent_on.of(db, around.month, unit.id) if unit else [],
        severities=Counter(finding.severity for finding in found),
        rules=versions.get(db, line.rule_version) if line else versions.in_force(db),
    )


def _units(db: Database, month: str) -> list[Unit]:
    """The units of a month whose figures this person may see: all for the bureau, else those of the own subtree."""
    ranked = months.roster(db, month)
    if me().roles & BUREAU:
        return ranked
    visible = accounts.visible(db, me().id)
    return [unit for unit in ranked if unit.id in visible]


def _chosen(among: list[Unit], unit: str) -> Unit | None:
    """The unit asked for, or the first. Raises NotFound for one that is not among them."""
    if not unit:
        return among[0] if among else None
    found = next((each for each in among if each.id == unit), None)
    if found is None:
        raise NotFound
    return found
