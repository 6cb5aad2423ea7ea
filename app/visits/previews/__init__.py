"""A draft of a checklist as the inspector will see it: a capture page that belongs to no visit and stores nothing."""

from dataclasses import replace

from app.checklists import asking, checking
from app.checklists.drafts import Draft
from app.checklists.model import Checklist
from app.visits.pack import Part, Sheet, applying


def sheet(draft: Draft, approach: str) -> Sheet:
    """What of the draft this approach asks, wherever it applies; conditions that cannot be read yet are left out."""
    form = draft.form if not checking.problems(draft.content) else _unconditional(draft.form)
    return Sheet(None, None, approach, (), (form,), _parts(form, approach))


def _unconditional(form: Checklist) -> Checklist:
    sections = (
        replace(
            section,
            items=tuple(replace(item, ask_if="", photo_if="", fail_if="", valid_if="") for item in section.items),
        )
        for section in form.sections
    )
    return replace(form, sections=tuple(sections))


def _parts(form: Checklist, approach: str) -> tuple[Part, ...]:
    asked, fresh = {item.id for item in applying(form, approach, None)}, asking.asked(form, {})
    parts = []
    for section in form.sections:
        items = tuple(item for item in section.items if item.id in asked)
        waiting = frozenset(item.id for item in items if item.id not in fresh)
        if items:
            parts.append(Part(f"{form.id}-{section.id}", section.title, section.title_en, form, items, waiting))
    return tuple(parts)
