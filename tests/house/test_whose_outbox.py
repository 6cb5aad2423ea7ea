"""A phone sends only under the session of the person whose store it sends from."""

import uuid

from tests.builders import a_visit, an_envelope, body


def test_work_of_one_person_is_not_taken_under_the_session_of_another(db, sign_in, cast):
    envelope = body(an_envelope(db, None, site=cast.hall.id, approach="open"))
    path = f"/api/submissions/{uuid.uuid4()}"
    other = sign_in(cast.inspector2)
    assert other.put(path, data=envelope, headers={"Mingcha-Me": cast.inspector.opaque}).status_code == 401
    own = sign_in(cast.inspector)
    assert own.put(path, data=envelope, headers={"Mingcha-Me": cast.inspector.opaque}).status_code == 201


def test_a_client_that_does_not_say_whose_it_is_is_served_as_before(db, sign_in, cast):
    envelope = body(an_envelope(db, a_visit(db, cast)))
    assert sign_in(cast.inspector).put(f"/api/submissions/{uuid.uuid4()}", data=envelope).status_code == 201
