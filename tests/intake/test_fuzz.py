"""Whatever is sent, the answer is one that the contract knows; and what was taken can be read back."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.intake import openapi, submissions
from tests.builders import an_envelope, an_observation
from tests.intake.conftest import new_id

ANSWERS = {201, 404, 413, 422}
TEXT = st.text(st.characters(), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
SCHEMAS = openapi.document()["components"]["schemas"].values()
NAMES = st.sampled_from(sorted({name for schema in SCHEMAS for name in schema.get("properties", ())}))
FUZZ = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spots(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths to every value inside."""
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return [path]
    return [path, *(spot for name, inner in pairs for spot in spots(inner, (*path, name)))]


def placed(document: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    inner = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return document


def answered(phone, db, sent: bytes) -> None:
    submission = new_id()
    answer = phone.submit(sent, submission, **{"Mingcha-Device-Time": "2026-11-24T10:42:07+08:00"})
    assert answer.status_code in ANSWERS, answer.text
    if answer.status_code == 201:
        assert submissions.body(db, submission) == sent
        assert submissions.get(db, submission).id == submission
    else:
        assert answer.mimetype == "application/problem+json"
        assert all(error["detail"] and error["pointer"] for error in answer.json.get("errors", []))


@FUZZ
@given(data=st.data())
def test_an_envelope_with_anything_anywhere(phone, db, visit, cast, data):
    full = an_observation(value={"n": 1}, photos=[{"sha256": "0" * 64, "at": None, "caption": ""}])
    place = {"lat": 46.58, "lon": 125.1, "accuracy_m": 18, "at": "2026-11-24T09:12:03+08:00"}
    document = copy.deepcopy(an_envelope(db, visit, full, location=place, site=cast.hall.id))
    for _ in range(data.draw(st.integers(1, 2))):
        document = placed(document, data.draw(st.sampled_from(spots(document))), data.draw(JSON))
    answered(phone, db, json.dumps(document).encode())


@FUZZ
@given(note=TEXT, post=TEXT, value=JSON, times=st.tuples(TEXT, TEXT), extra=st.dictionaries(TEXT, JSON, max_size=3))
def test_an_envelope_with_anything_where_anything_may_stand(phone, db, visit, note, post, value, times, extra):
    observation = extra | an_observation(note=note, post=post, value=value, at=times[0])
    answered(phone, db, json.dumps(extra | an_envelope(db, visit, observation, started_at=times[1])).encode())


@FUZZ
@given(document=st.dictionaries(NAMES, st.recursive(JSON, lambda inner: st.dictionaries(NAMES, inner), max_leaves=9)))
def test_objects_of_the_right_names(phone, db, visit, document):
    answered(phone, db, json.dumps(document).encode())


@FUZZ
@given(sent=st.binary(max_size=200) | TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(phone, db, sent):
    answered(phone, db, sent)
