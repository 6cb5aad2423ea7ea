"""A row is claimed only by a test that passes."""

from tests.rows import SYSTEMS, Outcomes, table


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


def test_every_claim_is_of_a_known_row(request):
    claimed = {row for item in request.session.items for mark in item.iter_markers("row") for row in mark.args}
    assert claimed <= set(SYSTEMS)
