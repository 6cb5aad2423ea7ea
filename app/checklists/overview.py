"""The list of all checklists, and what a page says of one: where it stands, since when, whose drafts there are."""

from dataclasses import dataclass

from app.checklists import drafts, versions
from app.checklists.checking import ID
from app.checklists.difference import Difference
from app.checklists.drafts import Draft
from app.checklists.model import Checklist
from app.checklists.versions import Publication, Standing
from app.db import Database
from app.errors import N_, Place

RESERVED = frozenset({"new", "drafts", "uploads", "template.xlsx"})


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    form: Checklist
    standing: Standing
    since: Publication
    drafts: int

    @property
    def off(self) -> int:
        """How many of its items are switched off."""
        return sum(1 for item in self.form.items if not item.on)


def entries(db: Database, text: str = "", state: str = "") -> list[Entry]:
    """Every checklist, or those whose id, title, items or clauses hold the text; `state` is `used`, `retired` or ''."""
    last, open_drafts = versions.newest(db), drafts.everyones(db)
    found = [
        Entry(
            versions.get(db, each.id, each.version),
            each,
            last[each.id],
            sum(1 for draft in open_drafts if draft.checklist == each.id),
        )
        for each in versions.standings(db)
    ]
    wanted = text.casefold()
    return [
        entry
        for entry in found
        if (not state or (state == "retired") == bool(entry.standing.retired_at)) and _holds(entry.form, wanted)
    ]


def unpublished(db: Database) -> list[Draft]:
    """Drafts of checklists that were never published."""
    known = {each.id for each in versions.standings(db)}
    return [draft for draft in drafts.everyones(db) if draft.checklist not in known]


def of_checklist(db: Database, checklist: str) -> list[Draft]:
    """The open drafts of a checklist, the oldest first."""
    return [draft for draft in drafts.everyones(db) if draft.checklist == checklist]


def news(db: Database, standing: Standing) -> Difference | None:
    """What a newer version shipped with the product would change; None when there is none to take in."""
    if not standing.news:
        return None
    return Difference(versions.get(db, standing.id, standing.version), versions.get(db, standing.id, standing.news))


def naming_problems(db: Database, checklist: str, title: str) -> tuple[Place, ...]:
    """What is wrong with id and title of a new checklist."""
    wrong = []
    if not ID.fullmatch(checklist):
        wrong.append(Place("id", N_("An id has letters, figures, - _ and . only, a letter first, at most 40 of them.")))
    elif checklist in RESERVED or versions.find(db, checklist) or of_checklist(db, checklist):
        wrong.append(Place("id", N_("This id is taken. Choose another one.")))
    if not title:
        wrong.append(Place("title", N_("A checklist needs a title.")))
    elif len(title) > 100:
        wrong.append(Place("title", N_("A title has at most 100 characters.")))
    return tuple(wrong)


def _holds(form: Checklist, text: str) -> bool:
    texts = [form.id, form.title, form.title_en]
    for item in form.items:
        texts += [item.id, item.text, item.text_en, item.clause]
    return not text or any(text in each.casefold() for each in texts)
