"""What a roster file would change: every problem, and what is new, changed or as it was. Nothing is written."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

from app.db import Database
from app.org import kinds, plan_people, plan_sites, plan_staff, plan_units, reading
from app.org.columns import Place, Problem, Record
from app.org.drafting import KINDS, Draft, Item

MOST_SHOWN = 500
HEADERS = {kind.name: {column.name: column.header for column in kind.columns} for kind in kinds.KINDS}
OWN = {"merged_into": "into", "roles": "roles", "units": "unit", "employee": "name"}


@dataclass(frozen=True)
class Counted:
    """How many rows of a sheet are new, changed and as they were; `follows` counts what changes without a row."""

    kind: str
    sheet: str
    new: int
    changed: int
    same: int
    follows: int = 0


@dataclass(frozen=True)
class Change:
    """One thing that changes: its kind, what it is called, its row (0 without one), and header, old and new of each
    value."""

    kind: str
    name: str
    sheet: str
    row: int
    values: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Added:
    """One thing that is new: its kind, what it is called, its row, and what it belongs to in the words of the file."""

    kind: str
    name: str
    sheet: str
    row: int
    where: str


@dataclass
class Preview:
    """As it is kept and shown. `digest` is the same as long as the same file would change the same."""

    problems: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    counted: list[Counted] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    more: int = 0
    added: list[Added] = field(default_factory=list)
    more_added: int = 0
    ignored: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    accounts: bool = False
    digest: str = ""


def plan(db: Database, name: str, body: bytes) -> tuple[Draft, Preview]:
    """Reads a file and compares it with the roster."""
    contents = reading.read(readable(name), body)
    draft = Draft(db)
    draft.problems += contents.problems
    rows: dict[str, list[Record]] = defaultdict(list)
    for table in contents.tables:
        rows[table.kind.name] += table.records
    units = plan_units.plan(draft, rows["units"])
    sites = plan_sites.plan(draft, rows["sites"], units)
    posts = plan_sites.plan_posts(draft, rows["posts"], sites, units)
    employees = plan_staff.plan(draft, rows["employees"], units)
    plan_staff.plan_holders(draft, rows["holders"], posts, (units, sites, employees))
    if rows["inspectors"]:
        plan_people.plan(draft, rows["inspectors"], units)
    problems = _in_order(draft.problems, [table.sheet for table in contents.tables])
    preview = Preview(problems=[asdict(p) for p in problems[:MOST_SHOWN]], count=len(problems))
    preview.ignored = contents.ignored
    preview.unused = [each for table in contents.tables for each in table.unused]
    preview.counted = _counted(draft, contents)
    changes = _changes(draft)
    preview.changes, preview.more = changes[:MOST_SHOWN], max(0, len(changes) - MOST_SHOWN)
    added = [_added(draft, kind, item) for kind in KINDS for item in draft.of(kind) if item.new]
    preview.added, preview.more_added = added[:MOST_SHOWN], max(0, len(added) - MOST_SHOWN)
    preview.accounts = any(item.new or item.changed for item in draft.of("inspectors"))
    whole = [[asdict(each) for each in preview.counted], [asdict(each) for each in changes], _states(draft)]
    preview.digest = hashlib.sha256(json.dumps(whole).encode()).hexdigest()
    return draft, preview


def readable(name: str) -> str:
    """The name of a file without bytes that are no text, as an older system's names may hold."""
    return name.encode("utf-8", "replace").decode()


def kept(preview: Preview) -> str:
    return json.dumps(asdict(preview), ensure_ascii=False)


def restored(text: str) -> Preview:
    """The preview that was kept."""
    values = json.loads(text)
    values["counted"] = [Counted(**each) for each in values["counted"]]
    values["changes"] = [Change(**each) for each in values["changes"]]
    values["added"] = [Added(**each) for each in values.get("added", [])]
    return Preview(**values)


def problem_of(each: dict[str, Any]) -> Problem:
    return Problem(Place(**each["place"]), each["sentence"], each["values"])


def _in_order(problems: list[Problem], sheets: list[str]) -> list[Problem]:
    """By sheet, row and column, each once."""
    rank = {sheet: number for number, sheet in enumerate(sheets)}
    found = {(p.place, p.sentence, str(p.values)): p for p in problems}
    return sorted(found.values(), key=lambda p: (rank.get(p.place.sheet, -1), p.place.row))


def _counted(draft: Draft, contents: reading.Contents) -> list[Counted]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for kind in KINDS:
        for item in draft.of(kind):
            sheet = item.record.sheet if item.record else ""
            if item.record or item.changed:
                counts[kind, sheet, "new" if item.new else "changed" if item.changed else "same"] += 1
    found = [
        Counted(t.kind.name, t.sheet, *(counts[t.kind.name, t.sheet, state] for state in ("new", "changed", "same")))
        for t in contents.tables
    ]
    return found + [Counted(kind, "", 0, 0, 0, n) for (kind, sheet, _), n in counts.items() if not sheet]


def _states(draft: Draft) -> list[list[object]]:
    """Which row is about something new, changed or as it was, with what it is now."""
    return [
        [kind, item.record.sheet, item.record.row, item.new, "" if item.new else item.id]
        for kind in KINDS
        for item in draft.of(kind)
        if item.record
    ]


def _changes(draft: Draft) -> list[Change]:
    found = []
    for kind in KINDS:
        for item in draft.of(kind):
            if not item.changed or item.before is None:
                continue
            values = [
                (
                    HEADERS[kind].get(OWN.get(name, name), name),
                    _shown(draft, kind, name, old),
                    _shown(draft, kind, name, new),
                )
                for name, old, new in ((n, item.before.get(n), item.values[n]) for n in item.values)
                if old != new
            ]
            record = item.record
            found.append(
                Change(
                    kind,
                    _called(draft, kind, item),
                    record.sheet if record else "",
                    record.row if record else 0,
                    values,
                )
            )
    return found


def _added(draft: Draft, kind: str, item: Item) -> Added:
    sheet, row = (item.record.sheet, item.record.row) if item.record else ("", 0)
    if kind == "posts":
        where = str(draft.items["sites"][item["site"]]["name"])
    else:
        name = {"units": "parent", "holders": "since", "inspectors": "roles"}.get(kind, "unit")
        where = _shown(draft, kind, name, item[name])
    return Added(kind, _called(draft, kind, item), sheet, row, where)


def _called(draft: Draft, kind: str, item: Item) -> str:
    if kind != "holders":
        return str((item.before or item.values)["name"])
    post, employee = draft.items["posts"][item["post"]], draft.items["employees"][item["employee"]]
    return f"{draft.items['sites'][post['site']]['name']} {post['name']} {employee['name']}"


def _shown(draft: Draft, kind: str, name: str, value: Any) -> str:
    """A value in the words of the file."""
    units = draft.items["units"]
    if name in {"parent", "merged_into", "unit"}:
        return str(units[value]["name"]) if value else "—"
    if name == "units":
        return "、".join(sorted(units[each]["name"] for each in value)) or "—"
    if name == "roles":
        return "、".join(word for role, word in plan_people.ROLE_WORDS.items() if role in value) or "—"
    if name == "kind":
        words = plan_units.KIND_WORDS if kind == "units" else plan_sites.KIND_WORDS
        return words.get(value, value) or "—"
    if name in {"county", "scored"}:
        return "是" if value else "否"
    return str(value) if value not in {None, ""} else "—"
