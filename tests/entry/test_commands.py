"""Whatever an operator types, the answer is a sentence and a status, never a traceback."""

import json

import pytest

from app.people import persons
from app.visits import visits
from tests.builders import a_visit, an_envelope, body
from tests.entry import commands
from tests.intake.conftest import new_id
from tests.intake.test_import import a_zip, an_export


@pytest.fixture
def run(settings, db, cast):
    return commands.on(settings.folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("close-month", "2026-10", "--by", "nobody"), "There is no person with the id nobody. `mingcha people`"),
        (("close-month", "2026-10", "--by", "{planner}"), "publisher"),
        (("close-month", "2026-13", "--by", "{publisher}"), "A month is written like 2026-11."),
        (("close-month", "", "--by", "{publisher}"), "A month is written like 2026-11."),
        (("ledger", "--month", "november"), "A month is written like 2026-11."),
        (("invite", " "), "A person needs a name."),
        (("invite", "周\n敏"), "cannot be seen"),
        (("invite", "\u202e周敏"), "cannot be seen"),
        (("invite", "a\udc80b"), "cannot be seen"),
        (("invite", "长" * 61), "at most 60 characters"),
        (("invite", "周敏", "--role", "boss"), "There is no role boss."),
    ],
)
def test_a_command_that_cannot_be_done_says_why(run, cast, words, said):
    result = run(*(word.format(planner=cast.planner.id, publisher=cast.publisher.id) for word in words))
    assert (result.exit_code, said in result.output) == (1, True), result.output


def test_nothing_is_there_yet(tmp_path):
    for words in (("ledger", "--month", "2026-11"), ("audit", "verify"), ("people",)):
        result = commands.on(tmp_path / "nothing")(*words)
        assert result.exit_code == 1
        assert "There is no data in" in result.output


def test_the_persons_are_listed_without_their_codes(run, cast):
    rows = json.loads(run("people", "--json").output)
    assert {"id": cast.inspector.id, "name": cast.inspector.name, "roles": ["inspector"]} in rows
    assert cast.inspector.code not in run("people").output


def test_an_import_by_nobody_is_refused(run, tmp_path):
    file = tmp_path / "a.zip"
    file.write_bytes(a_zip({}).getvalue())
    result = run("import-unsent", str(file), "--person", "nobody")
    assert (result.exit_code, "There is no person with the id nobody" in result.output) == (1, True)


def test_an_import_tells_each_part_that_was_refused_and_takes_the_rest(run, db, cast, tmp_path):
    good, sent = new_id(), body(an_envelope(db, a_visit(db, cast)))
    members = {f"submissions/{good}.json": sent, f"submissions/{new_id()}.json": b"{}", "odd\x1b[2J": b""}
    file = tmp_path / "a.zip"
    file.write_bytes(a_zip(members).getvalue())
    result = run("import-unsent", str(file))
    assert result.exit_code == 1
    assert f"submissions/{good}.json\tnew" in result.output
    assert "Not everything was taken." in result.output
    assert "odd\\x1b[2J: An export holds only" in result.output
    assert "\x1b" not in result.output


def test_an_import_of_everything_exits_well(run, db, cast, tmp_path):
    file = tmp_path / "a.zip"
    visit = a_visit(db, cast)
    file.write_bytes(an_export(new_id(), body(an_envelope(db, visit))).getvalue())
    assert run("import-unsent", str(file)).exit_code == 0
    assert visits.get(db, visit.id).delivered_at


@pytest.mark.parametrize("name", ["艾则孜·买买提", "A" * 60, "𠮷田"])
def test_long_and_rare_names_are_names(db, name):
    assert persons.add(db, f" {name} ").name == name
