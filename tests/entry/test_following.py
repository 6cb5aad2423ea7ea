"""Phones that send do not wait for review and scoring; nobody at a desk sees what lags behind."""

import threading
import time
import uuid

import pytest

from app import journal
from app.db import Database
from app.review import queue
from tests import builders


def sent(sign_in, db, cast) -> str:
    """A submission of the inspector's phone."""
    body = builders.body(builders.an_envelope(db, builders.a_visit(db, cast), builders.an_observation(verdict="fail")))
    submission = str(uuid.uuid4())
    answer = sign_in(cast.inspector).put(f"/api/submissions/{submission}", data=body, content_type="application/json")
    assert answer.status_code == 201
    return submission


def test_what_a_phone_sent_stands_in_the_next_page_of_a_desk(sign_in, db, cast):
    submission = sent(sign_in, db, cast)
    assert queue.count(db) == 0
    assert submission in sign_in(cast.planner).get("/review/").text
    assert queue.count(db) == 1


def test_much_that_arrived_is_followed_in_steps(sign_in, db, cast, monkeypatch):
    monkeypatch.setattr(queue, "AT_ONCE", 2)
    for _ in range(3):
        sent(sign_in, db, cast)
    queue.follow(db)
    assert queue.count(db) == 3
    assert journal.position(db, queue.FOLLOWER) == journal.last(db)


def test_writers_of_one_process_take_turns(db, settings):
    """Who waits goes on when the other has ended, and not at SQLite's next look."""
    began, ended = threading.Event(), []

    def second() -> None:
        other = Database(settings.database)
        began.set()
        with other.write():
            ended.append("second")
        other.close()

    with db.write():
        thread = threading.Thread(target=second)
        thread.start()
        assert began.wait(10)
        ended.append("first")
    thread.join(10)
    assert ended == ["first", "second"]


def test_a_turn_that_never_comes_is_refused_as_a_busy_database(db, settings, monkeypatch):
    import sqlite3

    from app import db as module

    monkeypatch.setattr(module, "PATIENCE", 0.05)
    refused = []

    def second() -> None:
        other = Database(settings.database)
        begun = time.monotonic()
        with pytest.raises(sqlite3.OperationalError, match="locked"), other.write():
            pass
        refused.append(time.monotonic() - begun)
        other.close()

    with db.write():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(20)
    assert refused
