"""What somebody else did to a draft meanwhile, as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.checklists import editing
from app.checklists.difference import Change as Property
from app.checklists.difference import changed_properties
from app.checklists.drafts import Change, Draft
from app.errors import N_
from app.language import say, time_of_day

DONE = {
    "head": N_("%(name)s changed title and particulars at %(time)s."),
    "item": N_("%(name)s changed %(target)s at %(time)s."),
    "items": N_("%(name)s changed severity or on and off of %(target)s at %(time)s."),
    "added": N_("%(name)s added %(target)s at %(time)s."),
    "dropped": N_("%(name)s took %(target)s out at %(time)s."),
    "moved": N_("%(name)s moved %(target)s at %(time)s."),
    "section": N_("%(name)s renamed section %(target)s at %(time)s."),
    "section-added": N_("%(name)s added the section “%(target)s” at %(time)s."),
    "section-dropped": N_("%(name)s took section %(target)s out at %(time)s."),
    "section-moved": N_("%(name)s moved section %(target)s at %(time)s."),
    "rebased": N_("%(name)s put the draft on the version in force at %(time)s."),
}


@dataclass(frozen=True)
class Told:
    """One sentence, and for an item or the head what is different since then."""

    sentence: str
    properties: tuple[Property, ...] = ()


def told(draft: Draft, late: list[Change], names: Mapping[str, str]) -> list[Told]:
    """Who changed what, the first first."""
    return [
        Told(
            say(
                DONE[change.what],
                name=names.get(change.by, "—"),
                target=change.target,
                time=time_of_day(change.at),
            ),
            _since(draft, change),
        )
        for change in late
    ]


def _since(draft: Draft, change: Change) -> tuple[Property, ...]:
    if change.what == "item" and change.old:
        return changed_properties(change.old, editing.item_of(draft.content, change.target) or {})
    if change.what == "head":
        now = {name: value for name, value in draft.content.items() if name != "sections"}
        return changed_properties(change.old, now)
    return ()
