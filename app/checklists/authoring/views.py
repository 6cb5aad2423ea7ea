"""Writing a draft: its list of items, each item, title and sections; every form carries the revision that it saw."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app.checklists import clauses, drafts, editing, typed, versions
from app.checklists.authoring.telling import told
from app.checklists.drafts import Change, Draft
from app.checklists.editing import Edit
from app.checklists.excel import spelling
from app.checklists.model import APPROACHES, KINDS, PHOTO_RULES, SEVERITIES, SITE_KINDS, SUBJECTS, VERDICTS
from app.checklists.naming import WORDS
from app.checklists.problem import Problem
from app.errors import NotFound
from app.pages import allow, database, me, page
from app.people import persons

blueprint = Blueprint("authoring", __name__, url_prefix="/checklists/drafts")
WRITERS = ("planner", "publisher")
SPARE_OPTIONS = 3


@blueprint.context_processor
def words() -> dict[str, object]:
    return {"names": _names(), **WORDS}


@blueprint.get("/<draft>")
@allow(*WRITERS)
def draft(draft: str) -> Response:
    """The list of a draft: sections and items, severity and on and off right in it. Raises NotFound and Conflict."""
    found = drafts.get(database(), draft)
    problems = drafts.problems(database(), found)
    return page(
        "checklists/draft.html",
        draft=found,
        form=found.form,
        severities=SEVERITIES,
        problems=problems,
        by_item=_by_item(problems),
    )


@blueprint.post("/<draft>/items")
@allow(*WRITERS)
def items(draft: str) -> Answer:
    """Saves what was changed in the list, then does what was pressed: `do` is empty or a verb and its target."""
    db, form = database(), request.form
    found, seen = drafts.get(db, draft), form.get("revision", 0, int)
    verb, _, target = form.get("do", "").partition(" ")
    edits, goal = _pressed(found, verb, target)
    marks = typed.marks(form)
    with db.write():
        for edit in ([editing.put_items(marks)] if marks else []) + edits:
            late = drafts.change(db, me(), draft, seen, edit)
            if late:
                return _late(draft, late)
            seen = drafts.get(db, draft).revision
    return redirect(f"/checklists/drafts/{draft}{goal}", 303)


@blueprint.get("/<draft>/items/<item>")
@allow(*WRITERS)
def item(draft: str, item: str) -> Response:
    found = drafts.get(database(), draft)
    values = editing.item_of(found.content, item)
    if values is None:
        raise NotFound
    return _item(found, item, typed.full(values), editing.section_of(found.content, item))


@blueprint.post("/<draft>/items/<item>")
@allow(*WRITERS)
def save_item(draft: str, item: str) -> Answer:
    """Saves an item as typed, also with problems, which then stand at their fields; a stale form comes back with what
    was typed, on the new state. Raises NotFound and Conflict."""
    db, form = database(), request.form
    values, section, seen = typed.item(form), typed.text(form, "section"), form.get("revision", 0, int)
    found = drafts.get(db, draft)
    values |= spelling.understood(found.form, item, values)
    gone = editing.item_of(found.content, item) is None
    if gone and seen == found.revision and not form.get("again"):
        raise NotFound
    edit = (
        editing.add_item(section, {"id": item, **values})
        if form.get("again") and gone
        else editing.put_item(item, values, section)
    )
    late = drafts.change(db, me(), draft, seen, edit)
    if late:
        return _item(drafts.get(db, draft), item, typed.item_on_new(found, item, values, late), section, late)
    now = drafts.get(db, draft)
    if any(problem.name == item for problem in drafts.problems(db, now)):
        return redirect(f"/checklists/drafts/{draft}/items/{item}", 303)
    return redirect(f"/checklists/drafts/{draft}#item-{item}", 303)


@blueprint.post("/<draft>/items/<item>/removal")
@allow(*WRITERS)
def drop_item(draft: str, item: str) -> Answer:
    return _do(draft, editing.drop_item(item))


@blueprint.get("/<draft>/head")
@allow(*WRITERS)
def head(draft: str) -> Response:
    """Title, to whom it applies, kinds of sites, groups of the same fact."""
    found = drafts.get(database(), draft)
    return _head(found, vars(found.form))


@blueprint.post("/<draft>/head")
@allow(*WRITERS)
def save_head(draft: str) -> Answer:
    db, values = database(), typed.head(request.form)
    found = drafts.get(db, draft)
    late = drafts.change(db, me(), draft, request.form.get("revision", 0, int), editing.head(values))
    if late:
        return _head(drafts.get(db, draft), typed.head_on_new(found, values, late), late)
    wrong = [problem for problem in drafts.problems(db, drafts.get(db, draft)) if problem.section is None]
    return redirect(f"/checklists/drafts/{draft}{'/head' if wrong else ''}", 303)


@blueprint.get("/<draft>/sections/<section>")
@allow(*WRITERS)
def section(draft: str, section: str) -> Response:
    found = drafts.get(database(), draft)
    shown = next((each for each in found.form.sections if each.id == section), None)
    if shown is None:
        raise NotFound
    return page("checklists/section.html", draft=found, form=found.form, section=shown)


@blueprint.post("/<draft>/sections/<section>")
@allow(*WRITERS)
def save_section(draft: str, section: str) -> Answer:
    return _do(draft, editing.put_section(section, typed.section(request.form)), f"#section-{section}")


@blueprint.post("/<draft>/sections/<section>/removal")
@allow(*WRITERS)
def drop_section(draft: str, section: str) -> Answer:
    return _do(draft, editing.drop_section(section))


@blueprint.post("/<draft>/removal")
@allow(*WRITERS)
def drop(draft: str) -> Answer:
    """Throws the draft away. Raises NotFound and Conflict."""
    db = database()
    found = drafts.get(db, draft)
    drafts.drop(db, me(), draft, request.form.get("revision", 0, int))
    return redirect(f"/checklists/{found.checklist}?done=dropped" if found.base else "/checklists/", 303)


def _pressed(found: Draft, verb: str, target: str) -> tuple[list[Edit], str]:
    """What a button of the list means, and where the browser goes then. Raises NotFound for no such button."""
    steps = {"up": -1, "down": 1}
    match verb:
        case "":
            return [], ""
        case "up" | "down":
            return [editing.step_item(target, steps[verb])], f"#item-{target}"
        case "section-up" | "section-down":
            return [editing.step_section(target, steps[verb.removeprefix("section-")])], f"#section-{target}"
        case "add":
            used = versions.ever_used(database(), found.checklist) | set(versions.owners(database()))
            new = editing.next_id(found.content, used)
            return [editing.add_item(target, {"id": new, **typed.BLANK})], f"/items/{new}"
        case "add-section":
            title = typed.text(request.form, "new-section")
            return ([editing.add_section(title)] if title else []), "#new-section"
    raise NotFound


def _do(draft: str, edit: Edit, goal: str = "") -> Answer:
    late = drafts.change(database(), me(), draft, request.form.get("revision", 0, int), edit)
    return _late(draft, late) if late else redirect(f"/checklists/drafts/{draft}{goal}", 303)


def _late(draft: str, late: list[Change]) -> Response:
    """Somebody was faster: who changed what, and what was typed, to be sent again on the new state."""
    found = drafts.get(database(), draft)
    return page(
        "checklists/late.html",
        status=409,
        draft=found,
        form=found.form,
        told=told(found, late, _names()),
        action=request.path,
        fields=[(name, value) for name, value in request.form.items(multi=True) if name != "revision"],
    )


def _item(
    found: Draft, item: str, values: Mapping[str, Any], section: str, late: list[Change] | None = None
) -> Response:
    shown = {**values, **spelling.spoken(found.form, item, values), "id": item}
    return page(
        "checklists/item.html",
        status=409 if late else 200,
        draft=found,
        form=found.form,
        item=shown,
        section=section,
        options=[*shown["options"], *({} for _ in range(SPARE_OPTIONS))],
        told=told(found, late or [], _names()),
        gone=editing.item_of(found.content, item) is None,
        wrong=[] if late else [each for each in drafts.problems(database(), found) if each.name == item],
        library=clauses.library(),
        choices={
            "severity": SEVERITIES,
            "subject": SUBJECTS,
            "photo": PHOTO_RULES,
            "kind": KINDS,
            "approaches": APPROACHES,
            "kinds": SITE_KINDS,
            "verdict": VERDICTS,
        },
    )


def _head(found: Draft, values: Mapping[str, Any], late: list[Change] | None = None) -> Response:
    return page(
        "checklists/head.html",
        status=409 if late else 200,
        draft=found,
        form=found.form,
        head=values,
        told=told(found, late or [], _names()),
        wrong=[each for each in drafts.problems(database(), found) if each.section is None],
        site_kinds=SITE_KINDS,
    )


def _by_item(problems: list[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.name:
            found.setdefault(problem.name, []).append(problem)
    return found


def _names() -> dict[str, str]:
    return {person.id: person.name for person in persons.everyone(database())}
