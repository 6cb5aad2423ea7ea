"""What a phone exported can be handed in as a file: what is good in it is taken, the rest is named."""

import zipfile
from io import BytesIO

import pytest

from app import journal
from app.errors import Invalid, NotFound
from app.intake import archive, importing, submissions
from app.intake.importing import Line, import_unsent
from app.photos import records
from app.photos.store import LIMIT
from app.visits import visits
from tests.builders import an_envelope, an_observation, body
from tests.intake.conftest import new_id, sha
from tests.photos import making

PHOTO = making.a_jpeg()


def a_zip(members: dict[str, bytes] | list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> BytesIO:
    file = BytesIO()
    pairs = members.items() if isinstance(members, dict) else members
    with zipfile.ZipFile(file, "w", compression) as zipped:
        for name, content in pairs:
            zipped.writestr(name, content)
    file.seek(0)
    return file


def an_export(submission: str, sent: bytes, *photos: bytes) -> BytesIO:
    return a_zip({f"submissions/{submission}.json": sent} | {f"photos/{sha(photo)}": photo for photo in photos})


def naming(db, visit, *photos: bytes, **changes) -> bytes:
    observation = an_observation(photos=[{"sha256": sha(photo), "at": None} for photo in photos])
    return body(an_envelope(db, visit, observation, **changes))


def refusals(imported) -> list[tuple[str, str]]:
    return [(line.pointer, line.detail) for line in imported.lines if line.outcome == "refused"]


def test_everything_arrives_and_twice_changes_nothing(db, store, cast, visit):
    submission, sent = new_id(), naming(db, visit, PHOTO)
    first = import_unsent(db, store, an_export(submission, sent, PHOTO))
    assert first.lines == (Line(f"photos/{sha(PHOTO)}", "new"), Line(f"submissions/{submission}.json", "new"))
    again = import_unsent(db, store, an_export(submission, sent, PHOTO))
    assert {line.outcome for line in again.lines} == {"known"}
    assert submissions.body(db, submission) == sent
    assert submissions.sender(db, submission) == cast.inspector.id
    assert store.original(sha(PHOTO)).read_bytes() == PHOTO


def test_the_sender_has_the_photo_back(db, store, phone, visit):
    import_unsent(db, store, an_export(new_id(), naming(db, visit, PHOTO), PHOTO))
    assert phone.client.get(f"/api/photos/{sha(PHOTO)}").data == PHOTO


def test_what_arrives_later_from_the_phone_is_known(db, store, phone, visit):
    submission, sent = new_id(), naming(db, visit, PHOTO)
    import_unsent(db, store, an_export(submission, sent, PHOTO))
    assert phone.photo(PHOTO).status_code == 200
    assert phone.submit(sent, submission).status_code == 200


def test_a_photo_of_a_submission_that_arrived_without_it(db, store, phone, visit):
    submission = new_id()
    phone.submit(naming(db, visit, PHOTO), submission)
    import_unsent(db, store, a_zip({f"photos/{sha(PHOTO)}": PHOTO}))
    assert phone.receipt(submission)["complete"] is True
    assert phone.client.get(f"/api/photos/{sha(PHOTO)}").status_code == 200


def test_an_unplanned_check_needs_its_sender(db, store, cast):
    submission, sent = new_id(), naming(db, None, PHOTO, site=cast.hall.id, approach="open")
    nobody = import_unsent(db, store, an_export(submission, sent, PHOTO))
    assert refusals(nobody) == [("", importing.WHOSE_PHOTO), ("", importing.WHOSE_CHECK)]
    named = import_unsent(db, store, an_export(submission, sent, PHOTO), cast.inspector2.id)
    assert [line.outcome for line in named.lines] == ["new", "new"]
    assert submissions.sender(db, submission) == cast.inspector2.id


def test_a_reassigned_visit_belongs_to_who_is_named_or_has_it_now(db, store, cast, visit):
    visits.reassign(db, visit.id, cast.inspector2.id, cast.planner.id)
    first, second = new_id(), new_id()
    import_unsent(db, store, an_export(first, naming(db, visit)), cast.inspector.id)
    import_unsent(db, store, an_export(second, naming(db, visit)))
    assert [submissions.sender(db, s) for s in (first, second)] == [cast.inspector.id, cast.inspector2.id]
    again = import_unsent(db, store, an_export(first, submissions.body(db, first)))
    assert [line.outcome for line in again.lines] == ["known"]


@pytest.mark.parametrize("role", ["planner", "unit", "admin"])
def test_only_the_field_can_be_the_sender(db, store, cast, role):
    with pytest.raises(Invalid, match="inspector"):
        import_unsent(db, store, a_zip({}), getattr(cast, role).id)
    with pytest.raises(NotFound):
        import_unsent(db, store, a_zip({}), "nobody")


def test_each_problem_is_named_and_the_rest_is_taken(db, store, visit, cast):
    good, bad, foreign = new_id(), new_id(), new_id()
    elsewhere = an_envelope(db, visit) | {"visit": new_id()}
    file = a_zip(
        {
            f"submissions/{good}.json": naming(db, visit, PHOTO),
            f"submissions/{bad}.json": body(
                an_envelope(db, visit, an_observation("CL02-99"), an_observation("CL02-98"))
            ),
            f"submissions/{foreign}.json": body(elsewhere),
            f"photos/{sha(PHOTO)}": PHOTO,
            f"photos/{'0' * 64}": b"other bytes",
            "photos/holiday.jpg": PHOTO,
            "../../etc/passwd": b"x",
            "submissions/": b"",
        }
    )
    lines = import_unsent(db, store, file, cast.inspector.id).lines
    outcome = {(line.member, line.pointer): line.outcome for line in lines}
    assert outcome == {
        (f"submissions/{good}.json", ""): "new",
        (f"submissions/{bad}.json", "/observations/0/item"): "refused",
        (f"submissions/{bad}.json", "/observations/1/item"): "refused",
        (f"submissions/{foreign}.json", ""): "refused",
        (f"photos/{sha(PHOTO)}", ""): "new",
        (f"photos/{'0' * 64}", ""): "refused",
        ("photos/holiday.jpg", ""): "refused",
        ("../../etc/passwd", ""): "refused",
    }
    assert all(line.detail for line in lines if line.outcome == "refused")


def test_one_name_twice(db, store, visit):
    name = f"submissions/{new_id()}.json"
    with pytest.warns(UserWarning, match="Duplicate"):
        file = a_zip([(name, naming(db, visit)), (name, naming(db, visit))])
    assert [line.outcome for line in import_unsent(db, store, file).lines] == ["new", "refused"]


@pytest.mark.parametrize("content", [b"", b"no zip", a_zip({"photos/a": b"x" * 999}).getvalue()[:600]])
def test_what_is_no_zip(db, store, content):
    with pytest.raises(Invalid, match="not a zip"):
        import_unsent(db, store, BytesIO(content))


def test_parts_that_are_damaged_or_locked(db, store, visit, cast):
    name = f"submissions/{new_id()}.json"
    whole = a_zip({name: naming(db, visit)}, zipfile.ZIP_DEFLATED).getvalue()
    start = whole.index(name.encode()) + len(name)
    damaged = whole[:start] + bytes(40) + whole[start + 40 :]
    locked = bytearray(whole)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[whole.index(signature) + place] |= 1
    odd = a_zip({name: naming(db, visit)}, zipfile.ZIP_LZMA).getvalue()
    for file, sentence in ((damaged, archive.BROKEN), (bytes(locked), archive.LOCKED), (odd, archive.LOCKED)):
        assert refusals(import_unsent(db, store, BytesIO(file), cast.inspector.id)) == [("", sentence)]


def test_parts_that_unpack_to_too_much(db, store, visit, cast):
    bombs = {f"submissions/{new_id()}.json": bytes(6_000_000), f"photos/{'1' * 64}": bytes(LIMIT + 1)}
    found = import_unsent(db, store, a_zip(bombs, zipfile.ZIP_DEFLATED), cast.inspector.id)
    assert [detail for _, detail in refusals(found)] == [
        "This part is larger than a photo (25 MB) or a submission (5 MB) may be."
    ] * 2


def test_a_part_that_lies_about_its_size(db, store, cast):
    name = f"photos/{'1' * 64}"
    file = bytearray(a_zip({name: bytes(1_000_000)}, zipfile.ZIP_DEFLATED).getvalue())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = file.index(signature) + place
        file[at : at + 4] = (10).to_bytes(4, "little")
    assert len(refusals(import_unsent(db, store, BytesIO(bytes(file)), cast.inspector.id))) == 1


@pytest.mark.parametrize(("limit", "value"), [("TOTAL", 10_999), ("MEMBERS", 10)])
def test_a_file_that_unpacks_to_too_much_in_all(db, store, monkeypatch, cast, limit, value):
    file = a_zip({f"photos/{n:064}": bytes(1000) for n in range(11)})
    monkeypatch.setattr(archive, limit, value)
    with pytest.raises(Invalid, match="2 GB"):
        import_unsent(db, store, file, cast.inspector.id)
    assert records.find(db, f"{0:064}") is None


def test_the_form_leads_to_the_outcome(db, sign_in, cast, visit):
    planner, submission = sign_in(cast.planner), new_id()
    form = planner.get("/intake/import")
    assert form.status_code == 200
    assert cast.inspector.code in form.text
    assert cast.inspector.name not in form.text
    file = an_export(submission, naming(db, visit, PHOTO), PHOTO)
    answer = planner.post("/intake/import", data={"file": (file, "未送达.zip"), "person": ""})
    assert answer.status_code == 303
    page = planner.get(answer.location)
    assert page.status_code == 200
    assert "已全部送达" in page.text
    entry = journal.since(db, 0, importing.EVENT)[0]
    assert entry["who"] == cast.planner.id


def test_the_outcome_names_what_was_not_taken(db, sign_in, cast):
    planner = sign_in(cast.planner)
    sent = naming(db, None, site=cast.hall.id, approach="open")
    answer = planner.post("/intake/import", data={"file": (an_export(new_id(), sent), "a.zip")})
    page = planner.get(answer.location)
    assert "请指明是谁做的" in page.text
    assert sign_in(cast.planner2).get(answer.location).status_code == 404


def test_the_form_takes_the_sender_of_unplanned_checks(db, sign_in, cast):
    submission = new_id()
    sent = naming(db, None, site=cast.hall.id, approach="open")
    data = {"file": (an_export(submission, sent), "a.zip"), "person": cast.inspector2.id}
    sign_in(cast.planner).post("/intake/import", data=data)
    assert submissions.sender(db, submission) == cast.inspector2.id


@pytest.mark.parametrize("data", [{}, {"file": (BytesIO(b""), "")}, {"file": (BytesIO(b"text"), "a.txt")}])
def test_a_form_without_a_zip_says_so(sign_in, cast, data):
    answer = sign_in(cast.planner).post("/intake/import", data=data, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "zip" in answer.text


@pytest.mark.parametrize("role", ["inspector", "shopper", "publisher", "unit", "leader", "supervisor", "admin"])
def test_only_planners_import(sign_in, cast, db, store, visit, role):
    entry = import_unsent(db, store, a_zip({}), by=cast.planner.id).entry
    other = sign_in(getattr(cast, role))
    for path in ("/intake/import", f"/intake/import/{entry}"):
        assert other.get(path).status_code == 404
    assert other.post("/intake/import").status_code == 404


def test_an_outcome_that_is_none(sign_in, cast, db, visit):
    planner = sign_in(cast.planner)
    for entry in (1, 10**11, 10**30):
        assert planner.get(f"/intake/import/{entry}").status_code == 404


def test_rows_for_the_command_line(db, store, visit):
    a_visit_of = an_export(new_id(), naming(db, visit))
    rows = importing.as_rows(import_unsent(db, store, a_visit_of))
    assert [list(row) for row in rows] == [["member", "outcome", "pointer", "detail"]]
