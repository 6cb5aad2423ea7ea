"""The administrator's list of persons."""

import pytest

OTHERS = ("inspector", "shopper", "planner", "publisher", "unit", "leader", "supervisor")


def test_the_administrator_sees_names_roles_and_passkeys(sign_in, cast, device, make_passkey):
    make_passkey(sign_in(cast.planner), device)
    page = sign_in(cast.admin).get("/people/").text
    assert "李文静" in page
    assert "营销部专责" in page
    assert '<td class="num">1</td>' in page


def test_the_list_does_not_unseal_the_inspectors(sign_in, cast):
    page = sign_in(cast.admin).get("/people/").text
    assert cast.inspector.name in page
    assert cast.inspector.code not in page


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_learns_that_there_is_such_a_list(sign_in, cast, role):
    assert sign_in(getattr(cast, role)).get("/people/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(stranger):
    assert stranger.get("/people/").location == "/sign-in"
