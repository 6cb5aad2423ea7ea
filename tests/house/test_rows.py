"""A row is claimed only by a test that passes."""

from pathlib import Path

import pytest

from tests.rows import SYSTEMS, Outcomes, run, table


def test_there_are_37_systems():
    assert list(SYSTEMS) == [f"S{number:02d}" for number in range(1, 38)]


def test_a_row_works_when_all_its_tests_pass():
    outcomes = Outcomes(
        claims={"S01": ["a"], "S02": ["a", "b"], "S03": ["c"], "S99": ["a"]}, passed={"a", "c"}, failed={"b", "c"}
    )
    assert [row for row in SYSTEMS if outcomes.works(row)] == ["S01"]
    assert outcomes.unknown == {"S99"}
    lines = list(table(outcomes))
    assert lines[0].split() == ["S01", "检查方式", "works", "a"]
    assert lines[1].split() == ["S02", "检查对象名录", "fails", "a", "b"]
    assert lines[3].split() == ["S04", "条款库与清单", "-"]
    assert lines[-1] == "1/37"


CLAIMS = """
import pytest

@pytest.mark.row("S01", "S02")
def test_good(): pass

@pytest.mark.row("S02")
def test_bad(): assert False

@pytest.mark.row("S03")
def test_skipped(): pytest.skip()

@pytest.fixture
def broken(): raise ValueError

@pytest.mark.row("S04")
def test_broken(broken): pass

def test_of_no_row(): assert False
"""


def test_claims_are_tried(tmp_path: Path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = row\n")
    (tmp_path / "test_claims.py").write_text(CLAIMS)
    outcomes, status = run("-c", str(tmp_path / "pytest.ini"), str(tmp_path))
    assert status == pytest.ExitCode.TESTS_FAILED
    assert sorted(outcomes.claims) == ["S01", "S02", "S03", "S04"]
    assert [row for row in SYSTEMS if outcomes.works(row)] == ["S01"]


def test_every_claim_is_of_a_known_row(request):
    claimed = {row for item in request.session.items for mark in item.iter_markers("row") for row in mark.args}
    assert claimed <= set(SYSTEMS)
