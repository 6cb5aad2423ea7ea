"""`mingcha invite`: the first administrator, and the way back for one who lost every passkey."""

import stat

import pytest

from app.people import devices, links, passkeys, persons, qr
from tests.entry import commands


@pytest.fixture
def mingcha(settings):
    return commands.on(settings.folder)


def test_the_first_administrator_gets_a_link_and_nothing_else(mingcha, db):
    result = mingcha("invite", "何晓㛃𠮷", "--role", "admin")
    assert result.exit_code == 0
    (link,) = result.output.splitlines()
    (admin,) = persons.everyone(db)
    assert (admin.name, admin.roles) == ("何晓㛃𠮷", {"admin"})
    assert link.startswith("http://localhost:8000/enter/")
    assert links.find(db, link.rpartition("/")[2]).person == admin.id


def test_on_a_folder_that_is_not_there_yet(tmp_path):
    assert commands.on(tmp_path / "new")("invite", "何晓", "--role", "admin").exit_code == 0
    assert stat.filemode((tmp_path / "new").stat().st_mode) == "drwx------"


def test_a_second_account_of_a_name_is_made_only_when_it_is_meant(mingcha, db):
    assert mingcha("invite", "何晓", "--role", "admin").exit_code == 0
    (admin,) = persons.everyone(db)
    result = mingcha("invite", " 何\u3000晓", "--role", "admin")
    assert result.exit_code == 1
    assert f"mingcha invite --person {admin.id}" in result.output
    assert len(persons.everyone(db)) == 1
    assert mingcha("invite", "何晓", "--another").exit_code == 0
    assert len(persons.everyone(db)) == 2


def test_an_account_that_there_is_gets_a_new_link(mingcha, db, cast):
    devices.enrol(db, cast.inspector, "281947", "手机", "x")
    before = len(persons.everyone(db))
    result = mingcha("invite", "--person", cast.inspector.id)
    assert links.find(db, result.output.strip().rpartition("/")[2]).person == cast.inspector.id
    assert len(devices.of(db, cast.inspector.id)) == 1
    assert mingcha("invite", "--person", cast.inspector.id, "--lost").exit_code == 0
    assert devices.of(db, cast.inspector.id) == []
    assert passkeys.of(db, cast.inspector.id) == []
    assert len(persons.everyone(db)) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Give a name"),
        (("某人", "--person", "x"), "Give a name"),
        (("--person", "nobody"), "There is no person with the id nobody"),
        (("某人", "--role", "boss"), "There is no role boss"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_leaves_nobody(mingcha, db, words, said):
    result = mingcha("invite", *words)
    assert result.exit_code == 1
    assert said in result.output
    assert persons.everyone(db) == []


def test_the_code_for_a_terminal_is_a_square_of_half_blocks():
    lines = qr.signs("http://localhost:8000/enter/abc").splitlines()
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == (len(lines[0]) + 1) // 2
    assert set("".join(lines)) <= set(" ▄▀█")
