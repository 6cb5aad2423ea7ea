"""The server is killed with SIGKILL; whatever it had acknowledged by then is there afterwards, byte for byte."""

import http.client
import threading

import pytest

from app import journal
from tests.builders import a_visit, an_envelope, an_observation, body
from tests.intake.conftest import new_id, sha
from tests.photos import making

BROKEN = (ConnectionError, http.client.HTTPException, OSError)


def naming(db, visit, *photos: bytes) -> bytes:
    return body(an_envelope(db, visit, an_observation(photos=[{"sha256": sha(p), "at": None} for p in photos])))


def test_between_the_photo_and_its_submission(server, db, visit):
    photo, submission = making.a_jpeg(1600, 1200), new_id()
    sent = naming(db, visit, photo)
    assert server.ask("PUT", f"/api/photos/{sha(photo)}", photo).status == 201
    server.kill()
    server.start()
    receipt = server.ask("PUT", f"/api/submissions/{submission}", sent)
    assert (receipt.status, receipt.json["complete"]) == (201, True)
    server.kill()
    server.start()
    assert server.ask("GET", f"/api/photos/{sha(photo)}").content == photo
    assert server.ask("GET", f"/api/submissions/{submission}").content == sent
    assert server.ask("GET", f"/api/submissions/{submission}/receipt").content == receipt.content
    assert server.ask("PUT", f"/api/submissions/{submission}", sent).content == receipt.content


@pytest.mark.parametrize("acknowledged", [1, 7, 20])
def test_in_the_middle_of_eight_busy_phones(server, db, cast, acknowledged):
    """Each phone sends photo, submission, photo, submission …; the kill comes after so many answers, under load."""
    work = [_one(db, cast, number) for number in range(48)]
    held: list[tuple[str, bytes]] = []
    enough = threading.Event()

    def phone(number: int) -> None:
        for path, content in [pair for each in work[number::8] for pair in each]:
            try:
                answer = server.ask("PUT", path, content)
            except BROKEN:
                return
            assert answer.status == 201
            held.append((path, content))
            if len(held) >= acknowledged:
                enough.set()

    phones = [threading.Thread(target=phone, args=(number,)) for number in range(8)]
    for each in phones:
        each.start()
    assert enough.wait(timeout=60)
    server.kill()
    for each in phones:
        each.join()
    server.start()
    assert len(held) >= acknowledged
    for path, content in held:
        assert server.ask("GET", path).content == content
    everything = [pair for each in work for pair in each]
    assert {server.ask("PUT", path, content).status for path, content in everything} <= {200, 201}
    for path, content in everything:
        assert server.ask("GET", path).content == content
        if path.startswith("/api/submissions/"):
            assert server.ask("GET", path + "/receipt").json["complete"] is True
    assert len(journal.since(db, 0, "submission.received")) == len(work)
    assert list(journal.verify(db)) == []


def _one(db, cast, number: int) -> list[tuple[str, bytes]]:
    """A photo and the submission that names it."""
    photo, visit = making.a_jpeg(400, 300, number), a_visit(db, cast)
    return [
        (f"/api/photos/{sha(photo)}", photo),
        (f"/api/submissions/{new_id()}", naming(db, visit, photo)),
    ]
