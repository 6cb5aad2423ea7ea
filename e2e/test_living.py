"""A checklist changes while a phone has the older version: what was packed is finished, taken and judged by that."""

import json

import pytest
from playwright.sync_api import expect

from app.checklists import versions
from app.db import Database
from e2e.actors import Inspector, Reviewer
from e2e.stories import an_open_visit, sent


@pytest.mark.row("S04")
def test_a_phone_that_packed_an_older_version_finishes_and_sends_it_and_is_scored_by_it(context_for, own_server):
    inspector = Inspector(context_for("inspector").pages[0])
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    (packed, *_) = json.loads(str(inspector.page.locator("form#capture").get_attribute("data-checklists")))
    item = inspector.items()[0]
    older = str(inspector.item(item).locator("legend").inner_text())
    inspector.loses_the_network()

    page = context_for("planner", viewport="desk").pages[0]
    desk = Reviewer(page)
    desk.goes_to(f"/checklists/{packed['id']}")
    page.get_by_role("button", name="修改").click()
    page.locator(f"#item-{item} a").click()
    page.locator("#text").fill("改过之后的文字")
    page.locator("#severity").select_option("hint")
    page.get_by_role("button", name="保存这一项").click()
    page.get_by_role("link", name="查看差异并发布").click()
    expect(page.get_by_text("改过之后的文字").first).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("[role=status]")).to_contain_text("已发布")

    inspector.opens(visit)
    assert inspector.item(item).locator("legend").inner_text() == older
    inspector.judges(item, "fail")
    inspector.notes(item, "按旧版本记录")
    inspector.finishes()
    (submission,) = inspector.submissions()
    inspector.has_the_network_again()
    inspector.synchronises()
    inspector.sees_received()
    assert sent(inspector.page, submission)["checklists"][0]["version"] == packed["version"]

    desk.goes_to("/review/")
    desk.opens(f"/review/{submission}")
    for failing in desk.failings():
        desk.confirms(failing)
    desk.accepts(f"/review/{submission}")
    database = Database(own_server.folder / "mingcha.db")
    severity = versions.get(database, packed["id"], packed["version"]).item(item).severity
    (finding,) = database.rows("SELECT version, severity FROM findings WHERE submission = :id", id=submission)
    database.close()
    assert finding == {"version": packed["version"], "severity": severity}
    assert severity != "hint"
