"""Conditions mean the same on the server and on the phone: both are held to conditions.json."""

import json
from pathlib import Path

import pytest

from app.checklists.conditions import Answer, Answers, Unclear, holds, named, parse
from app.checklists.written import written

VECTORS = json.loads(Path(__file__).with_name("conditions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("condition", "given", "own", "expected"), VECTORS["cases"])
def test_a_condition_holds_or_not(condition, given, own, expected):
    answers = Answers({item: Answer(*answer) for item, answer in given.items()}, Answer(*own) if own else Answer())
    assert holds(parse(condition, VECTORS["items"]), answers) is expected


@pytest.mark.parametrize("condition", [*VECTORS["unclear"], "1 = " * 300, "-" * 999, "not(" * 240])
def test_what_cannot_be_read_is_refused_with_a_sentence(condition):
    with pytest.raises(Unclear) as caught:
        parse(condition, VECTORS["items"])
    assert str(caught.value).endswith(".")


def test_a_condition_knows_the_items_it_names():
    tree = parse("${A-1} = 'fail' and not(selected(${M-1}, 'A-1') or verdict(${N-1}) = .)", VECTORS["items"])
    assert set(named(tree)) == {"A-1", "M-1", "N-1"}


@pytest.mark.parametrize("condition", [case[0] for case in VECTORS["cases"]])
def test_what_was_read_is_written_so_that_it_is_read_as_the_same(condition):
    tree = parse(condition, VECTORS["items"])
    again = written(tree, VECTORS["items"])
    assert written(parse(again, VECTORS["items"]), VECTORS["items"]) == again
    assert _flat(parse(again, VECTORS["items"])) == _flat(tree)


def _flat(tree):
    """The tree without the brackets that say nothing: (a and b) and c."""
    if not isinstance(tree, list):
        return tree
    parts = [_flat(part) for part in tree[1:]]
    if tree[0] in {"and", "or"}:
        parts = [
            each for part in parts for each in (part[1:] if isinstance(part, list) and part[0] == tree[0] else [part])
        ]
    return [tree[0], *parts]
