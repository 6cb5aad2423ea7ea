"""One thing that is wrong with a form: where, and in a sentence."""

import dataclasses
from collections.abc import Mapping

from app.checklists.words import CODES, FIELD_NAMES, KIND_NAMES
from app.language import say


@dataclasses.dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `section` and `item` count from 0 and are None above them; `name` is what the item calls
    itself, empty when it has no name; `field` is the property, `values` fill the sentence."""

    sentence: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)
    field: str = ""
    section: int | None = None
    item: int | None = None
    name: str = ""

    @property
    def detail(self) -> str:
        """The sentence in the reader's language."""
        values = dict(self.values)
        if "name" in values:
            values["name"] = say(FIELD_NAMES.get(str(values["name"]), "")) or values["name"]
        if "allowed" in values:
            codes = KIND_NAMES if self.field == "kind" else CODES  # `conditional` also is a rule for photos
            values["allowed"] = "、".join(say(codes.get(code, code)) for code in str(values["allowed"]).split(", "))
        return say(self.sentence, **values)

    @property
    def english(self) -> str:
        """The sentence for the operator, with its place in front."""
        text = self.sentence % self.values if self.values else self.sentence
        if self.name:
            return f"{self.name}: {text}"
        if self.item is not None:
            return f"section {(self.section or 0) + 1} item {self.item + 1}: {text}"
        return f"section {(self.section or 0) + 1}: {text}" if self.section is not None else text
