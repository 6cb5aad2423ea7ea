"""The same request by eight clients at once succeeds for all: one makes it, the others find it made."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from werkzeug.test import TestResponse

from app import journal
from app.intake import submissions
from tests.builders import an_envelope, an_observation, body
from tests.intake.conftest import Phone, new_id, sha
from tests.photos import making

CLIENTS = 8


@pytest.fixture
def at_once(sign_in, cast) -> Callable[[Callable[[Phone, int], TestResponse]], list[TestResponse]]:
    """Lets eight phones of the inspector do something at the same moment, each with a connection of its own."""

    def run(act: Callable[[Phone, int], TestResponse]) -> list[TestResponse]:
        phones = [Phone(sign_in(cast.inspector)) for _ in range(CLIENTS)]
        start = threading.Barrier(CLIENTS)

        def one(number: int) -> TestResponse:
            start.wait(timeout=30)
            return act(phones[number], number)

        with ThreadPoolExecutor(CLIENTS) as pool:
            waiting = [pool.submit(copy_context().run, one, number) for number in range(CLIENTS)]
            return [each.result() for each in waiting]

    return run


@pytest.mark.parametrize("race", range(5))
def test_the_same_submission(at_once, db, visit, race):
    submission = new_id()
    sent = body(an_envelope(db, visit, *(an_observation() for _ in range(30))))
    answers = at_once(lambda phone, _: phone.submit(sent, submission))
    assert Counter(a.status_code for a in answers) == {201: 1, 200: CLIENTS - 1}
    assert len({a.data for a in answers}) == 1
    assert len(submissions.get(db, submission).observations) == 30
    assert len(journal.since(db, 0, "submission.received")) == 1
    assert list(journal.verify(db)) == []


def test_different_bytes_under_one_id(at_once, db, visit):
    """Whoever is first stays; the others hear of the conflict."""
    submission = new_id()
    bodies = [body(an_envelope(db, visit, note=str(number))) for number in range(CLIENTS)]
    answers = at_once(lambda phone, number: phone.submit(bodies[number], submission))
    assert Counter(a.status_code for a in answers) == {201: 1, 409: CLIENTS - 1}
    winner = next(number for number, a in enumerate(answers) if a.status_code == 201)
    assert submissions.body(db, submission) == bodies[winner]


def test_different_submissions_of_one_visit(at_once, db, visit):
    bodies = [body(an_envelope(db, visit)) for _ in range(CLIENTS)]
    answers = at_once(lambda phone, number: phone.submit(bodies[number]))
    assert {a.status_code for a in answers} == {201}
    assert len(submissions.of_visit(db, visit.id)) == CLIENTS


@pytest.mark.parametrize("race", range(3))
def test_the_same_photo(at_once, store, race):
    content = making.a_jpeg(1200, 900, race)
    answers = at_once(lambda phone, _: phone.photo(content))
    assert Counter(a.status_code for a in answers) == {201: 1, 200: CLIENTS - 1}
    assert store.original(sha(content)).read_bytes() == content
    assert list((store.folder / "incoming").iterdir()) == []


def test_photos_and_their_submission_mixed(at_once, db, visit):
    photos = [making.a_jpeg(seed=seed) for seed in range(CLIENTS - 1)]
    submission = new_id()
    observation = an_observation(photos=[{"sha256": sha(photo), "at": None} for photo in photos])
    sent = body(an_envelope(db, visit, observation))

    def act(phone: Phone, number: int) -> TestResponse:
        return phone.submit(sent, submission) if number == 3 else phone.photo(photos[number - (number > 3)])

    answers = at_once(act)
    assert {a.status_code for a in answers} == {201}
    assert at_once(lambda phone, _: phone.submit(sent, submission))[0].json["complete"] is True
