"""A planner gives a visit at a desk; the inspector's phone shows it and goes offline with it; it changes hands, window,
and is called off: what either sees."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app import clock
from e2e.actors import Inspector, Planner
from e2e.contexts import Windows

pytestmark = pytest.mark.usefixtures("fresh_server")


@pytest.fixture
def planner(context_for: Windows) -> Planner:
    return Planner(context_for("planner", "desk").pages[0])


def comes(context_for: Windows, number: int) -> Inspector:
    inspector = Inspector(context_for("inspector", number=number).pages[0])
    inspector.waits_until_packed()
    return inspector


def entry(inspector: Inspector, visit: str):
    return inspector.page.locator(f"[data-entry='{visit.rpartition('/')[2]}']")


def test_a_visit_given_at_the_desk_is_done_without_a_network_and_arrives(context_for, fresh_server, planner):
    name = fresh_server.person("inspector", 0).name
    visit = planner.gives("城东", name)
    assert f"派给{name}" in planner.history()[0]
    inspector = comes(context_for, 0)
    expect(entry(inspector, visit)).to_be_visible()
    inspector.loses_the_network()
    inspector.opens("/field" + visit)
    inspector.judges(inspector.items()[0], "pass")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    planner.goes_to(visit)
    expect(planner.page.locator("#arrived")).to_be_visible()
    expect(planner.page.get_by_role("link", name="送达")).to_have_count(1)
    assert planner.history()[0] == "结果送达"
    expect(planner.page.get_by_text("改派给别人")).to_have_count(0)


def test_a_visit_changes_hands_while_the_first_inspector_is_offline_with_it(context_for, fresh_server, planner):
    context_for.expects("status of 404")  # a packing under way may still ask for the visit
    first, second = (fresh_server.person("inspector", number).name for number in (1, 2))
    visit = planner.gives("城西", first)
    inspector = comes(context_for, 1)
    inspector.loses_the_network()
    inspector.opens("/field" + visit)
    inspector.judges(inspector.items()[0], "fail")
    planner.reassigns(visit, second, "临时有事")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    other = comes(context_for, 2)
    expect(entry(other, visit)).to_be_visible()  # until a result is accepted
    planner.goes_to(visit)
    expect(planner.page.get_by_text("在通过某一份之前，任务仍待检查")).to_be_visible()
    expect(planner.page.get_by_text("原检查人送达", exact=True)).to_be_visible()
    planner.page.get_by_role("link", name="送达").click()
    expect(planner.page.locator("main.review")).to_be_visible()


def test_what_is_begun_of_a_visit_that_is_called_off_is_found_again(context_for, fresh_server, planner):
    context_for.expects("status of 404")
    name = fresh_server.person("inspector", 3).name
    visit = planner.gives("北郊", name, approach="暗访")
    last = (clock.today() + timedelta(days=9)).isoformat()
    planner.moves(visit, last, "改到下周")
    inspector = comes(context_for, 3)
    expect(entry(inspector, visit)).to_contain_text(f"{int(last[5:7])}月{int(last[8:])}日")
    inspector.opens("/field" + visit)
    inspector.judges(inspector.items()[0], "pass")
    planner.cancels(visit, "网点停业")
    expect(planner.page.locator("form[action$='/cancellation']")).to_have_count(0)
    inspector.goes_to("/field/")
    expect(entry(inspector, visit)).to_have_count(0)
    draft = inspector.page.locator(f"[data-draft='{visit.rpartition('/')[2]}']")
    expect(draft).to_contain_text("已不在任务中")
    inspector.goes_to(str(draft.get_by_role("link").get_attribute("href")))
    inspector.finishes()
    inspector.sees_received()
    planner.goes_to(visit)
    expect(planner.page.get_by_text("但已经装好它的手机仍送达了结果")).to_be_visible()
    expect(planner.page.get_by_text("由本人派出，须由他人复核")).to_be_visible()
