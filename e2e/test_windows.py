"""The stage itself: links sign in, a killed server comes back with everything, a complaint of a page is noticed."""

import pytest

from app.pages import ROLES


def test_every_role_has_a_link_that_signs_in(context_for):
    for role in ROLES:
        page = context_for(role).pages[0]
        assert page.title()
        assert "/sign-in" not in page.url


def test_the_cast_is_as_the_contract_says(server):
    roles = [member.role for member in server.people]
    assert set(roles) == set(ROLES)
    assert roles.count("inspector") >= 6
    assert len({member.name for member in server.people}) == len(server.people)


def test_a_killed_server_comes_back_with_its_people(own_server, context_for):
    page = context_for("planner", "desk").pages[0]
    people = own_server.people
    own_server.kill()
    assert not own_server.healthy()
    own_server.start()
    assert own_server.people == people
    assert page.reload().ok
    assert "/sign-in" not in page.url


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        ("console", "() => document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))"),
        ("console", "() => document.body.setAttribute('style', 'color: red')"),
        ("console", "() => console.error('planted')"),
        ("console", "() => { fetch('/api/nowhere') }"),
        ("pageerror", "() => { setTimeout(() => { throw new Error('planted') }) }"),
    ],
)
def test_a_page_that_complains_is_noticed(context_for, event, fault):
    page = context_for("planner", "desk").pages[0]
    with page.expect_event(event):
        page.evaluate(fault)
    assert len(context_for.complaints) == 1
    context_for.expects(".")
    assert context_for.complaints == []
