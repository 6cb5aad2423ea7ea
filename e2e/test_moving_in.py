"""A bureau moves in: people are invited from a desk; a phone without passkeys works by its PIN and loses nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.db import Database
from app.people import devices, links, persons, sessions
from app.people.persons import Person
from e2e.actors import Inspector
from e2e.contexts import Windows
from e2e.serving import Server

PIN = "281947"


@pytest.fixture
def db(own_server: Server) -> Iterator[Database]:
    """The database of the story's server."""
    db = Database(own_server.folder / "mingcha.db")
    yield db
    db.close()


@pytest.fixture
def someone(db: Database, own_server: Server) -> Person:
    """An inspector of the demo world, who has visits to do."""
    name = own_server.person("inspector").name
    return next(person for person in persons.everyone(db) if person.name == name)


@pytest.fixture
def phone(context_for: Windows) -> Page:
    """A phone whose browser has no passkeys."""
    page = context_for.stranger("phone").pages[0]
    page.add_init_script("delete window.PublicKeyCredential")
    return page


def enrol(page: Page, server: Server, db: Database, person: Person) -> None:
    page.goto(f"{server.url}/enter/{links.invite(db, person, None)}")
    page.get_by_label("6 位数字 PIN").fill(PIN)
    page.get_by_label("再输一次 PIN").fill(PIN)
    page.get_by_role("button", name="用 PIN 登记这台手机").click()
    page.wait_for_url("**/field/")


def begins_a_check(page: Page) -> tuple[Inspector, str]:
    """Half a check is on the phone; the path of its page."""
    inspector = Inspector(page)
    visit = inspector.visits()[0]
    inspector.waits_until_packed()
    inspector.opens(visit)
    inspector.judges(inspector.items()[0], "pass")
    return inspector, visit


def sees_that_the_session_has_ended(page: Page) -> None:
    expect(page.locator("[data-strip=signed-out]")).to_be_visible(timeout=15_000)


def test_after_the_session_ended_the_pin_lets_the_unsent_work_go_out(own_server, context_for, db, someone, phone):
    context_for.expects("status of 401")
    enrol(phone, own_server, db, someone)
    inspector, visit = begins_a_check(phone)
    sessions.end_all(db, someone.id, None)
    inspector.judges(inspector.items()[1], "pass")
    inspector.finishes()
    inspector.synchronises()
    sees_that_the_session_has_ended(phone)
    inspector.sees_waiting()

    phone.locator("[data-strip=signed-out]").click()
    phone.get_by_label("这台手机的 PIN").fill(PIN)
    phone.get_by_role("button", name="用 PIN 登录").click()
    phone.wait_for_url("**/field/")
    inspector.sees_received()
    assert visit.rpartition("/")[2] in {row["visit"] for row in db.rows("SELECT visit FROM submissions")}


def test_after_the_enrolment_ended_a_new_invitation_does(own_server, context_for, db, someone, phone):
    context_for.expects("status of 401")
    enrol(phone, own_server, db, someone)
    inspector, _ = begins_a_check(phone)
    devices.end_all(db, someone.id, None)
    inspector.finishes()
    inspector.synchronises()
    sees_that_the_session_has_ended(phone)

    phone.goto(own_server.url + "/sign-in")
    expect(phone.get_by_label("这台手机的 PIN")).to_have_count(0)
    enrol(phone, own_server, db, someone)
    inspector.sees_received()


def test_with_unsent_work_the_enrolment_is_not_ended_from_the_phone(own_server, db, someone, phone):
    enrol(phone, own_server, db, someone)
    begins_a_check(phone)
    phone.goto(own_server.url + "/me")
    phone.get_by_role("button", name="结束登记").click()
    expect(phone.get_by_text("没有退出：本机还有没送达的内容")).to_be_visible()
    assert len(devices.of(db, someone.id)) == 1


def test_a_wrong_pin_is_said_and_the_phone_waits_after_five(own_server, context_for, db, someone, phone):
    context_for.expects("status of 403", "status of 429")
    enrol(phone, own_server, db, someone)
    phone.goto(own_server.url + "/me")
    phone.get_by_role("button", name="退出登录").click()
    for _ in range(4):
        phone.get_by_label("这台手机的 PIN").fill("281948")
        with phone.expect_navigation():
            phone.get_by_role("button", name="用 PIN 登录").click()
        expect(phone.get_by_text("PIN 不正确")).to_be_visible()
    phone.get_by_label("这台手机的 PIN").fill("281948")
    phone.get_by_role("button", name="用 PIN 登录").click()
    expect(phone.get_by_text("起可以再输入 PIN")).to_be_visible()
    expect(phone.get_by_label("这台手机的 PIN")).to_have_count(0)


def test_a_new_inspector_is_added_invited_and_enters_with_a_passkey(own_server, context_for, with_passkey):
    desk = context_for("admin", "desk").pages[0]
    with_passkey(desk)
    desk.goto(own_server.url + "/me")
    desk.get_by_role("button", name="在这台设备上建通行密钥").click()
    expect(desk.get_by_text("还没有用过")).to_be_visible()

    desk.goto(own_server.url + "/people/")
    desk.locator("summary", has_text="添加人员").click()
    desk.get_by_label("姓名", exact=True).fill("阿迪力·㛃𠮷")
    desk.locator("label.chip", has_text="检查员").click()
    desk.get_by_role("button", name="添加", exact=True).click()
    desk.get_by_role("button", name="生成邀请").click()
    desk.wait_for_url("**/invitation")
    expect(desk.get_by_role("img", name="下面链接的二维码").locator("svg")).to_be_visible()
    link = desk.get_by_label("链接（可复制）").input_value()

    phone = context_for.stranger("phone").pages[0]
    with_passkey(phone)
    phone.goto(link)
    expect(phone.get_by_role("heading", name="阿迪力·㛃𠮷，您好")).to_be_visible()
    phone.get_by_role("button", name="建通行密钥并登录").click()
    phone.wait_for_url("**/field/")

    context_for.expects("status of 404")
    late = context_for.stranger("phone").pages[0]
    late.goto(link)
    expect(late.get_by_text("这个邀请链接已经用过")).to_be_visible()
