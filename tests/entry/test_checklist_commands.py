"""`mingcha checklists`: what the operator brings in and takes out as a file."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.checklists import versions
from app.checklists.excel import writing
from app.checklists.model import from_content
from app.checklists.xlsform import writing as xlsform
from tests import builders
from tests.checklists.books import a_form, an_item, changed, put, saved, unmark
from tests.entry import commands

BAD = changed(
    a_form(an_item(1), an_item(2)), lambda book: (put(book, "严重程度", 2, "要命"), put(book, "短语", 3, None))
)


@pytest.fixture
def run(settings, db, cast):
    return commands.on(settings.folder)


@pytest.fixture
def file(tmp_path):
    """Puts bytes into a file; its path as text."""

    def put_there(body: bytes, name: str = "CL90.xlsx") -> str:
        (tmp_path / name).write_bytes(body)
        return str(tmp_path / name)

    return put_there


def test_a_checklist_is_imported_and_is_then_the_departments(run, db, cast, file):
    result = run("checklists", "import", file(writing.workbook(a_form())), "--by", cast.planner.id)
    assert (result.exit_code, "1 items, new." in result.output) == (0, True)
    standing = versions.standing(db, "CL90")
    assert (standing.version, standing.source) == (a_form().version, "department")
    assert versions.publications(db, "CL90")[0].by == cast.planner.id
    rows = json.loads(run("checklists", "list", "--json").output)
    assert next(row for row in rows if row["id"] == "CL90")["title"] == "试用"


def test_the_same_file_again_changes_nothing(run, db, file):
    there = file(writing.workbook(a_form()))
    run("checklists", "import", there)
    result = run("checklists", "import", there, "--json")
    assert (result.exit_code, json.loads(result.output)) == (0, {"problems": []})
    assert len(versions.publications(db, "CL90")) == 1


def test_a_dry_run_imports_nothing(run, db, file):
    result = run("checklists", "import", file(writing.workbook(a_form())), "--dry-run")
    assert result.exit_code == 0
    assert versions.find(db, "CL90") is None


def test_a_refused_file_tells_every_cell_and_changes_nothing(run, db, file):
    result = run("checklists", "import", file(BAD))
    assert result.exit_code == 1
    assert [line[:9] for line in result.output.splitlines()] == ["Nothing w", "检查项!F2: “", "检查项!D3: 缺"]
    assert versions.find(db, "CL90") is None


def test_problems_are_told_as_json_with_sheet_row_and_column(run, file):
    result = run("checklists", "import", file(BAD), "--json", "--dry-run")
    told = json.loads(result.stdout)["problems"]
    assert result.exit_code == 1
    assert [(each["sheet"], each["row"], each["column"]) for each in told] == [("检查项", 2, "F"), ("检查项", 3, "D")]
    assert all(each["detail"] for each in told)
    torn = json.loads(run("checklists", "import", file(b"PK\x03\x04", "x.xlsx"), "--json").stdout)["problems"]
    assert [(each["sheet"], each["row"], each["column"]) for each in torn] == [(None, None, None)]


def test_an_item_that_once_was_gets_no_successor_under_its_id(run, db, file):
    run("checklists", "import", file(writing.workbook(a_form(an_item(1), an_item(2)))))
    run("checklists", "import", file(writing.workbook(a_form(an_item(1)))))

    def one_more(book):
        for cell in book["检查项"][2]:
            book["检查项"].cell(3, cell.column, cell.value)
        book["检查项"]["A3"] = None

    run("checklists", "import", file(changed(a_form(an_item(1)), one_more)))
    form = versions.get(db, "CL90", versions.standing(db, "CL90").version)
    assert [item.id for item in form.items] == ["CL90-01", "CL90-03"]


def test_what_is_exported_is_imported_as_it_was(run, db, file, tmp_path):
    run("checklists", "import", file(writing.workbook(a_form())))
    there = str(tmp_path / "out.xlsx")
    assert run("checklists", "export", "CL90", "-o", there).exit_code == 0
    assert "as it was" in run("checklists", "import", there).output
    again = run("checklists", "export", "CL90", "-o", there)
    assert (again.exit_code, "exists" in again.output) == (1, True)
    assert Path(there).stat().st_size > 10_000


def test_what_is_not_there_is_said(run):
    result = run("checklists", "export", "CL99")
    assert (result.exit_code, "There is no checklist CL99." in result.output) == (1, True)


def test_every_clause_is_covered_or_says_why_not(run):
    result = run("checklists", "coverage", "--json")
    told = json.loads(result.stdout)["clauses"]
    assert result.exit_code == 0, result.output
    assert all(by.get("items") or by.get("reason") for by in told.values())
    assert run("checklists", "coverage").output.splitlines()[0].split("\t")[0] == next(iter(told))


def test_a_file_of_an_older_version_undoes_nothing_unless_that_is_meant(run, db, cast, file):
    old = writing.workbook(builders.checklist(db))
    changed = from_content(builders.checklist(db).content() | {"about": "这期间别人改的"})
    versions.publish(db, changed, cast.planner.id, versions.DEPARTMENT)
    there = file(old)
    refused = run("checklists", "import", there)
    assert refused.exit_code == 1
    assert "would be undone" in refused.output
    told = json.loads(run("checklists", "import", there, "--json", "--dry-run").stdout)
    assert (told["problems"], "would be undone" in told["older"]) == ([], True)
    assert builders.checklist(db).version == changed.version
    assert run("checklists", "import", there, "--over").exit_code == 0
    assert builders.checklist(db).about != "这期间别人改的"


@pytest.mark.parametrize("command", ["import", "import-xlsform"])
def test_an_older_file_with_problems_is_told_both(run, db, cast, file, command):
    form = builders.checklist(db)
    made = {"import": writing, "import-xlsform": xlsform}[command].workbook(form)
    broken = broken_in(made, {"import": ("检查项", "严重程度"), "import-xlsform": ("survey", "severity")}[command])
    versions.publish(db, from_content(form.content() | {"about": "这期间别人改的"}), None, versions.DEPARTMENT)
    result = run("checklists", command, file(broken), "--dry-run")
    assert result.exit_code == 1
    assert "要命" in result.output
    assert "would be undone" in result.output
    over = run("checklists", command, file(broken), "--dry-run", "--over", "--json")
    assert "older" not in json.loads(over.stdout)
    assert json.loads(over.stdout)["problems"]


def test_what_would_change_is_told_and_that_a_file_does_not_say_what_it_was_made_from(run, db, cast, file):
    form = a_form(an_item(1), an_item(2))
    run("checklists", "import", file(writing.workbook(form)))

    def other(book):
        put(book, "严重程度", 2, "一般" if form.items[0].severity != "general" else "严重")
        book["检查项"].delete_rows(3)
        unmark(book, form.version)

    told = run("checklists", "import", file(changed(form, other)), "--dry-run").output
    assert "does not say from which version" in told
    assert "removed: CL90-02" in told
    assert "changed: CL90-01" in told


def broken_in(body: bytes, cell: tuple[str, str]) -> bytes:
    book = load_workbook(BytesIO(body))
    sheet = book[cell[0]]
    column = next(each.column for each in sheet[1] if str(each.value).startswith(cell[1]))
    sheet.cell(3, column, "要命")
    return saved(book)
