"""Invitations: good for 72 hours, used up by the passkey that is made with them and by nothing else."""

import pytest

from app import clock
from app.errors import NotFound
from app.people import links, passkeys
from tests.conftest import NOW


@pytest.fixture
def invitation(db, cast):
    return "/enter/" + links.invite(db, cast.planner, cast.admin)


def accept(browser, invitation, device):
    options = browser.get(invitation + "/passkey").json
    return browser.post(invitation, data={"credential": device.creates(options)})


def test_the_page_greets_the_person_and_looking_uses_nothing_up(stranger, invitation, device):
    for _ in range(3):
        page = stranger.get(invitation)
        assert "李文静" in page.text
        assert "2026-11-27 10:42:07" in page.text
    assert accept(stranger, invitation, device).status_code == 303


def test_making_the_passkey_signs_in_and_uses_the_invitation_up(stranger, db, cast, invitation, device, signed_in_as):
    answer = accept(stranger, invitation, device)
    assert (answer.status_code, answer.location) == (303, "/")
    assert signed_in_as(stranger) == cast.planner.id
    assert len(passkeys.of(db, cast.planner.id)) == 1
    again = stranger.get(invitation)
    assert again.status_code == 404
    assert "已经用过" in again.text


def test_a_second_device_cannot_use_it(stranger, app, db, cast, invitation, device):
    options = app.test_client().get(invitation + "/passkey").json
    accept(stranger, invitation, device)
    late = app.test_client().post(invitation, data={"credential": device.creates(options)})
    assert late.status_code == 404
    assert len(passkeys.of(db, cast.planner.id)) == 1


def test_of_two_at_the_same_moment_one_loses(db, cast, invitation):
    link = links.find(db, invitation.removeprefix("/enter/"))
    with db.write():
        links.use(db, link)
    with pytest.raises(NotFound), db.write():
        links.use(db, link)


def test_a_passkey_that_fails_leaves_the_invitation_good(stranger, db, invitation, device):
    device.origin = "https://elsewhere.example"
    assert accept(stranger, invitation, device).status_code == 403
    assert stranger.post(invitation).status_code == 422
    assert stranger.post(invitation, data={"credential": "{}"}).status_code == 403
    assert stranger.get(invitation).status_code == 200


def test_it_runs_out_after_72_hours(stranger, invitation, device):
    with clock.at(NOW + clock.days(3)):
        late = stranger.get(invitation)
        assert late.status_code == 404
        assert "已过期" in late.text
        assert stranger.post(invitation).status_code == 404
        assert stranger.get(invitation + "/passkey").status_code == 404


def test_an_unknown_one_gives_the_same_kind_of_page(stranger):
    for path in ("/enter/nonsense", "/enter/nonsense/passkey"):
        page = stranger.get(path)
        assert page.status_code == 404
        assert "没有这个链接" in page.text


def test_a_newer_one_takes_its_place(stranger, db, cast, invitation):
    newer = "/enter/" + links.invite(db, cast.planner, cast.admin)
    assert stranger.get(invitation).status_code == 404
    assert stranger.get(newer).status_code == 200


def test_recovery_is_a_new_link_and_the_old_passkey_stays(stranger, app, db, cast, invitation, device):
    accept(stranger, invitation, device)
    fresh = type(device)(device.origin)
    accept(app.test_client(), "/enter/" + links.invite(db, cast.planner, cast.admin), fresh)
    assert len(passkeys.of(db, cast.planner.id)) == 2


def test_a_challenge_of_one_invitation_does_not_serve_another(stranger, db, cast, invitation, device):
    options = stranger.get(invitation + "/passkey").json
    other = "/enter/" + links.invite(db, cast.unit, cast.admin)
    answer = stranger.post(other, data={"credential": device.creates(options)})
    assert answer.status_code == 403
    assert passkeys.of(db, cast.unit.id) == []
