"""Which columns of a sheet are the Chinese (or only) text of a thing and which are its English."""

from collections.abc import Callable, Mapping

from app.checklists.excel.table import Problems
from app.checklists.xlsform.columns import TRANSLATED, Head, head, language
from app.checklists.xlsform.sheets import Table
from app.errors import N_


class Languages:
    """`base` is the language whose texts are those of the model; English stands beside it where there is another."""

    def __init__(self, tables: Mapping[str, Table], default: str, problems: Problems) -> None:
        self.problems = problems
        every = [
            each
            for ours, table in tables.items()
            for header in table.columns
            if (each := head(ours, header)) and each.field and _filled(table, header) and _translated(ours, each)
        ]
        spoken = {each.language for each in every if each.field == "label"} or {each.language for each in every}
        self.plain = language(default) if default else "en" if "zh" in spoken and "en" not in spoken else ""
        known = {each or self.plain for each in spoken}
        others = sorted(known - {"zh", "en"}, key=bool)  # a column without a language first
        self.base = "zh" if "zh" in known else others[0] if others else "en"
        if "" not in spoken and self.plain not in known:
            self.plain = self.base
        for ours, table in tables.items():
            self._foreign(ours, table)

    def _foreign(self, ours: str, table: Table) -> None:
        """A third language has no place here."""
        for header in table.columns:
            each = head(ours, header)
            if each and each.field and _translated(ours, each) and _filled(table, header):
                spoken = each.language or self.plain
                if spoken not in {self.base, "en"}:
                    sentence = N_("Texts are kept in one language, and in English beside it. Delete this column.")
                    if not spoken:
                        sentence = N_(
                            "It is not said in which language this is. Write label::English (en), or delete it."
                        )
                    self.problems.add(table.name, 1, table.columns[header], sentence)

    def text(self, cells: Mapping[Head, list[str]], field: str, differ: Callable[[], None]) -> tuple[str, str]:
        """A property of a row in the base language and in English; `differ` is called when two columns of one language
        say different things."""
        texts: dict[str, set[str]] = {}
        for each, found in cells.items():
            if each.field == field and found:
                texts.setdefault(each.language or self.plain, set()).update(found)
        if any(len(each) > 1 for each in texts.values()):
            differ()
        base = next(iter(sorted(texts.get(self.base, ()))), "")
        english = next(iter(sorted(texts.get("en", ()))), "") if self.base != "en" else ""
        return base, english


def _translated(ours: str, each: Head) -> bool:
    return each.field in TRANSLATED[ours]


def _filled(table: Table, header: str) -> bool:
    return any(texts.get(header) for _, texts in table.rows)
