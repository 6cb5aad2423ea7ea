"""Builders with defaults, so that a test says only what matters to it."""

import hashlib
import json
import uuid
from datetime import date
from types import SimpleNamespace
from typing import Any

from app.checklists import versions
from app.checklists.model import Checklist
from app.db import Database
from app.org import accounts, sites, units
from app.people import persons
from app.visits import visits
from app.visits.visits import Visit


def a_cast(db: Database) -> SimpleNamespace:
    """One person of each role, `inspector2`, `planner2`, `unit2`; the tree `company` over `east` and `west`, each with
    a hall (`hall`, `hall2`) of three counters."""
    company = units.add(db, "示范供电公司", short="公司", kind="company", scored=False)
    east = units.add(db, "城东供电所", short="城东", parent=company.id)
    west = units.add(db, "城西供电所", short="城西", parent=company.id)
    posts = ("1号柜台", "2号柜台", "3号柜台", "引导台", "值班主任")
    cast = SimpleNamespace(
        company=company,
        east=east,
        west=west,
        hall=sites.add(db, east.id, "城东供电所营业厅", posts=posts),
        hall2=sites.add(db, west.id, "城西供电所营业厅", posts=posts),
        inspector=persons.add(db, "周敏", "inspector"),
        inspector2=persons.add(db, "吴桐", "inspector"),
        shopper=persons.add(db, "郑秋", "shopper"),
        planner=persons.add(db, "李文静", "planner"),
        planner2=persons.add(db, "孙立", "planner"),
        publisher=persons.add(db, "王建国", "publisher"),
        unit=persons.add(db, "赵海", "unit"),
        unit2=persons.add(db, "钱江", "unit"),
        leader=persons.add(db, "陈志远", "leader"),
        supervisor=persons.add(db, "冯岚", "supervisor"),
        admin=persons.add(db, "何晓", "admin"),
    )
    accounts.attach(db, cast.unit.id, east.id)
    accounts.attach(db, cast.unit2.id, west.id)
    accounts.attach(db, cast.leader.id, company.id)
    return cast


def a_visit(db: Database, cast: SimpleNamespace, **changes: Any) -> Visit:
    """An open visit of the east hall by the inspector, given by planner2, this week."""
    return visits.give(
        db,
        **{
            "site": cast.hall.id,
            "approach": "open",
            "checklists": ("CL02",),
            "inspector": cast.inspector.id,
            "opens": date(2026, 11, 23),
            "closes": date(2026, 11, 27),
            "by": cast.planner2.id,
        }
        | changes,
    )


def checklist(db: Database, name: str = "CL02") -> Checklist:
    """The current version of a checklist."""
    return versions.get(db, name, versions.current_version(db, name) or "")


def an_observation(item: str = "CL02-10", verdict: str = "pass", **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "item": item,
        "post": None,
        "verdict": verdict,
        "value": None,
        "note": "",
        "at": "2026-11-24T10:38:12+08:00",
        "bulk": False,
        "photos": [],
    } | changes


def an_envelope(db: Database, visit: Visit | None, *observations: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The body of a submission, with the current version of the visit's checklists."""
    names = visit.checklists if visit else ("CL02",)
    return {
        "protocol": 1,
        "visit": visit.id if visit else None,
        "site": None,
        "approach": None,
        "replaces": None,
        "note": "",
        "checklists": [{"id": name, "version": checklist(db, name).version} for name in names],
        "started_at": "2026-11-24T09:12:03+08:00",
        "finished_at": "2026-11-24T10:40:00+08:00",
        "device": {"id": "6f1c2c52-2f3c-4a57-9c1e-7c1f1d9f2a11", "counter": 42},
        "location": None,
        "observations": list(observations) or [an_observation()],
    } | changes


def body(envelope: dict[str, Any]) -> bytes:
    """The exact bytes that a phone sends."""
    return json.dumps(envelope, ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    """The name of a photo."""
    return hashlib.sha256(content).hexdigest()
