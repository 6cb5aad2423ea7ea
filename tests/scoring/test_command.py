"""Closing a month by command: one sentence in one language, whether it was done or refused."""

import re

import pytest
from click.testing import CliRunner

from app import cli
from app.scoring import months
from tests.scoring.stories import OCTOBER, inspected, passes, sent

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def close(settings, db, cast):
    """Runs `mingcha close-month` for the publisher on a folder with one check of October, and one that waits."""
    inspected(db, cast, *passes("CL02-04"), at=OCTOBER)
    sent(db, cast, *passes("CL02-04"), at=OCTOBER)

    def run(month):
        command = ["close-month", month, "--by", cast.publisher.id]
        return CliRunner().invoke(cli.main, command, env={"MINGCHA_DATA": str(settings.folder)})

    return run


def test_what_was_closed_is_told_in_one_sentence(db, close):
    done = close("2026-10")
    assert (done.exit_code, done.output) == (
        0,
        "2026-10 is closed; units with a score: 1, checks that still wait for review: 1.\n",
    )
    assert months.closure(db, "2026-10")


@pytest.mark.parametrize(
    ("month", "sentence"),
    [
        ("1900-01", "No check up to 1900-01 has been accepted, so there is nothing to close."),
        ("2026-12", "2026-12 has not begun yet, so it cannot be closed."),
        ("2026-10", "2026-10 was closed on 2026-11-24 already; nothing was changed."),
        ("October", "A month is written like 2026-11."),
    ],
)
def test_a_refusal_is_told_in_one_language(close, month, sentence):
    close("2026-10")
    refused = close(month)
    assert (refused.exit_code, refused.output) == (1, sentence + "\n")
    assert not CHINESE.search(refused.output)
