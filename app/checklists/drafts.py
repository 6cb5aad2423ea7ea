"""Drafts of checklists: several people may each have theirs, every form of a page carries the revision that it saw.

A change on an older revision is not made: it comes back with what the others changed meanwhile, and can be made on the
new state. Publishing is refused likewise when the current version is no longer the one that the draft is based on.
"""

import copy
import json
import uuid
from dataclasses import dataclass
from typing import Any

from app import clock, journal
from app.checklists import bounds, checking, editing, merging, versions
from app.checklists.editing import Content, Edit
from app.checklists.model import Checklist, from_content
from app.checklists.problem import Problem
from app.db import Database
from app.errors import N_, Conflict, Invalid, NotFound
from app.people.persons import Person

UNMARKED = "unmarked"  # a file that does not say from which version of its checklist it was made
ORIGINS = ("edit", "copy", "new", "shipped", "upload", "xlsform", UNMARKED)


@dataclass(frozen=True)
class Draft:
    """`base` is the published version that it began with (None for a new checklist), `shipped` the version of the
    product that it takes in, `by` whose it is."""

    id: str
    checklist: str
    base: str | None
    shipped: str | None
    content: Content
    revision: int
    by: str
    at: str
    origin: str

    @property
    def unmarked(self) -> bool:
        """Whether nobody knows which changes of others the draft takes back, since its file did not say."""
        return self.origin == UNMARKED

    @property
    def form(self) -> Checklist:
        """The draft as a form; it may still have problems."""
        return from_content(self.content)


@dataclass(frozen=True)
class Change:
    """What somebody did to a draft at a revision; `old` is what the target was before, as JSON values."""

    revision: int
    at: str
    by: str
    what: str
    target: str
    old: Any


def begin(
    db: Database, by: Person, content: Content, origin: str, *, base: str | None = None, shipped: str | None = None
) -> str:
    """A new draft of the checklist that the content names; its id. `base` is its current version unless it is given."""
    assert origin in ORIGINS, origin
    draft = str(uuid.uuid4())
    with db.write():
        db.execute(
            """INSERT INTO checklist_drafts (id, checklist, base, shipped, content, revision, by, at, origin)
               VALUES (:id, :checklist, :base, :shipped, :content, 1, :by, :at, :origin)""",
            id=draft,
            checklist=content["id"],
            base=base or versions.current_version(db, content["id"]),
            shipped=shipped,
            content=json.dumps(editing.canonical(content), ensure_ascii=False),
            by=by.id,
            at=clock.stamp(),
            origin=origin,
        )
        journal.record(db, by.id, "checklist.drafted", content["id"], draft=draft, origin=origin)
    return draft


def get(db: Database, draft: str) -> Draft:
    """An open draft. Raises NotFound, and Conflict for one that was published or thrown away."""
    row = db.one(
        """SELECT id, checklist, base, shipped, content, revision, by, at, origin, ended_at, published
           FROM checklist_drafts WHERE id = :id""",
        id=draft,
    )
    ended, published = row.pop("ended_at"), row.pop("published")
    if ended:
        raise Conflict(
            N_("This draft of %(id)s was published meanwhile. What is typed anew begins with the version in force.")
            if published
            else N_("This draft of %(id)s was thrown away meanwhile."),
            id=row["checklist"],
        )
    return Draft(**row | {"content": json.loads(row["content"])})


def everyones(db: Database) -> list[Draft]:
    """Every open draft, by checklist, the oldest first."""
    rows = db.rows(
        """SELECT id, checklist, base, shipped, content, revision, by, at, origin FROM checklist_drafts
           WHERE ended_at IS NULL ORDER BY checklist, at, id"""
    )
    return [Draft(**row | {"content": json.loads(row["content"])}) for row in rows]


def change(db: Database, by: Person, draft: str, seen: int, edit: Edit) -> list[Change]:
    """Makes a change on revision `seen`. Gives what the others changed since, and makes none, when that is not the
    newest. Raises NotFound, Invalid for more than a draft holds, and Conflict for a revision that there never was."""
    with db.write():
        found = get(db, draft)
        if seen != found.revision:
            late = since(db, draft, max(seen, 0)) if seen < found.revision else []
            if not late:
                raise Conflict(N_("This form is incomplete. Please open it anew."))
            return late
        old = _target(found.content, edit)
        content = editing.canonical(edit.apply(copy.deepcopy(found.content)))
        if content != found.content:
            bounds.hold(content)
            _store(db, found, content)
            _note(db, found, by, (edit.what, edit.target), old)
    return []


def since(db: Database, draft: str, seen: int) -> list[Change]:
    """What was changed after revision `seen`, the first first."""
    rows = db.rows(
        """SELECT revision, at, by, what, target, old FROM checklist_draft_changes
           WHERE draft = :draft AND revision > :seen ORDER BY revision""",
        draft=draft,
        seen=seen,
    )
    return [Change(**row | {"old": json.loads(row["old"]) if row["old"] else None}) for row in rows]


def problems(db: Database, draft: Draft) -> list[Problem]:
    """What stands in the way of publishing it; also an item that another checklist has already."""
    elsewhere = {item: form for item, form in versions.owners(db).items() if form != draft.checklist}
    found = checking.problems(draft.content, elsewhere)
    sentence = N_("this id belongs to an item of the checklist %(id)s.")
    return found + [
        Problem(sentence, {"id": elsewhere[item["id"]]}, "id", s, i, item["id"])
        for s, section in enumerate(draft.content["sections"])
        for i, item in enumerate(section["items"])
        if item["id"] in elsewhere
    ]


def overtaken(db: Database, draft: Draft) -> versions.Publication | None:
    """The publication that came after the version that the draft began with; None when that one is current."""
    current = versions.current_version(db, draft.checklist)
    return versions.publications(db, draft.checklist)[0] if current != draft.base else None


def publish(db: Database, by: Person, draft: str, revision: int, over: str) -> None:
    """Makes the draft the current version. `over` is the current version that the person has seen ('' when there was
    none). Raises Invalid for a draft with problems, Conflict when it was changed or another version was published
    meanwhile, NotFound."""
    with db.write():
        found = get(db, draft)
        if problems(db, found):
            raise Invalid(N_("The draft has problems. It can be published when they are solved."))
        if found.revision != revision or (versions.current_version(db, found.checklist) or "") != over:
            raise Conflict(
                N_("The draft or the checklist was changed meanwhile. Nothing was published; look at it again.")
            )
        form = found.form
        versions.publish(db, form, by.id, versions.DEPARTMENT, found.shipped)
        _end(db, draft, by, form.version)


def rebase(db: Database, by: Person, draft: str, revision: int, onto: str) -> None:
    """Takes the version `onto`, the current one, as what the draft begins with: what the draft changed is changed in
    that. Raises Conflict when one of both was changed meanwhile, and NotFound."""
    with db.write():
        found = get(db, draft)
        if found.revision != revision or versions.current_version(db, found.checklist) != onto:
            raise Conflict(
                N_("The draft or the checklist was changed meanwhile. Nothing was published; look at it again.")
            )
        base = versions.get(db, found.checklist, found.base).content() if found.base else None
        theirs = versions.get(db, found.checklist, onto).content()
        _store(db, found, editing.canonical(merging.merged(base, found.content, theirs)))
        db.execute("UPDATE checklist_drafts SET base = :onto WHERE id = :id", id=draft, onto=onto)
        _note(db, found, by, ("rebased", onto))


def drop(db: Database, by: Person, draft: str, revision: int) -> None:
    """Throws a draft away. Raises Conflict when it was changed meanwhile, and NotFound."""
    with db.write():
        if get(db, draft).revision != revision:
            raise Conflict(N_("Somebody has changed this draft meanwhile; it was not thrown away. Look at it again."))
        _end(db, draft, by, None)


def _target(content: Content, edit: Edit) -> Any:
    """What the edit's target is now: an item, or the form or a section without its parts."""
    if edit.what == "item":
        return editing.item_of(content, edit.target)
    if edit.what == "items":
        return {name: editing.item_of(content, name) for name in edit.target.split()}
    if edit.what == "head":
        return {name: value for name, value in content.items() if name != "sections"}
    if edit.what == "dropped":
        return editing.item_of(content, edit.target)
    return None


def _store(db: Database, draft: Draft, content: Content) -> None:
    touched = db.execute(
        "UPDATE checklist_drafts SET content = :content, revision = revision + 1 WHERE id = :id",
        id=draft.id,
        content=json.dumps(content, ensure_ascii=False),
    )
    if not touched:
        raise NotFound


def _note(db: Database, draft: Draft, by: Person, edit: tuple[str, str], old: Any = None) -> None:
    what, target = edit
    db.execute(
        """INSERT INTO checklist_draft_changes (draft, revision, at, by, what, target, old)
           VALUES (:draft, :revision, :at, :by, :what, :target, :old)""",
        draft=draft.id,
        revision=draft.revision + 1,
        at=clock.stamp(),
        by=by.id,
        what=what,
        target=target,
        old=json.dumps(old, ensure_ascii=False) if old is not None else None,
    )
    told = {"draft": draft.id, "revision": draft.revision + 1, "edit": what, "target": target}
    journal.record(db, by.id, "checklist.draft_changed", draft.checklist, **told)


def _end(db: Database, draft: str, by: Person, published: str | None) -> None:
    db.execute(
        "UPDATE checklist_drafts SET ended_at = :at, ended_by = :by, published = :published WHERE id = :id",
        id=draft,
        at=clock.stamp(),
        by=by.id,
        published=published,
    )
    if published is None:
        journal.record(db, by.id, "checklist.draft-dropped", draft)
