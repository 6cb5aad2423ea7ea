"""What goes wrong on a phone: ended sessions, two people, two windows, odd files, a captive portal, no way to send."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from e2e.actors import Inspector
from e2e.pictures import bad_files, photo
from e2e.stories import an_open_visit, sent


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
