"""The administrator adds people, changes names and roles, and puts accounts out of service and back."""

import pytest

from app import audit, journal
from app.errors import Conflict, Invalid
from app.people import changing, devices, links, passkeys, persons, sessions
from tests.people.authenticator import Authenticator


@pytest.fixture
def office(sign_in, cast):
    return sign_in(cast.admin)


@pytest.fixture
def confirmed(confirming, office):
    """Posts a form of the office with the administrator's fresh word."""
    return confirming(office)


def roles(db, person):
    return persons.load(db, person.id).roles


def test_a_person_is_added_with_roles(confirmed, db, cast):
    answer = confirmed("/people/", "add-person", name="阿迪力·买买提", role=["inspector", "planner"])
    person = persons.load(db, answer.location.removeprefix("/people/"))
    assert (person.name, person.roles) == ("阿迪力·买买提", {"inspector", "planner"})
    assert {entry["who"] for entry in journal.since(db, 0, "person.added", "role.granted")[-3:]} == {cast.admin.id}


def test_without_the_passkey_nobody_is_added(office, db):
    before = len(persons.everyone(db))
    assert office.post("/people/", data={"name": "某人", "role": "publisher"}).status_code == 403
    assert len(persons.everyone(db)) == before


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [
        ("", ["inspector"], "请填写姓名"),
        ("长" * 61, ["inspector"], "最多 60 个字"),
        ("周\u202e敏", ["inspector"], "看不见的字符"),
        ("周敏敏", [], "至少选一个角色"),
        ("周敏敏", ["boss"], "没有这种角色"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_the_rest_stays(office, name, role, said):
    answer = office.post("/people/", data={"name": name, "role": role})
    assert answer.status_code == 422
    assert said in answer.text
    if role == ["inspector"]:
        assert 'value="inspector" checked' in answer.text
    else:
        assert 'value="周敏敏"' in answer.text


def test_a_name_is_changed_and_the_journal_knows(office, db, cast):
    path = f"/people/{cast.unit.id}"
    assert office.post(path + "/name", data={"name": "赵海𠮷"}).location == path
    assert persons.load(db, cast.unit.id).name == "赵海𠮷"
    assert office.post(path + "/name", data={"name": " "}).status_code == 422
    (entry,) = journal.since(db, 0, "person.renamed")
    assert (entry["who"], entry["subject"], entry["detail"]) == (cast.admin.id, cast.unit.id, "{}")


def test_roles_are_given_and_taken_with_the_passkey(confirmed, office, db, cast):
    path = f"/people/{cast.planner.id}/roles"
    assert office.post(path, data={"role": "publisher"}).status_code == 403
    assert roles(db, cast.planner) == {"planner"}
    assert confirmed(path, f"roles:{cast.planner.id}", role=["publisher", "inspector"]).status_code == 303
    assert roles(db, cast.planner) == {"publisher", "inspector"}
    assert [entry["who"] for entry in journal.since(db, 0, "role.revoked")] == [cast.admin.id]


def test_a_word_for_one_person_does_not_serve_for_another(confirmed, db, cast):
    answer = confirmed(f"/people/{cast.planner.id}/roles", f"roles:{cast.unit.id}", role=["publisher"])
    assert answer.status_code == 403
    assert roles(db, cast.planner) == {"planner"}


def test_a_role_that_was_taken_and_given_again_is_whole_to_the_audit(db, cast):
    for chosen in ({"unit"}, {"planner"}, {"planner", "publisher"}, {"planner"}):
        changing.set_roles(db, cast.planner, chosen, cast.admin.id)
    assert list(audit.breaks(db)) == []
    with db.write():
        db.execute("INSERT INTO person_roles VALUES (:person, 'publisher', NULL, 'x')", person=cast.planner.id)
    assert any("stands in no entry" in line for line in audit.breaks(db))


def test_nobody_takes_the_role_of_administrator_from_themselves(office, db, cast):
    answer = office.post(f"/people/{cast.admin.id}/roles", data={"role": "planner"})
    assert answer.status_code == 422
    assert "不能取消自己的系统管理员角色" in answer.text
    assert office.post(f"/people/{cast.admin.id}/disabling").status_code == 409
    assert roles(db, cast.admin) == {"admin"}


def test_the_last_administrator_stays(db, cast):
    """Two who take it from each other at the same moment: the second is refused."""
    other = persons.add(db, "另一位", "admin")
    changing.set_roles(db, cast.admin, {"planner"}, other.id)
    assert "唯一" not in changing.wrong_roles(db, {"planner"}, persons.load(db, other.id), cast.admin.id)[0].detail
    with pytest.raises(Invalid, match="only administrator"):
        changing.set_roles(db, other, {"planner"}, cast.admin.id)
    with pytest.raises(Conflict, match="only administrator"):
        changing.disable(db, other, cast.admin.id)


def test_an_administrator_out_of_service_is_none(db, cast):
    other = persons.add(db, "另一位", "admin")
    changing.disable(db, other, cast.admin.id)
    with pytest.raises(Conflict):
        changing.disable(db, cast.admin, other.id)


def test_out_of_service_ends_every_way_in_and_keeps_what_was_done(office, sign_in, app, db, cast, signed_in_as):
    browser = sign_in(cast.inspector)
    devices.enrol(db, cast.inspector, "281947", "手机", "x")
    invitation = "/enter/" + links.invite(db, cast.inspector, cast.admin)
    assert office.post(f"/people/{cast.inspector.id}/disabling").status_code == 303
    assert signed_in_as(browser) is None
    assert devices.of(db, cast.inspector.id) == []
    assert app.test_client().get(invitation).status_code == 404
    page = office.get(f"/people/{cast.inspector.id}").text
    assert cast.inspector.name in page
    assert "起停用" in page
    assert "已停用" in office.get("/people/").text
    with pytest.raises(Conflict):
        links.invite(db, cast.inspector, cast.admin)


def test_a_passkey_opens_nothing_while_its_person_is_out_of_service(stranger, sign_in, db, cast, device, make_passkey):
    make_passkey(sign_in(cast.planner), device)
    changing.disable(db, cast.planner, cast.admin.id)
    answer = stranger.post("/sign-in", data={"credential": device.signs(stranger.get("/sign-in/passkey").json)})
    assert answer.status_code == 403
    changing.enable(db, cast.planner, cast.admin.id)
    answer = stranger.post("/sign-in", data={"credential": device.signs(stranger.get("/sign-in/passkey").json)})
    assert answer.status_code == 303


def test_back_into_service_needs_the_passkey(office, confirmed, db, cast):
    changing.disable(db, cast.unit, cast.admin.id)
    path = f"/people/{cast.unit.id}/enabling"
    assert office.post(path).status_code == 403
    assert confirmed(path, f"enable:{cast.unit.id}").status_code == 303
    assert persons.load(db, cast.unit.id).disabled_at is None
    assert [e["what"] for e in journal.since(db, 0, "person.disabled", "person.enabled")] == [
        "person.disabled",
        "person.enabled",
    ]


def test_all_sessions_of_a_person_are_ended(office, sign_in, db, cast, signed_in_as):
    first, second = sign_in(cast.unit), sign_in(cast.unit)
    assert "在 2 处登录" in office.get(f"/people/{cast.unit.id}").text
    office.post(f"/people/{cast.unit.id}/sessions/end")
    assert signed_in_as(first) is signed_in_as(second) is None
    assert sessions.of(db, cast.unit.id) == []


def test_people_are_found_however_their_name_is_composed(office, db):
    persons.add(db, "Ce\u0301dric", "leader")
    persons.add(db, "㛃𠮷", "leader")
    assert "C\u00e9dric" in office.get("/people/?q=c\u00e9DRIC").text
    assert "C\u00e9dric" in office.get("/people/?q=ce\u0301d").text
    assert "㛃𠮷" in office.get("/people/?q=𠮷").text
    assert "没有这个姓名" in office.get("/people/?q=无此人").text


@pytest.mark.parametrize("name", ["𠮷田", "㛃", "阿迪力·买买提", "ᠪᠠᠶᠠᠷ", "ᠰᠠᠷᠠ\u180eᠠ", "مۇھەممەت ئىمىن"])
def test_rare_names_go_everywhere(confirmed, office, stranger, db, name):
    person = confirmed("/people/", "add-person", name=name, role="inspector").location
    assert persons.load(db, person.removeprefix("/people/")).name == name
    assert name in office.get(person).text
    assert name in office.get("/people/", query_string={"q": name[:2]}).text
    confirmed(f"{person}/invitation", f"invite:{person.removeprefix('/people/')}")
    page = office.get(f"{person}/invitation").text
    assert name in page
    assert name in stranger.get(page.partition("readonly>")[2].partition("<")[0].partition(":8000")[2]).text


def test_with_everything_lost_the_old_ways_in_end(confirmed, office, sign_in, db, cast, make_passkey, signed_in_as):
    browser = sign_in(cast.unit)
    make_passkey(browser, Authenticator("http://localhost:8000"))
    kept = confirmed(f"/people/{cast.unit.id}/invitation", f"invite:{cast.unit.id}")
    assert kept.status_code == 303
    assert len(passkeys.of(db, cast.unit.id)) == 1
    assert signed_in_as(browser) == cast.unit.id
    confirmed(f"/people/{cast.unit.id}/invitation", f"invite:{cast.unit.id}", lost="1")
    assert passkeys.of(db, cast.unit.id) == []
    assert signed_in_as(browser) is None
    assert journal.since(db, 0, "passkeys.removed")[0]["who"] == cast.admin.id


@pytest.mark.parametrize("role", ["inspector", "shopper", "planner", "publisher", "unit", "leader", "supervisor"])
def test_nobody_else_learns_of_a_persons_page(sign_in, cast, role):
    browser = sign_in(getattr(cast, role))
    nothing = browser.get("/people/~/~").data
    for path in (f"/people/{cast.unit.id}", f"/people/{cast.unit.id}/invitation", "/people/nobody"):
        assert browser.get(path).data == nothing
    assert browser.post(f"/people/{cast.unit.id}/disabling").status_code == 404


def test_a_person_that_is_none_is_not_found(office):
    for path in ("/people/nobody", "/people/nobody/invitation"):
        assert office.get(path).status_code == 404
    for verb in ("name", "roles", "invitation", "invitation/cancellation", "sessions/end", "disabling", "enabling"):
        assert office.post(f"/people/nobody/{verb}", data={"name": "x", "role": "unit"}).status_code == 404


def test_the_codes_stand_nowhere(office, cast, db):
    links.invite(db, cast.inspector, cast.admin)
    for path in ("/people/", f"/people/{cast.inspector.id}", f"/people/{cast.inspector.id}/invitation"):
        assert cast.inspector.code not in office.get(path).text
