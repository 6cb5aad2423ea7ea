"""`mingcha bureau`: what an operator can read and set without a browser."""

import json

import pytest

from app import audit, bureau, choices, journal
from tests.entry import commands


@pytest.fixture
def run(settings, db, cast):
    return commands.on(settings.folder)


def test_the_list_has_every_choice_with_its_value(run, db, cast):
    bureau.set_(db, cast.admin.id, "sign_days", "7")
    rows = {row["name"]: row for row in json.loads(run("bureau", "--json").output)}
    assert set(rows) == set(choices.CHOICES)
    assert rows["sign_days"] == {
        "name": "sign_days",
        "value": "7",
        "unit": "days",
        "default": "5",
        "meaning": choices.CHOICES["sign_days"].meaning,
    }
    assert "sign_days\t7\tdays\t5\t" in run("bureau").output


def test_a_choice_is_set_in_the_name_of_an_administrator_and_taken_back(run, db, cast):
    result = run("bureau", "set", "sign_days", "7", "--by", cast.admin.id)
    assert (result.exit_code, result.output) == (0, "sign_days is 7.\n")
    assert run("bureau", "set", "sign_days", "7", "--by", cast.admin.id).output == "sign_days is 7, as it was.\n"
    assert bureau.history(db, "sign_days")[0].by == cast.admin.id
    run("bureau", "set", "sign_days", "5", "--by", cast.admin.id)
    assert db.rows("SELECT * FROM bureau_settings") == []
    assert list(audit.breaks(db)) == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("sign_day", "7", "There is no setting sign_day."),
        ("sign_days", "99", "sign_days: "),
        ("sign_days", "", "sign_days: "),
        ("sign_days", "15", "rectify_days: "),
        ("department", " \udc80 ", "department: "),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(run, cast, name, value, said):
    result = run("bureau", "set", name, value, "--by", cast.admin.id)
    assert result.exit_code == 1
    assert said in result.output


def test_nobody_but_an_administrator_in_service_sets_anything(run, db, cast):
    assert run("bureau", "set", "sign_days", "7", "--by", cast.publisher.id).exit_code == 1
    assert run("bureau", "set", "sign_days", "7", "--by", "nobody").exit_code == 1
    assert bureau.number(db, "sign_days") == 5


def test_a_row_that_was_put_in_by_hand_is_told_by_the_audit(db, cast):
    bureau.set_(db, cast.admin.id, "sign_days", "7")
    assert list(audit.breaks(db)) == []
    with db.write():
        db.execute("UPDATE bureau_settings SET value = '9' WHERE name = 'sign_days'")
        db.execute("INSERT INTO bureau_settings (name, value, by, at) VALUES ('review_days', '9', NULL, '')")
    assert list(audit.breaks(db)) == [
        "The setting review_days is '9'; no entry of the journal tells of it.",
        f"The setting sign_days is '9'; entry {journal.last(db)} tells of '7'.",
    ]


def test_a_choice_that_was_taken_out_is_told_by_the_audit(db, cast):
    bureau.set_(db, cast.admin.id, "sign_days", "7")
    with db.write():
        db.execute("DELETE FROM bureau_settings")
    found = f"The setting sign_days is what is proposed; entry {journal.last(db)} tells of '7'."
    assert list(audit.breaks(db)) == [found]
