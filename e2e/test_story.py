"""The whole way: a visit without a network, its review, the score, the closed month, the notice, the reading."""

import json
import re
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import clock
from app.config import PREFIX, ROOT
from e2e.actors import Inspector, Reviewer, Unit
from e2e.pictures import photo
from e2e.serving import Server
from e2e.stories import an_open_visit


def ledger(server: Server, month: str) -> dict[str, Any]:
    """What `mingcha ledger` prints of a month, with the sums checked."""
    command = [sys.executable, "-m", "app.cli", "ledger", "--month", month, "--json"]
    printed = subprocess.run(
        command, cwd=ROOT, env={PREFIX + "DATA": str(server.folder)}, capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(printed.stdout)
    for unit in found["units"]:
        assert sum(round(float(line["points"]) * 100) for line in unit["lines"]) == round(float(unit["score"]) * 100)
    return found


def confirm_with_passkey(page: Page, button: str) -> None:
    """Presses a button that asks for a passkey; makes one first, as the page offers."""
    page.get_by_role("button", name=button).locator("visible=true").first.click()
    page.get_by_role("button", name="先为本账号建一个通行密钥").locator("visible=true").first.click()
    expect(page.get_by_text("通行密钥已建好").locator("visible=true").first).to_be_visible()
    page.get_by_role("button", name=button).locator("visible=true").first.click()


@pytest.mark.row("S03")
@pytest.mark.row("S05")
@pytest.mark.row("S34")
def test_from_a_visit_on_a_phone_to_a_notice_that_a_unit_signs(own_server, context_for, with_passkey):
    visit, submission = checked_without_a_network(Inspector(context_for("inspector").pages[0]))
    reviewer = Reviewer(context_for("planner", "desk").pages[0])
    accepted(reviewer, own_server, submission)
    month = f"{clock.today():%Y-%m}"
    scored = scored_with_a_veto(own_server, month, visit)
    publisher = context_for("publisher", "desk").pages[0]
    with_passkey(publisher)
    notice = closed_and_published(publisher, reviewer, own_server.url, month)
    read_and_signed(Unit(of_the_unit(context_for, own_server, scored)), own_server, notice)


def checked_without_a_network(inspector: Inspector) -> tuple[str, str]:
    """A failing with a photo, a red line and a pass; gives the ids of visit and submission."""
    visit = an_open_visit(inspector)
    inspector.loses_the_network()
    inspector.opens(visit)
    inspector.judges("CL02-10", "fail")
    inspector.names_the_post("CL02-10", "2号柜台")
    inspector.notes("CL02-10", "10:38 柜员坐着接过资料")
    inspector.photographs("CL02-10", photo("a.jpg", seed=41))
    inspector.judges("CL02-07", "fail")
    inspector.notes("CL02-07", "10:40 原话：“吵什么吵”，在场两人听到")
    inspector.judges("CL02-11", "pass")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    (submission,) = inspector.submissions()
    return visit.rpartition("/")[2], submission


def accepted(reviewer: Reviewer, server: Server, submission: str) -> None:
    """Every failing confirmed, with its photo and check code in view and the inspector's name out of it."""
    case = f"/review/{submission}"
    assert any(submission in path for path in reviewer.waiting())
    reviewer.opens(case)
    expect(reviewer.page.locator("body")).not_to_contain_text(server.person("inspector").name)
    for path in reviewer.failings():
        reviewer.opens(path)
        if "CL02-10" in reviewer.page.locator("main").inner_text():
            marked = re.compile("手机 .*服务器 .*CL02-10.*校验码", re.DOTALL)
            expect(reviewer.page.locator("figure.evidence figcaption")).to_contain_text(marked)
            expect(reviewer.page.locator("figure.evidence img")).to_be_visible()
        reviewer.confirms(path, "属实，两人佐证")
    reviewer.accepts(case)


def scored_with_a_veto(server: Server, month: str, visit: str) -> dict[str, Any]:
    """The unit whose ledger names the visit: the veto stands beside the number and does not change it."""
    (unit,) = [u for u in ledger(server, month)["units"] if any(line["visit"] == visit for line in u["lines"])]
    assert unit["veto"] is True
    assert unit["grade"] == "不合格"
    assert float(unit["score"]) > 0
    return unit


def closed_and_published(publisher: Page, planner: Reviewer, url: str, month: str) -> str:
    """The publisher closes the month, a planner drafts, the publisher publishes; gives the notice's path."""
    publisher.goto(f"{url}/scores/{month}")
    confirm_with_passkey(publisher, "关账")
    expect(publisher.get_by_text("关账。")).to_be_visible()
    planner.goes_to(f"/notices/new?month={month}")
    planner.page.get_by_role("button", name="生成草稿").click()
    planner.page.wait_for_url("**/notices/drafts/**")
    expect(planner.page.get_by_role("button", name="签发")).to_have_count(0)
    publisher.goto(planner.page.url)
    publisher.get_by_role("button", name="签发").locator("visible=true").first.click()
    publisher.wait_for_url(lambda here: "/drafts/" not in here)
    expect(publisher.locator("article.paper")).to_contain_text("一票否决")
    return publisher.url.removeprefix(url)


def read_and_signed(unit: Unit, server: Server, notice: str) -> None:
    """The unit sees the finding with its photo, signs the notice, and is never told who inspected."""
    unit.goes_to("/findings/")
    expect(unit.page.get_by_text("营业人员接待客户时首先起立").first).to_be_visible()
    expect(unit.page.locator("main img").first).to_be_visible()
    unit.signs(notice)
    expect(unit.page.locator("main")).to_contain_text("已签收")
    hidden = [member.name for member in server.people if member.role in ("inspector", "shopper")]
    for path in ("/home/", "/findings/", notice):
        unit.goes_to(path)
        assert [name for name in hidden if name in unit.page.content()] == []


def of_the_unit(context_for: Any, server: Server, unit: dict[str, Any]) -> Page:
    """A window in which the unit's own account is signed in."""
    for number in range(sum(member.role == "unit" for member in server.people)):
        page = context_for("unit", number=number).pages[0]
        if unit["name"] in page.locator("h1").inner_text():
            return page
    raise AssertionError(f"nobody reads for {unit['name']}")
