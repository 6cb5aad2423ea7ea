"""One catalogue of refusals; each becomes a page for people and a problem document for programs."""

import importlib

import pytest
from flask import Flask

from app import errors, gate, language
from app.errors import Place, Problem
from app.pages import public
from tests.house.source import modules


def problems(base: type[Problem] = Problem) -> list[type[Problem]]:
    """The problem and everything derived from it, anywhere."""
    return [base, *(each for derived in base.__subclasses__() for each in problems(derived))]


def test_every_problem_stands_in_the_catalogue():
    for module in modules():
        if module.name.endswith("__main__"):
            continue
        importlib.import_module(module.name)
    assert {each.__module__ for each in problems()} == {errors.__name__}


def test_every_problem_has_status_code_title_and_sentence():
    for each in problems():
        assert 400 <= each.status <= 599, each
        assert {"code", "title", "sentence", "status"} <= set(vars(each)), f"{each} borrows from another problem"
        assert each.code == each.code.lower().strip()
        assert each.title
        assert not each.title.endswith(".")
        assert each.sentence.endswith("."), f"{each}: a sentence ends"


def test_codes_are_unique():
    codes = [each.code for each in problems()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("kind", problems(), ids=lambda kind: kind.code)
def test_a_program_gets_a_problem_document(app: Flask, kind: type[Problem]):
    with app.test_request_context("/api/anything", method="PUT"):
        answer = app.make_response(gate.refuse(kind(places=(Place("/visit", "unknown"),))))
        assert answer.status_code == kind.status
        assert answer.mimetype == "application/problem+json"
        document = answer.json
        assert document["status"] == kind.status
        assert document["type"].endswith(kind.code)
        assert document["title"] == language.say(kind.title)
        assert document["detail"] == language.say(kind.sentence)
        assert document["errors"] == [{"pointer": "/visit", "detail": "unknown"}]


@pytest.mark.parametrize("kind", problems(), ids=lambda kind: kind.code)
def test_a_person_gets_a_page_with_the_sentence(app: Flask, kind: type[Problem]):
    with app.test_request_context("/anything", method="POST"):
        answer = app.make_response(gate.refuse(kind()))
        assert answer.status_code == kind.status
        assert answer.mimetype == "text/html"
        assert language.say(kind.sentence) in answer.get_data(as_text=True)
        assert answer.get_data(as_text=True).lstrip().startswith("<!doctype html>")


def test_values_are_filled_into_the_sentence(app: Flask):
    with app.test_request_context("/api/anything"):
        answer = app.make_response(gate.refuse(errors.Invalid("There is no month %(month)s.", month="2026-13")))
        assert answer.json["detail"] == "There is no month 2026-13."


def test_what_nobody_foresaw_is_a_problem_too(app: Flask, stranger):
    @app.get("/broken")
    @public
    def broken() -> str:
        raise ZeroDivisionError

    answer = stranger.get("/broken")
    assert answer.status_code == 500
    assert language.say(Problem.sentence) in answer.get_data(as_text=True)
    assert "ZeroDivisionError" not in answer.get_data(as_text=True)
