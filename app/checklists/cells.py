"""One thing that is wrong with a spreadsheet of a checklist, and the cell where it stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CellProblem:
    """`row` counts as the spreadsheet shows it and is 0 where a whole sheet is meant; `column` is in letters and empty
    where a whole row is; all three are empty for a file that cannot be opened. `detail` is a sentence in the reader's
    language."""

    sheet: str
    row: int
    column: str
    detail: str

    @property
    def place(self) -> str:
        """`检查项!C12`, as a spreadsheet writes it; empty for a whole file."""
        cell = f"{self.column}{self.row or ''}"
        return f"{self.sheet}!{cell}" if self.sheet and cell else self.sheet
