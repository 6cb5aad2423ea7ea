"""`mingcha audit verify` finds what was put in, taken out or changed by hand, in the journal and beside it."""

import json
import sqlite3
import uuid
from contextlib import closing

import pytest

from app import audit
from app.intake import submissions
from app.jobs import follow
from app.notices import signing
from tests.entry import commands
from tests.house.bureaus import A, story


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A bureau with two submissions, a closed month and a published notice that one unit has signed for."""
    made = story(tmp_path / "bureau", A, "covert", monkeypatch)
    signing.sign(made.db, made.cast.unit, made.db.one("SELECT slug FROM publications")["slug"])
    return made


@pytest.fixture
def verify(world):
    return commands.on(world.settings.folder)


def by_hand(world, statement: str, *values: object) -> None:
    """Somebody with the file in hand."""
    with closing(sqlite3.connect(world.settings.database)) as connection, connection:
        assert connection.execute(statement, values).rowcount > 0


def test_a_bureau_that_nobody_touched_is_whole(world, verify):
    assert list(audit.breaks(world.db)) == []
    result = verify("audit", "verify")
    assert result.exit_code == 0
    assert result.output.endswith(" entries, unbroken; submissions, closings and notices are as they were recorded.\n")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE submissions SET body = x'7b7d' WHERE approach = 'open'", "has other bytes than those"),
        ("UPDATE submissions SET sha256 = 'ab', body = x'7b7d' WHERE approach = 'open'", "another sha256 than entry"),
        ("UPDATE submissions SET person = 'somebody' WHERE approach = 'open'", "another who than entry"),
        ("UPDATE submissions SET id = 'other' WHERE approach = 'open'", "is missing; entry"),
        ("UPDATE submissions SET id = 'other' WHERE approach = 'open'", "Submission other stands in no entry"),
        ("DELETE FROM closures", "The closing of month 2026-10 is missing; entry"),
        ("INSERT INTO closures VALUES ('2026-09', 'x', 'y')", "month 2026-09 stands in no entry"),
        ("DELETE FROM publications", "The publication of notice"),
        ("UPDATE publications SET code = 'AAAA-AAAA'", "another code than entry"),
        ("UPDATE notices SET model = replace(model, '10', '11')", "another text than the one that was published"),
        ("UPDATE journal SET who = 'x' WHERE what = 'month.closed'", "was changed or stands on a changed one"),
        ("UPDATE ledger SET points = '-9.99' WHERE position = 1", "and the score is"),
        ("UPDATE ledger SET points = 'x' WHERE position = 1", "cannot be added up, and the score is"),
        ("UPDATE ledger SET points = '9E999999' WHERE position = 1", "cannot be added up, and the score is"),
        ("UPDATE ledger SET points = 'sNaN' WHERE position = 1", "cannot be added up, and the score is"),
        ("UPDATE unit_months SET score = '100.01'", "and the score is 100.01"),
        ("DELETE FROM unit_months", "The score of unit"),
        ("DELETE FROM ledger", "is missing, and the score is"),
        ("DELETE FROM ledger WHERE severity IS NOT NULL", "lacks the line failing"),
        ("UPDATE ledger SET severity = 'hint' WHERE severity IS NOT NULL", "which follows from nothing"),
        ("UPDATE unit_months SET veto = 1 - veto", "The veto of unit"),
        ("UPDATE unit_months SET grade = '特优'", "The grade of unit"),
        ("UPDATE unit_months SET visits = 9", "The visits of unit"),
        ("UPDATE unit_months SET thin = 1 - thin", "The thin of unit"),
        ("UPDATE rule_versions SET content = replace(content, '95', '50')", "cannot be worked out anew"),
        ("DELETE FROM closed_visits", "is missing among those that 2026-10 counted"),
        ("UPDATE closed_visits SET unit = 'x'", "counts in 2026-10 for unit x"),
        ("INSERT INTO closed_visits VALUES ('2026-10', 'x', 'y')", "Submission x is among those that 2026-10 counted"),
        ("DELETE FROM closed_units", "is missing among those that 2026-10 ranked"),
        ("INSERT INTO closed_units VALUES ('2026-10', 'x')", "Unit x is put among those that 2026-10 ranked"),
        ("DELETE FROM recipients", "is missing among those that sign for notice"),
        ("UPDATE recipients SET unit = 'x' WHERE unit = (SELECT min(unit) FROM recipients)", "Unit x signs for notice"),
        (
            "INSERT INTO adjustments VALUES ('i', '2026-11', 'u', '2026-10', '1.00', 'difference', '', NULL, NULL)",
            "An adj",
        ),
        ("UPDATE findings SET severity = 'hint'", "tells of general"),
        ("UPDATE findings SET item = 'CL02-04'", "is of item CL02-04, and its submission holds another one"),
        ("UPDATE findings SET observation = 'x' WHERE approach = 'open'", "was not confirmed by any entry"),
        ("UPDATE reviews SET state = CAST(x'ff' AS TEXT)", "is \\xff; entry"),
        ("UPDATE journal SET detail = CAST(x'7bff7d' AS TEXT) WHERE what = 'month.closed'", "cannot be read"),
        ("UPDATE reviews SET state = 'returned'", "is returned; entry"),
        ("DELETE FROM reviews", "The review of submission"),
        ("UPDATE reviews SET by = 'x'", "The review of submission"),
        ("INSERT INTO reviews VALUES ('x', 'accepted', NULL, NULL, '', NULL)", "submission x stands in no entry"),
        ("DELETE FROM findings WHERE approach = 'open'", "has 0 findings; entry"),
        ("UPDATE findings SET withdrawn_at = 'x' WHERE approach = 'open'", "has 0 standing findings"),
        ("UPDATE findings SET submission = 'x' WHERE approach = 'open'", "Submission x has findings"),
        ("DELETE FROM signatures", "The signature of notice and unit"),
        ("UPDATE signatures SET person = 'x'", "has another who than entry"),
        ("INSERT INTO signatures SELECT notice, 'x', 'y', 'z' FROM publications", "x stands in no entry"),
        ("INSERT INTO person_roles SELECT id, 'boss', NULL, '' FROM people LIMIT 1", "boss stands in no entry"),
        ("DELETE FROM person_roles WHERE role = 'admin'", "admin is missing; entry"),
    ],
)
def test_what_was_changed_by_hand_is_told_in_a_sentence(world, verify, statement, said):
    by_hand(world, statement)
    result = verify("audit", "verify")
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if said in line]


def test_a_score_and_its_ledger_that_were_changed_together_are_found(world, verify):
    by_hand(world, "UPDATE unit_months SET score = '100.00'")
    by_hand(world, "DELETE FROM ledger WHERE rule <> 'start'")
    said = verify("audit", "verify").output
    assert "is 100.00; " in said
    assert "lacks the line failing" in said


def test_the_score_of_a_single_unit_that_was_taken_out_with_its_ledger_is_named(world, verify):
    unit = world.db.one("SELECT unit FROM unit_months")["unit"]
    by_hand(world, "DELETE FROM ledger")
    by_hand(world, "DELETE FROM unit_months")
    assert f"The score of unit {unit} in 2026-10 is missing; " in verify("audit", "verify").output


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM adjustments", "and 2026-10 is missing; the journal tells of it."),
        ("UPDATE adjustments SET points = '0.01'", "An adjustment of 0.01 for unit"),
        ("UPDATE adjustments SET points = '9E999999'", "An adjustment of 9E999999 for unit"),
    ],
)
def test_an_adjustment_that_was_changed_by_hand_is_told(world, verify, statement, said):
    world.accepted(world.opened("2026-11-05T09:00:00+08:00"))
    assert list(audit.breaks(world.db)) == []
    by_hand(world, statement)
    assert said in verify("audit", "verify").output


def test_bytes_that_are_no_text_are_named_and_the_rest_is_still_looked_at(world, verify):
    by_hand(world, "UPDATE reviews SET state = CAST(x'ff' AS TEXT)")
    by_hand(world, "UPDATE ledger SET reason = CAST(x'ff' AS TEXT)")
    by_hand(world, "UPDATE notices SET model = CAST(x'ff' AS TEXT)")
    by_hand(world, "DELETE FROM closures")
    said = verify("audit", "verify").output
    for each in ("is \\xff; entry", "has another text than", "The closing of month 2026-10 is missing"):
        assert each in said


@pytest.mark.parametrize("detail", ["{", "[1]", "1", "", "null", "[" * 100_000])
@pytest.mark.parametrize("event", ["submission.received", "submission.accepted", "notice.signed", "unit.added"])
def test_an_entry_that_cannot_be_read_is_named_and_the_rest_is_still_looked_at(world, verify, event, detail):
    by_hand(world, "UPDATE journal SET detail = ? WHERE what = ?", detail, event)
    by_hand(world, "DELETE FROM closures")
    row = world.db.one("SELECT seq FROM journal WHERE what = :event LIMIT 1", event=event)
    result = verify("audit", "verify")
    assert result.exit_code == 1
    assert f"Entry {row['seq']} cannot be read." in result.output.splitlines()
    assert "The closing of month 2026-10 is missing" in result.output


def test_what_a_correction_took_away_is_whole(world):
    """Withdrawn findings belong to a submission that the journal calls superseded."""
    submission = world.db.one("SELECT id FROM submissions WHERE approach = 'covert'")["id"]
    sent = json.loads(world.db.one("SELECT body FROM submissions WHERE id = :id", id=submission)["body"])
    again = str(uuid.uuid4())
    submissions.take(world.db, world.cast.inspector.id, again, json.dumps(sent | {"replaces": submission}).encode())
    follow(world.db)
    world.accepted(again)
    assert list(audit.breaks(world.db)) == []
    by_hand(world, "UPDATE findings SET withdrawn_at = NULL WHERE submission = ?", submission)
    assert len(list(audit.breaks(world.db))) == 1


def test_a_program_gets_every_break(world, verify):
    by_hand(world, "DELETE FROM closures")
    result = verify("audit", "verify", "--json")
    assert result.exit_code == 1
    told = json.loads(result.output.splitlines()[0])
    assert len(told["breaks"]) == 1
    assert told["entries"] > 10


def test_a_hash_changed_together_with_its_notice_is_found(world, verify):
    row = world.db.one("SELECT notice, sha256 FROM publications")
    by_hand(world, "UPDATE publications SET sha256 = ?", row["sha256"][::-1])
    found = list(audit.breaks(world.db))
    assert any("has another sha256 than entry" in sentence for sentence in found)
