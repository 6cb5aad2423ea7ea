"""`mingcha audit verify` finds what was put in, taken out or changed by hand, in the journal and beside it."""

import json
import sqlite3
from contextlib import closing

import pytest

from app import audit
from tests.entry import commands
from tests.house.bureaus import A, story


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A bureau with two submissions, a closed month and a published notice."""
    return story(tmp_path / "bureau", A, "covert", monkeypatch)


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
    assert "unbroken" in result.output


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
    ],
)
def test_what_was_changed_by_hand_is_told_in_a_sentence(world, verify, statement, said):
    by_hand(world, statement)
    result = verify("audit", "verify")
    assert result.exit_code == 1
    assert [line for line in result.output.splitlines() if said in line]


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
