"""The description at /api/openapi.json is what the code validates against, and what the answers look like."""

import jsonschema_rs
import pytest

from app.errors import Problem
from app.intake import openapi
from tests.builders import an_envelope, an_observation
from tests.intake.conftest import new_id


def test_anybody_may_read_it(stranger):
    answer = stranger.get("/api/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json == openapi.document()
    assert answer.json["openapi"].startswith("3.1")


def test_every_route_of_the_api_is_described_and_the_other_way_round(app):
    routes = {
        (str(rule), method.lower())
        for rule in app.url_map.iter_rules()
        if str(rule).startswith("/api/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {
        (path, method)
        for path, operations in openapi.document()["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert {(bare(path), method) for path, method in routes} == {(bare(path), method) for path, method in described}


def bare(path: str) -> str:
    """The path with every parameter shown alike."""
    return "/".join("*" if part[:1] in {"<", "{"} else part for part in path.split("/"))


def test_every_reference_leads_somewhere():
    document = openapi.document()
    for found in references(document):
        target = document
        for name in found.removeprefix("#/").split("/"):
            target = target[name]


def references(value):
    if isinstance(value, dict):
        yield from [value["$ref"]] if "$ref" in value else []
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.mark.parametrize("component", sorted(openapi.document()["components"]["schemas"]))
def test_every_schema_is_one(component):
    jsonschema_rs.meta.validate(openapi.document()["components"]["schemas"][component])
    openapi.validator(component)


def shaped(component: str, answer) -> None:
    problems = [f"{error.instance_path}: {error.message}" for error in openapi.validator(component).iter_errors(answer)]
    assert problems == []


def test_answers_have_the_described_form(phone, db, visit):
    submission = new_id()
    sent = an_envelope(db, visit, an_observation(photos=[{"sha256": "0" * 64}]))
    shaped("Submission", sent)
    shaped("Receipt", phone.submit(sent, submission).json)
    shaped("Held", phone.photo(b"bytes").json)
    shaped("ReceiptKey", phone.client.get("/api/receipt-key").json)
    shaped("Problem", phone.submit(b"[]").json)
    shaped("Problem", phone.submit(sent | {"protocol": 2}).json)
    shaped("Problem", phone.client.get("/api/photos/nothing").json)
    form = sent["checklists"][0]
    shaped("Checklist", phone.client.get(f"/api/checklists/{form['id']}/{form['version']}").json)
    shaped("Directory", phone.client.get("/api/sites").json)


def test_the_pack_has_the_described_form(phone, visit):
    pack = phone.client.get("/api/pack").json
    shaped("Pack", pack)
    assert phone.client.get(pack["directory"]).status_code == 200


def test_problems_are_described_as_they_are():
    described = set(openapi.document()["components"]["schemas"]["Problem"]["required"])
    assert described == {"type", "title", "status", "detail"}
    assert Problem.status == 500
