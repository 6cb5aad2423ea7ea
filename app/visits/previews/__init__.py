"""A draft of a checklist as the inspector will see it: a capture page that belongs to no visit and stores nothing."""

from dataclasses import replace

from app.checklists import checking
from app.checklists.drafts import Draft
from app.checklists.model import Checklist
from app.visits.pack import Sheet, parts_of


def sheet(draft: Draft, approach: str) -> Sheet:
    """What of the draft this approach asks, wherever it applies; conditions that cannot be read yet are left out."""
    form = draft.form if not checking.problems(draft.content) else _unconditional(draft.form)
    return Sheet(None, None, approach, (), (form,), parts_of((form,), approach, None))


def _unconditional(form: Checklist) -> Checklist:
    sections = (
        replace(
            section,
            items=tuple(replace(item, ask_if="", photo_if="", fail_if="", valid_if="") for item in section.items),
        )
        for section in form.sections
    )
    return replace(form, sections=tuple(sections))
