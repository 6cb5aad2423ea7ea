"""What is left in a workbook without being meant: groups of the checklist it was made of, rows with but a look."""

import io
import zipfile

from app.checklists.excel import writing
from tests.checklists.books import a_form, back, problems


def test_a_group_left_from_the_checklist_that_the_new_one_was_made_of_is_told():
    groups = (("CL02-07", "CL11-02"), ("CL90-01", "CL11-02"), ("CL02-08", "CL11-02"))
    found = problems(writing.workbook(a_form(same_facts=groups)))
    assert ["CL02-07, CL11-02 都不是本检查表的检查项" in each.detail for each in found] == [True, False]
    assert [(each.sheet, each.column) for each in found] == [("检查表", "B")] * 2
    assert found[1].row == found[0].row + 2


def with_empty_rows(rows: int) -> bytes:
    """The workbook after all rows of its sheet of items were formatted down to the last."""
    stream = io.BytesIO()
    more = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(900, 900 + rows))
    with zipfile.ZipFile(io.BytesIO(writing.workbook(a_form()))) as book, zipfile.ZipFile(stream, "w", 8) as archive:
        for name in book.namelist():
            body = book.read(name)
            if name.endswith("sheet2.xml"):
                body = body.replace(b"</sheetData>", more + b"</sheetData>")
            archive.writestr(name, body)
    return stream.getvalue()


def test_rows_that_are_only_formatted_are_passed_over_up_to_a_bound():
    assert back(with_empty_rows(2_000)) == a_form()
    (found,) = problems(with_empty_rows(50_100))
    assert "第 2 行以下有超过 50000 个只有格式的空行" in found.detail
