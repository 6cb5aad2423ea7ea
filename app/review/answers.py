"""What a check answered besides its failings, item by item, as its reviewer may read it."""

from dataclasses import dataclass

from app.checklists import asking, versions
from app.checklists.conditions import Answer, Answers
from app.checklists.model import Item
from app.checklists.saying import said
from app.db import Database
from app.intake.submissions import Observation
from app.review.cases import Case, given


@dataclass(frozen=True)
class Answered:
    """One observation with its item and its value in words. `unbacked`: it should have a photo and has none; `asked` is
    False for what the answers leave unasked by a condition, so that it does not count."""

    item: Item
    observation: Observation
    value: str
    unbacked: bool
    asked: bool


def listed(db: Database, case: Case) -> list[Answered]:
    """Every observation of the case that is no failing, in the order of the phone."""
    found: list[Answered] = []
    for name, version in case.submission.checklists:
        form = versions.get(db, name, version)
        answers = given(case.submission, name)
        asked, trees = asking.asked(form, answers), asking.trees(form)
        for observation in case.submission.observations:
            item = form.item(observation.item) if observation.checklist == form.id else None
            if item and (observation.verdict != "fail" or not form.judges(item)):
                tree = trees.get(item.id, {}).get("photo_if")
                answer = Answer(observation.verdict or "", observation.value)
                needed = asking.photo_needed(item, case.submission.approach, answer, tree, Answers(answers))
                found.append(
                    Answered(
                        item,
                        observation,
                        said(item, observation.value),
                        needed and not observation.photos,
                        item.id in asked,
                    )
                )
    return found
