"""Over a real socket: bodies that are cut off, that lie about their length, that have none, that never end."""

from app.intake import submissions
from app.photos import records
from app.photos.store import LIMIT
from tests.builders import an_envelope, body
from tests.intake.conftest import new_id, sha
from tests.photos import making

PHOTO = making.a_jpeg(1600, 1200)


def head(server, path: str, **headers: object) -> bytes:
    fields = server.headers() | {"Host": "localhost"} | {name.replace("_", "-"): str(v) for name, v in headers.items()}
    lines = [f"PUT {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode()


def test_whole_then_known(server):
    answers = [server.ask("PUT", f"/api/photos/{sha(PHOTO)}", PHOTO) for _ in range(2)]
    assert [(a.status, a.type) for a in answers] == [(201, "application/json"), (200, "application/json")]
    assert server.ask("GET", f"/api/photos/{sha(PHOTO)}").content == PHOTO


def test_in_chunks_without_a_length(server):
    pieces = [PHOTO[n : n + 1000] for n in range(0, len(PHOTO), 1000)]
    assert server.ask("PUT", f"/api/photos/{sha(PHOTO)}", iter(pieces)).status == 201
    assert server.ask("GET", f"/api/photos/{sha(PHOTO)}").content == PHOTO


def test_cut_off_anywhere_nothing_is_held_and_the_whole_succeeds(server, db, store):
    path = f"/api/photos/{sha(PHOTO)}"
    for length in (0, 1, 1000, len(PHOTO) - 1):
        server.send_raw(head(server, path, Content_Length=len(PHOTO)), PHOTO[:length])
        server.send_raw(head(server, path, Transfer_Encoding="chunked"), b"%x\r\n" % len(PHOTO), PHOTO[:length])
    assert records.find(db, sha(PHOTO)) is None
    assert server.ask("PUT", path, PHOTO).status == 201
    assert store.original(sha(PHOTO)).read_bytes() == PHOTO
    assert list((store.folder / "incoming").iterdir()) == []


def test_a_length_that_is_too_short(server, db):
    content = PHOTO[:3000]
    short = head(server, f"/api/photos/{sha(content)}", Content_Length=100, Connection="close")
    assert b" 422 " in server.send_raw(short + content).splitlines()[0]
    assert records.find(db, sha(content)) is None


def test_sixty_megabytes_announced_or_not(server, store):
    block, times = bytes(1_000_000), 60
    huge = block * times
    for content in (huge, iter([block] * times)):
        answer = server.ask("PUT", f"/api/photos/{sha(huge)}", content)
        assert (answer.status, answer.type) == (413, "application/problem+json")
    assert [f for f in store.folder.rglob("*") if f.is_file()] == []
    assert server.ask("GET", "/api/pack").status == 200


def test_exactly_the_limit(server):
    full = bytes(LIMIT)
    assert server.ask("PUT", f"/api/photos/{sha(full)}", full).status == 201


def test_an_empty_photo_without_any_length(server):
    answer = server.send_raw(head(server, f"/api/photos/{sha(b'')}", Connection="close"))
    assert b" 201 " in answer.splitlines()[0]


def test_a_submission_in_pieces(server, db, visit):
    submission, sent = new_id(), body(an_envelope(db, visit, note="雪" * 90_000))
    pieces = iter([sent[n : n + 4096] for n in range(0, len(sent), 4096)])
    assert server.ask("PUT", f"/api/submissions/{submission}", pieces).status == 201
    assert server.ask("GET", f"/api/submissions/{submission}").content == sent


def test_a_submission_that_is_cut_off_is_not_there(server, db, visit):
    submission, sent = new_id(), body(an_envelope(db, visit))
    path = f"/api/submissions/{submission}"
    server.send_raw(head(server, path, Content_Length=len(sent)), sent[:-1])
    assert submissions.of_visit(db, visit.id) == []
    assert server.ask("PUT", path, sent).status == 201


def test_a_submission_without_end(server):
    answer = server.ask("PUT", f"/api/submissions/{new_id()}", iter([b" " * 1_000_000] * 6))
    assert (answer.status, answer.type) == (413, "application/problem+json")


def test_many_on_one_connection(server, db, visit):
    """What is refused leaves the connection usable for the next request."""
    path = f"/api/photos/{sha(PHOTO)}"
    wrong = head(server, path, Content_Length=5) + b"wrong"
    right = head(server, path, Content_Length=len(PHOTO), Connection="close") + PHOTO
    answer = server.send_raw(wrong + right)
    assert [line.split()[1] for line in answer.splitlines() if line.startswith(b"HTTP/")] == [b"422", b"201"]
