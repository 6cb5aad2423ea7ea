"""Stories of the field: a visit without a network, covert work, an unplanned check, and what goes wrong on a phone."""

import json
import zipfile
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from e2e.actors import Inspector
from e2e.pictures import bad_files, photo


def sent(page: Page, submission: str) -> dict[str, Any]:
    """What the server gives back of a submission."""
    found: dict[str, Any] = page.evaluate(
        "id => fetch('/api/submissions/' + id).then((answer) => answer.json())", submission
    )
    return found


def an_open_visit(inspector: Inspector) -> str:
    """The path of the first open visit, once everything is packed."""
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    entry = inspector.page.locator("[data-entry]").filter(has_text="明察").first
    return str(entry.locator("h3 a").get_attribute("href"))


def a_covert_visit(inspector: Inspector) -> str:
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    entry = inspector.page.locator("[data-entry]").filter(has_text="暗访").first
    return str(entry.locator("h3 a").get_attribute("href"))


def test_a_visit_without_a_network_arrives_exactly_once(context_for):
    inspector = Inspector(context_for("inspector", number=0).pages[0])
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    first, second = inspector.items()[:2]
    inspector.judges(first, "fail")
    inspector.names_the_post(first, "2号柜台")
    inspector.notes(first, "10:38 柜员坐着接过资料，全程未起立。")
    inspector.photographs(first, photo("a.jpg", seed=1), photo("b.jpg", seed=2))
    inspector.judges(second, "pass")
    inspector.page.reload()
    expect(inspector.item(first).get_by_label("备注", exact=True)).to_have_value("10:38 柜员坐着接过资料，全程未起立。")
    expect(inspector.item(first).locator("figure img")).to_have_count(2)
    inspector.finishes()
    inspector.sees_waiting()
    inspector.has_the_network_again()
    inspector.sees_received()
    inspector.synchronises()
    inspector.sees_received()
    (submission,) = inspector.submissions()
    body = sent(inspector.page, submission)
    observed = {o["item"]: (o["verdict"], o["post"], o["note"], len(o["photos"])) for o in body["observations"]}
    assert observed == {
        first: ("fail", "2号柜台", "10:38 柜员坐着接过资料，全程未起立。", 2),
        second: ("pass", None, "", 0),
    }
    assert body["visit"] == visit.rpartition("/")[2]


def test_another_post_is_another_observation_and_can_be_taken_back(context_for):
    inspector = Inspector(context_for("inspector", number=1).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    for text in ("三号台", "引导台也是"):
        before = inspector.saves()
        inspector.item(item).get_by_role("button", name="另一岗位也不符合").click()
        inspector.sees_saved(before)
        before = inspector.saves()
        inspector.item(item).get_by_label("备注", exact=True).last.fill(text)
        inspector.sees_saved(before)
    before = inspector.saves()
    inspector.item(item).get_by_role("button", name="撤回").first.click()
    inspector.sees_saved(before)
    inspector.page.reload()
    notes = inspector.item(item).get_by_label("备注", exact=True)
    expect(notes).to_have_count(2)
    expect(notes.last).to_have_value("引导台也是")
    inspector.finishes()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert [(o["item"], o["verdict"], o["note"]) for o in body["observations"]] == [
        (item, "fail", ""),
        (item, "fail", "引导台也是"),
    ]


def test_a_photo_that_was_removed_comes_back_by_undo(context_for):
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("a.jpg", seed=3))
    inspector.item(item).get_by_role("button", name="删除这张照片").click()
    expect(inspector.item(item).locator("figure")).to_have_count(0)
    before = inspector.saves()
    inspector.page.get_by_role("button", name="撤销").click()
    inspector.sees_saved(before)
    inspector.page.reload()
    expect(inspector.item(item).locator("figure img")).to_have_count(1)


def test_covert_work_looks_like_a_note_and_has_one_note(context_for):
    inspector = Inspector(context_for("inspector", number=0).pages[0])
    visit = a_covert_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    page = inspector.page
    assert page.title() == "便签"
    seen = page.locator("body").inner_text()
    for word in ("检查", "明察", "暗访", "营业厅", "条款", "红线"):
        assert word not in seen
    expect(page.get_by_label("备注", exact=True)).to_have_count(1)
    expect(page.locator("fieldset input[type=file], fieldset textarea")).to_have_count(0)
    before = inspector.saves()
    page.get_by_label("备注", exact=True).fill("10:31 二号，坐着没抬头")
    inspector.sees_saved(before)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    page.locator(".dock label[for=cover]").click()
    expect(page.get_by_label("备注", exact=True)).to_be_hidden()
    page.locator(".cover label[for=cover]").first.click()
    expect(page.get_by_label("备注", exact=True)).to_be_visible()
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.goes_to("/field/outbox")
    row = page.locator("[data-submission]:has-text('已送达')").first
    expect(row).to_be_visible(timeout=30_000)
    bodies = [sent(page, submission) for submission in inspector.submissions()]
    (body,) = [body for body in bodies if body["visit"] == visit.rpartition("/")[2]]
    assert body["note"] == "10:31 二号，坐着没抬头"
    assert [(o["item"], o["verdict"], o["note"], o["photos"]) for o in body["observations"]] == [(item, "fail", "", [])]


def test_an_unplanned_check_begins_and_ends_without_a_network(context_for):
    inspector = Inspector(context_for("inspector", number=3).pages[0])
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    page = inspector.page
    inspector.loses_the_network()
    page.get_by_role("link", name="随手查").click()
    page.get_by_role("link", name="营业厅用语与接待").click()
    item = inspector.items()[0]
    inspector.judges(item, "pass")
    page.get_by_role("button", name="完成检查").first.click()
    expect(page.get_by_text("请先选网点，才能完成检查。")).to_be_visible()
    before = inspector.saves()
    page.get_by_label("网点").select_option(index=1)
    inspector.sees_saved(before)
    address = page.url
    inspector.goes_to("/field/")
    page.locator("[data-draft-rows] a").click()
    assert page.url == address
    expect(inspector.item(item).locator("[value=pass]")).to_be_checked()
    assert inspector.item(item).locator("[data-posts] input").count() > 1
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    body = sent(page, next(iter(inspector.submissions())))
    assert body["visit"] is None
    assert body["site"]
    assert body["approach"] == "open"


def test_an_ended_session_loses_nothing(context_for):
    context = context_for("inspector", number=4)
    inspector = Inspector(context.pages[0])
    inspector.opens(an_open_visit(inspector))
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    context_for.expects("status of 401")
    cookies = [c for c in context.cookies() if c["name"] != "mc_session"]
    context.clear_cookies()
    context.add_cookies(cookies)  # type: ignore[arg-type]
    inspector.notes(item, "登录过期以后写的")
    inspector.finishes()
    strip = inspector.page.get_by_text("登录已过期。")
    expect(strip).to_be_visible(timeout=15_000)
    inspector.sees_waiting()
    inspector.page.goto(context_for.server.person("inspector", 4).url)
    inspector.page.locator("form button").click()
    inspector.page.wait_for_url("**/field/")
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert [o["note"] for o in body["observations"]] == ["登录过期以后写的"]


def test_signing_out_with_unsent_work_is_refused_with_the_way_out(context_for):
    inspector = Inspector(context_for("inspector", number=5).pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.judges(inspector.items()[0], "pass")
    inspector.goes_to("/me")
    inspector.page.get_by_role("button", name="退出登录").click()
    expect(inspector.page.get_by_text("没有退出：本机还有没送达的内容。")).to_be_visible()
    inspector.goes_to("/field/")
    assert "/field/" in inspector.page.url


def test_two_people_on_one_phone_never_see_each_others_work(context_for):
    context = context_for("inspector", number=6)
    first = Inspector(context.pages[0])
    visit = an_open_visit(first)
    first.opens(visit)
    first.judges(first.items()[0], "fail")
    first.notes(first.items()[0], "第一个人写的")
    page = first.page
    page.goto(context_for.server.person("inspector", 7).url)
    page.locator("form button").click()
    page.wait_for_url("**/field/")
    second = Inspector(page)
    second.waits_until_packed()
    assert visit not in second.visits()
    expect(page.locator("[data-answered]:visible")).to_have_count(0)
    second.loses_the_network()
    page.goto(second.site + visit)
    assert "第一个人写的" not in page.content()
    expect(page.locator("form#capture")).to_have_count(0)
    second.has_the_network_again()
    page.goto(context_for.server.person("inspector", 6).url)
    page.locator("form button").click()
    page.wait_for_url("**/field/")
    first.opens(visit)
    expect(first.item(first.items()[0]).get_by_label("备注", exact=True)).to_have_value("第一个人写的")


def test_a_second_window_on_a_draft_can_only_read(context_for):
    context = context_for("inspector", number=1)
    inspector = Inspector(context.pages[0])
    visit = str(inspector.visits()[0])
    inspector.opens(visit)
    inspector.judges(inspector.items()[0], "pass")
    other = Inspector(context.new_page())
    other.page.goto(inspector.page.url)
    expect(other.page.get_by_text("已在另一个窗口打开。")).to_be_visible(timeout=10_000)
    expect(other.item(other.items()[0]).locator("input").first).to_be_disabled()


@pytest.mark.parametrize("name", sorted(bad_files()))
def test_every_odd_file_gets_a_sentence_or_is_kept(context_for, name):
    """Text, 0 bytes, damaged, HEIC, with GPS, rotated, far too large, a bomb: said clearly, or taken and arrives."""
    file = bad_files()[name]
    context_for.expects("Failed to load resource")
    inspector = Inspector(context_for("inspector", number=5).pages[0])
    inspector.goes_to("/field/unplanned/")
    inspector.page.get_by_role("link", name="营业厅用语与接待").click()
    inspector.page.get_by_label("网点").select_option(index=1)
    item = inspector.items()[3]
    inspector.judges(item, "fail")
    inspector.item(item).locator("input[type=file]").first.set_input_files(file.path)
    if file.kept:
        expect(inspector.item(item).locator("figure")).to_have_count(1, timeout=30_000)
    if file.sentence:
        expect(inspector.item(item).get_by_role("alert")).to_contain_text(file.sentence, timeout=30_000)
    if not file.kept:
        expect(inspector.item(item).locator("figure")).to_have_count(0)
    inspector.notes(item, "继续")
    inspector.finishes()
    expect(inspector.page.locator("[data-submission][data-state=received]").first).to_be_visible(timeout=30_000)
    newest = next(iter(inspector.submissions()))
    bodies = [sent(inspector.page, s) for s in inspector.submissions()]
    assert any(len(o["photos"]) == int(file.kept) for body in bodies for o in body["observations"] if o["item"] == item)
    assert newest


def test_a_captive_portal_is_not_taken_for_the_server(context_for):
    context = context_for("inspector", number=7)
    inspector = Inspector(context.pages[0])
    inspector.opens(an_open_visit(inspector))
    inspector.judges(inspector.items()[0], "pass")
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>欢迎使用免费 WiFi</h1>"}
    context.route("**/api/**", lambda route: route.fulfill(**portal))
    inspector.finishes()
    expect(inspector.page.get_by_text("这个网络要先认证。")).to_be_visible(timeout=15_000)
    inspector.sees_waiting()
    context.unroute("**/api/**")
    inspector.synchronises()
    expect(inspector.page.locator("[data-submission][data-state=received]")).to_have_count(1, timeout=30_000)


def test_what_is_unsent_can_be_exported_and_imported(context_for, tmp_path):
    context_for.expects("Failed to load resource")
    inspector = Inspector(context_for("inspector", number=2).pages[0])
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("c.jpg", seed=9))
    inspector.loses_the_network()
    inspector.finishes()
    file = tmp_path / "unsent.zip"
    inspector.exports().save_as(file)
    with zipfile.ZipFile(file) as archive:
        names = sorted(archive.namelist())
        body = json.loads(archive.read(next(n for n in names if n.startswith("submissions/"))))
    photos = {p["sha256"] for o in body["observations"] for p in o["photos"]}
    assert len(photos) >= 1
    assert {n for n in names if n.startswith("photos/")} == {f"photos/{p}" for p in photos}
    planner = context_for("planner", "desk").pages[0]
    planner.goto(inspector.site + "/intake/import")
    planner.locator("input[type=file]").set_input_files(file)
    planner.locator("main form button").first.click()
    expect(planner.locator("main")).to_contain_text("送达")
    inspector.has_the_network_again()
    inspector.sees_received()
