"""`mingcha checklists import-xlsform` and `export-xlsform`."""

import json

from app.checklists import versions
from tests.checklists.xlsforms import form
from tests.entry import commands

GOOD = form(survey="type|name|label\nselect_one verdict|a|The floor is clean")
BAD = form(survey="type|name|label\nbegin_repeat|r|R\ntext|a|\nend_repeat")


def test_an_xlsform_is_imported_taken_out_and_imported_again(settings, db, cast, tmp_path):
    run = commands.on(settings.folder)
    (tmp_path / "Floor.xlsx").write_bytes(GOOD)

    assert "1 items, new." in run("checklists", "import-xlsform", str(tmp_path / "Floor.xlsx")).output
    standing = versions.standing(db, "Floor")
    assert standing.source == "department"
    out = str(tmp_path / "out.xlsx")
    assert run("checklists", "export-xlsform", "Floor", "-o", out).exit_code == 0
    result = run("checklists", "import-xlsform", out)
    assert (result.exit_code, "as it was" in result.output) == (0, True)


def test_a_refused_one_tells_every_cell_and_changes_nothing(settings, db, tmp_path):
    run = commands.on(settings.folder)
    (tmp_path / "Bad.xlsx").write_bytes(BAD)

    result = run("checklists", "import-xlsform", str(tmp_path / "Bad.xlsx"), "--json")

    assert result.exit_code == 1
    told = json.loads(result.output[: result.output.rindex("}") + 1])["problems"]
    assert [(each["sheet"], each["row"], each["column"]) for each in told] == [
        ("survey", 2, "A"),
        ("survey", 3, "C"),
        ("survey", 4, "A"),
    ]
    assert versions.find(db, "Bad") is None


def test_a_dry_run_imports_nothing(settings, db, tmp_path):
    run = commands.on(settings.folder)
    (tmp_path / "Floor.xlsx").write_bytes(GOOD)
    assert run("checklists", "import-xlsform", str(tmp_path / "Floor.xlsx"), "--dry-run").exit_code == 0
    assert versions.find(db, "Floor") is None


def test_items_of_another_checklist_stay_there(settings, db, cast, tmp_path):
    run = commands.on(settings.folder)
    survey = "type|name|label\ntext|CL02-01|Mine now"
    (tmp_path / "x.xlsx").write_bytes(form(survey=survey, settings="form_title|form_id\nX|CL02-01"))
    (tmp_path / "y.xlsx").write_bytes(form(survey="type|name|label|id\ntext|a|Mine now|CL02-01"))

    assert "survey!D2" in run("checklists", "import-xlsform", str(tmp_path / "y.xlsx")).output
    assert run("checklists", "import-xlsform", str(tmp_path / "x.xlsx")).exit_code == 0
