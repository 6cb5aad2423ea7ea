"""`mingcha import-roster`: the same import without a page."""

import json

import pytest
from click.testing import CliRunner

from app.cli import main
from app.org import importing, units
from tests.org import files


@pytest.fixture
def run(settings, tmp_path):
    def command(body, *options, name="roster.xlsx"):
        file = tmp_path / name
        file.write_bytes(body)
        return CliRunner().invoke(main, ["import-roster", str(file), *options], env={"MINGCHA_DATA": settings.data})

    return command


def test_a_good_file_is_imported_and_journaled(db, run):
    answer = run(files.book(files.WHOLE), "--json")
    assert answer.exit_code == 0
    told = json.loads(answer.stdout)
    assert told["problems"] == []
    assert told["imported"]
    assert len(units.everyone(db)) == 3
    found = importing.imports(db)
    assert [(each.who, each.file, each.changed) for each in found] == [(None, "roster.xlsx", 0)]


def test_a_trial_imports_nothing(db, run):
    answer = run(files.book(files.WHOLE), "--dry-run")
    assert answer.exit_code == 0
    assert "--dry-run" in answer.stdout
    assert units.everyone(db) == []


def test_problems_have_a_place(db, run):
    answer = run(files.text([["网点名称", "单位名称"], ["甲厅", "没有的所"]], "gb18030"), "--json", name="网点.csv")
    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["problems"] == [
        {
            "sheet": "网点.csv",
            "row": 2,
            "column": "单位名称 (B)",
            "detail": "没有“没有的所”这个单位，文件和花名册里都没有。",
        }
    ]
    assert "网点.csv 2 单位名称 (B): " in answer.stderr


def test_a_file_that_cannot_be_opened_has_one_problem_without_a_place(run):
    answer = run(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "--json")
    (problem,) = json.loads(answer.stdout)["problems"]
    assert (problem["sheet"], problem["row"], problem["column"]) == (None, None, None)
    assert answer.exit_code == 1
