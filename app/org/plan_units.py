"""Units of a roster file: which each row is about, where it hangs in the tree, what closes and what is merged."""

from app.errors import N_
from app.org.cells import alike, plain
from app.org.columns import Record
from app.org.drafting import Draft, Item, Known

KINDS = {
    "公司": "company",
    "市公司": "company",
    "供电公司": "company",
    "地市公司": "company",
    "分公司": "branch",
    "供电分公司": "branch",
    "县公司": "county",
    "县级公司": "county",
    "县供电公司": "county",
    "供电所": "station",
    "所": "station",
    "乡镇供电所": "station",
    "部门": "department",
    "科室": "department",
    "班组": "department",
}
KIND_WORDS = {"company": "公司", "branch": "分公司", "county": "县公司", "station": "供电所", "department": "部门"}


class Units(Known):
    """Finds units by code or name, as they are after the import."""

    kind = "units"

    def like(self, text: str) -> list[Item]:
        """By code, by name, or by 上级/名称."""
        if item := self.by_code.get(plain(text)):
            return [item]
        found = self.by_name.get(alike(text), [])
        if not found and "/" in text:
            above, _, name = text.rpartition("/")
            parents = {item.id for item in self.like(above)}
            found = [item for item in self.by_name.get(alike(name), []) if item["parent"] in parents]
        return found

    def named(self, record: Record, column: str) -> Item | None:
        """The unit that a cell names; None, with a problem, when there is none or more than one."""
        text = record[column]
        found = self.like(text)
        # Merged and closed units may have left their name to another.
        standing = [item for item in found if self.draft.in_service(item)] or found
        if len(standing) == 1:
            return standing[0]
        if standing:
            sentence = N_("There are %(count)s units called %(name)s. Write the code, or 上级单位/单位名称.")
            self.draft.wrong(record, column, sentence, count=len(standing), name=text)
        else:
            sentence = N_("There is no unit %(name)s, neither in this file nor in the roster.")
            self.draft.wrong(record, column, sentence, name=text)
        return None


def plan(draft: Draft, records: list[Record]) -> Units:
    """Puts the rows into the draft, and gives the units as they are then."""
    units = Units(draft)
    rows: list[tuple[Record, Item]] = []
    for record in sorted(records, key=lambda r: r["code"] not in units.by_code):  # what was renamed first
        if item := _about(draft, units, record):
            rows.append((record, item))
    units.refresh()
    for record, item in rows:
        _place(draft, units, record, item)
    for record, item in rows:
        _close(draft, units, record, item)
    _tree(draft)
    _names(draft)
    units.refresh()
    return units


def _about(draft: Draft, units: Units, record: Record) -> Item | None:
    """The unit of a row with its plain values; a new one where none is known by that code or name."""
    name, code = draft.name(record), draft.code(record)
    if not name:
        return None
    item = units.by_code.get(code) if code else None
    if item is None:
        likely = [u for u in units.by_name.get(alike(name), []) if _fits(units, u, record["parent"], code)]
        if len(likely) > 1:
            draft.wrong(
                record, "name", N_("Several units are called %(name)s. Give the 单位编号 of the one."), name=name
            )
            return None
        item = likely[0] if likely else None
    if item is None and not code and (other := _elsewhere(draft, units, name)):
        sentence = N_(
            "A unit %(name)s stands below another parent already. Give its 单位编号 to move it, or a new one if this "
            "is another unit."
        )
        draft.wrong(record, "parent", sentence, name=other["name"])
        return None
    if item is None:
        item = draft.add("units", record, parent=None, name=name, short=name, kind="", county=0, scored=1, code=code)
        item.values |= {"closed_on": None, "merged_into": None}
        units.note(item)
    elif not draft.claim(item, record, "code" if code else "name"):
        return None
    was = item["name"]
    short = draft.name(record, "short", required=False)
    item.values |= {"name": name, "code": code or item["code"]}
    item.values["short"] = short or (name if item["short"] == was else item["short"])
    kind = _kind(draft, record, item)
    item.values["county"] = int(draft.choice(record, "county", kind == "county" if item.new else bool(item["county"])))
    item.values["kind"] = kind
    if was != name or code:
        units.note(item)
    return item


def _elsewhere(draft: Draft, units: Units, name: str) -> Item | None:
    """A unit of the roster that is called so."""
    called = (item for item in units.by_name.get(alike(name), []) if not item.new and draft.in_service(item))
    return next(called, None)


def _fits(units: Units, item: Item, parent: str, code: str) -> bool:
    """Whether a unit of the row's name can be the one meant: not of another code, and below the named parent."""
    if code and item["code"] and item["code"] != code:
        return False
    if not parent or (item.new and item.record and item.record["parent"] == parent):
        return True
    return not item.new and item["parent"] in {each.id for each in units.like(parent)}


def _kind(draft: Draft, record: Record, item: Item) -> str:
    text = alike(record["kind"])
    if text in KINDS:
        return KINDS[text]
    if text:
        allowed = "、".join(KIND_WORDS.values())
        draft.wrong(
            record, "kind", N_("“%(text)s” is no kind. Possible are: %(all)s."), text=record["kind"], all=allowed
        )
    if item["kind"]:
        return str(item["kind"])
    name = item["name"]
    if not record["parent"]:
        return "company"
    by_end = {"分公司": "branch", "供电所": "station", "公司": "county" if "县" in name else "company"}
    return next((kind for end, kind in by_end.items() if name.endswith(end)), "department")


def _place(draft: Draft, units: Units, record: Record, item: Item) -> None:
    if record["parent"]:
        above = units.named(record, "parent")
        if above is item:
            draft.wrong(record, "parent", N_("A unit cannot stand below itself."))
        elif above:
            item.values["parent"] = above.id
    if item.new:
        item.values["scored"] = int(item["parent"] is not None)
    item.values["scored"] = int(draft.choice(record, "scored", bool(item["scored"])))


def _close(draft: Draft, units: Units, record: Record, item: Item) -> None:
    item.values["closed_on"] = draft.closing(record, item["closed_on"])
    if item["closed_on"] is None:
        item.values["merged_into"] = None
    if not record["into"]:
        return
    into = units.named(record, "into")
    if into is item:
        draft.wrong(record, "into", N_("A unit cannot be merged into itself."))
    elif into and ((into.record and into.record["into"]) or not draft.in_service(into)):
        draft.wrong(record, "into", N_("%(name)s is out of service itself."), name=into["name"])
    elif into:
        item.values["merged_into"] = into.id
        item.values["closed_on"] = item["closed_on"] or draft.today
        if item["closed_on"] > draft.today:
            sentence = N_("A merger holds from the day it is imported: give today, an earlier day, or none.")
            draft.wrong(record, "closed_on", sentence)
        for below in draft.of("units"):
            if below["parent"] == item.id and draft.in_service(below):
                below.values["parent"] = item["parent"] if below is into else into.id


def _tree(draft: Draft) -> None:
    """One root, no cycles, nothing in service below what is closed."""
    every = draft.items["units"]
    # A blank parent of a row cannot take an existing unit out of the tree: it keeps the one it has.
    roots = [item for item in every.values() if item["parent"] is None and draft.in_service(item) and not _lost(item)]
    spoken = [item for item in roots if item.record and item.new]
    if len(roots) > 1:
        for item in spoken[0 if any(not root.new for root in roots) else 1 :]:
            others = "、".join(root["name"] for root in roots if root is not item)
            sentence = N_("A unit without 上级单位 stands at the top, and there stands already: %(others)s.")
            assert item.record
            draft.wrong(item.record, "parent", sentence, others=others)
    closed_above: set[str] = set()
    for item in every.values():
        above = _above(every, item)
        if item.record and above is None:
            draft.wrong(item.record, "parent", N_("Going up from this unit leads back to it."))
        elif above and draft.in_service(item):
            closed = next((each for each in above[:1] if not draft.in_service(each)), None)
            told = closed and (closed.record or item.record)
            if closed and told and closed.id not in closed_above:
                closed_above.add(closed.id)
                sentence = N_("%(name)s is out of service, but %(below)s stands below it. Close or move that one, too.")
                column = "closed_on" if told is closed.record else "parent"
                draft.wrong(told, column, sentence, name=closed["name"], below=item["name"])


def _lost(item: Item) -> bool:
    """Whether a unit has no parent only because the one of its row was not found; that has been told."""
    return item.record is not None and bool(item.record["parent"])


def _above(every: dict[str, Item], item: Item) -> list[Item] | None:
    """The units above, the nearest first; None when they lead in a circle through this one."""
    path: list[Item] = []
    at, seen = item, {item.id}
    while at["parent"] is not None:
        at = every[at["parent"]]
        if at is item:
            return None
        if at.id in seen:
            break
        seen.add(at.id)
        path.append(at)
    return path


def _names(draft: Draft) -> None:
    seen: dict[tuple[str | None, str], Item] = {}
    for item in draft.of("units"):
        if not draft.in_service(item):
            continue
        other = seen.setdefault((item["parent"], alike(item["name"])), item)
        told = item.record or other.record
        if other is not item and told:
            sentence = N_("Two units below one parent are called %(name)s. Give one of them another name by its code.")
            draft.wrong(told, "name", sentence, name=item["name"])
