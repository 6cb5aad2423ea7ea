"""Promise 2: for covert work, no byte that a unit or a leader can fetch depends on who inspected it.

The same inspection is done by A in one world and by B in another: other device, times, ids, wording of the note, order
of arrival, and photos with other metadata. Both worlds go on to a closed month and a published notice; then everything
that units and leaders can reach is fetched and compared, byte for byte and header for header.
"""

import shutil
from pathlib import Path

import pytest
from flask import Response

from app.people.persons import Person
from tests.house.bureaus import A, B, World, story
from tests.house.crawl import Crawl


def reached(world: World, person: Person, foreign: dict[str, str]) -> dict[str, str]:
    """Everything that the person can fetch, also by knowing or guessing ids of things."""
    guesses = [f"/review/{s}" for s in foreign] + [f"/api/submissions/{s}" for s in foreign]
    guesses += [f"/api/photos/{s}" for s in foreign] + [f"/api/submissions/{s}/receipt" for s in foreign]
    guesses += [f"/field/visits/{s}" for s in foreign]
    rules = [rule.rule for rule in world.app.url_map.iter_rules() if "<" not in rule.rule and "GET" in rule.methods]
    months_ = ["/scores/2026-10", "/home/?month=2026-10", "/findings/?month=2026-10"]
    crawl = Crawl(world.client(person)).everything("/", *rules, *months_, *guesses)
    return crawl.normalised(world.random() | foreign)


def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, approach: str) -> tuple[World, World]:
    """The two worlds; they share the key that signs receipts, which is public and made at random once."""
    first = story(tmp_path / "a", A, approach, monkeypatch)
    shutil.copytree(first.settings.secrets, tmp_path / "b" / "secrets")
    return first, story(tmp_path / "b", B, approach, monkeypatch)


def differing(worlds: tuple[World, World], role: str) -> list[str]:
    """The paths whose answers are not the same in both worlds."""
    seen = []
    for world in worlds:
        guessed = {value: name for value, name in world.secrets.items() if len(value) >= 32}
        seen.append(reached(world, getattr(world.cast, role), guessed))
    assert set(seen[0]) == set(seen[1])
    assert role == "unit2" or any("10月中旬" in text for text in seen[0].values()), "the finding is not even shown"
    return [path for path in seen[0] if seen[0][path] != seen[1][path]]


@pytest.mark.parametrize("approach", ["covert", "shopper"])
@pytest.mark.parametrize("role", ["unit", "unit2", "leader"])
def test_nothing_a_unit_can_fetch_depends_on_who_inspected(tmp_path, monkeypatch, approach, role):
    assert differing(both(tmp_path, monkeypatch, approach), role) == []


def leaking(answer: Response, moment: str) -> Response:
    answer.headers["Last-Modified"] = moment
    return answer


def test_the_comparison_notices_a_leak(tmp_path, monkeypatch):
    worlds = both(tmp_path, monkeypatch, "covert")
    for world in worlds:  # as if a page were cached until the check arrived
        row = world.db.one("SELECT received_at FROM submissions WHERE approach = 'covert'")
        world.app.after_request_funcs[None].append(lambda answer, row=row: leaking(answer, row["received_at"]))
    assert "/home/" in differing(worlds, "unit")


@pytest.mark.parametrize("role", ["unit", "unit2", "leader"])
def test_no_answer_holds_a_trace_of_the_inspector(tmp_path, monkeypatch, role):
    world = story(tmp_path / "a", A, "covert", monkeypatch)
    for path, text in reached(world, getattr(world.cast, role), {}).items():
        found = [name for value, name in world.secrets.items() if value in text and value not in path]
        assert found == [], path
