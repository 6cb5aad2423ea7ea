"""Which capture pages offer to note the position: those of open visits, unless the bureau wants none."""

import pytest

from app import bureau
from tests.builders import a_visit


def _offers(sign_in, cast, visit) -> bool:
    return "data-take-position" in sign_in(cast.inspector).get(f"/field/visits/{visit.id}").text


def test_an_open_visit_offers_it_until_the_bureau_decides_otherwise(db, cast, sign_in):
    visit = a_visit(db, cast)
    assert _offers(sign_in, cast, visit)
    bureau.set_(db, cast.admin.id, "ask_position", "0")
    assert not _offers(sign_in, cast, visit)


@pytest.mark.parametrize("approach", ["covert", "shopper", "phone", "web", "desk"])
def test_other_work_never_offers_it(db, cast, sign_in, approach):
    assert not _offers(sign_in, cast, a_visit(db, cast, approach=approach))


def test_the_field_may_ask_the_phone_for_it(db, cast, sign_in):
    answer = sign_in(cast.inspector).get(f"/field/visits/{a_visit(db, cast).id}")
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]
