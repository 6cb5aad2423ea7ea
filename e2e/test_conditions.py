"""The phone's script comes to the same answers as the server: both are held to tests/checklists/conditions.json."""

import json
from pathlib import Path

from app.checklists.conditions import parse

VECTORS = json.loads((Path(__file__).parents[1] / "tests/checklists/conditions.json").read_text(encoding="utf-8"))
WALK = """async ([url, cases]) => {
  const { holds } = await import(url);
  const answer = (one) => one && { verdict: one[0], value: one[1] };
  return cases.map(([tree, given, own]) => {
    const map = new Map(Object.entries(given).map(([item, one]) => [item, answer(one)]));
    return own ? holds(tree, map, answer(own)) : holds(tree, map);
  });
}"""
ASKED = """async ([url, on, conditions, given]) => {
  const { asked } = await import(url);
  const map = new Map(Object.entries(given).map(([item, [verdict, value]]) => [item, { verdict, value }]));
  return [...asked(on, new Map(Object.entries(conditions)), map)];
}"""


def test_the_phone_walks_conditions_as_the_server_does(context_for):
    page, url = _module(context_for)
    cases = [[parse(text, VECTORS["items"]), given, own] for text, given, own, _ in VECTORS["cases"]]
    found = page.evaluate(WALK, [url, cases])
    wrong = [case for case, holds in zip(VECTORS["cases"], found, strict=True) if holds is not case[3]]
    assert wrong == []


def test_what_is_not_asked_counts_as_not_answered(context_for):
    page, url = _module(context_for)
    kinds = {"A": "verdict", "B": "count", "C": "text"}
    conditions = {"B": parse("${A} = 'fail'", kinds), "C": parse("${B} > 2", kinds)}
    given = {"A": ["fail", None], "B": ["", 3]}
    assert page.evaluate(ASKED, [url, ["A", "B", "C"], conditions, given]) == ["A", "B", "C"]
    assert page.evaluate(ASKED, [url, ["A", "B", "C"], conditions, given | {"A": ["pass", None]}]) == ["A"]


def _module(context_for):
    """A page of the field, and where the phone has the module from."""
    page = context_for("inspector").pages[0]
    page.goto("/".join(page.url.split("/")[:3]) + "/field/offline")
    address = page.locator("link[rel=stylesheet]").get_attribute("href")
    return page, address.replace("css/mingcha.css", "js/field/conditions.js")
