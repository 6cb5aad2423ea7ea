"""What holds up one finished check does not hold up the others."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.actors import Inspector
from e2e.between import CUT, LOST, PORTAL, SENDING, SILENCE, Answer, Between
from e2e.contexts import Windows, sign_in
from e2e.stories import comes, ends_the_session, finishes_offline, row, sees

# How long an answer is waited for, thirty times as fast: the only clock of the browser that a test cannot set. What a
# page waits for one that is being left stays as it is.
HASTE = """const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => timeout(milliseconds < 10000 ? milliseconds : milliseconds / 30);"""


@pytest.fixture
def inspector(context_for: Windows, between: Between) -> Inspector:
    """An inspector whose phone goes through what stands between."""
    return comes(context_for, between, 0)


def test_a_check_that_the_server_fails_on_lets_the_others_pass(inspector, between, context_for):
    context_for.expects("status of 500")
    first, second, third = finishes_offline(inspector, "第一份", "第二份", "第三份")
    rule = between.fails("PUT", SENDING.format(first), Answer(500))
    inspector.has_the_network_again()
    inspector.synchronises()
    sees(inspector, {first: "waiting", second: "received", third: "received"})
    held_up = row(inspector.page, first)
    expect(held_up).to_contain_text("稍后再送")
    expect(held_up).to_contain_text("服务器这次没能收下（状态码 500）。")
    expect(held_up).to_contain_text(re.compile(r"已试 \d 次，下次 \d\d:\d\d:\d\d。"))
    inspector.page.reload()
    expect(held_up).to_contain_text("稍后再送")
    between.lifts(rule)
    held_up.get_by_role("button", name="重试").click()
    sees(inspector, {first: "received", second: "received", third: "received"})
    assert [one.status for one in between.asked("PUT", SENDING.format(first))].count(201) == 1


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (CUT, "送出途中连接断了。"),
        (SILENCE, "服务器迟迟没有回答。"),
        (Answer(502, "<h1>Bad Gateway</h1>"), "状态码 502"),
        (Answer(429, "{}", "application/json"), "状态码 429"),
        (Answer(200, '{"submission": "x", "signature": "x", "photos": {}}', "application/json"), "不能算数"),
    ],
)
def test_any_other_fault_on_the_way_holds_up_only_the_one_it_meets(between, context_for, fault, sentence):
    context_for.expects("status of 502", "status of 429")
    inspector = comes(context_for, between, 1)
    inspector.page.context.add_init_script(HASTE)
    first, second = finishes_offline(inspector, "第一份", "第二份")
    rule = between.fails("PUT", SENDING.format(first), fault)
    inspector.has_the_network_again()
    inspector.synchronises()
    sees(inspector, {first: "waiting", second: "received"})
    expect(row(inspector.page, first)).to_contain_text(sentence)
    between.lifts(rule)
    inspector.synchronises()
    sees(inspector, {first: "received", second: "received"})


def test_an_answer_lost_on_the_way_is_asked_for_again(inspector, between):
    (only,) = finishes_offline(inspector, "回答丢了")
    rule = between.fails("PUT", SENDING.format(only), LOST)
    inspector.has_the_network_again()
    inspector.synchronises()
    expect(row(inspector.page, only)).to_contain_text("送出途中连接断了。")
    between.lifts(rule)
    inspector.synchronises()
    sees(inspector, {only: "received"})
    first, *again = [one.status for one in between.asked("PUT", SENDING.format(only))]
    assert (first, set(again)) == (201, {200})


def rounds_are_over(page: Page) -> None:
    """No round is under way, and none waits for its turn."""
    page.wait_for_function(
        "async () => { const { held, pending } = await navigator.locks.query();"
        " return [...held, ...pending].every((lock) => !lock.name.endsWith(':outbox')); }"
    )


def test_no_network_a_portal_and_an_ended_session_stop_the_round(inspector, between, context_for):
    context_for.expects("status of 401")
    first, second = finishes_offline(inspector, "第一份", "第二份")
    page = inspector.page
    portal = between.fails("", "/api/", PORTAL)
    inspector.has_the_network_again()
    inspector.synchronises()
    expect(page.get_by_text("这个网络要先认证。")).to_be_visible()
    assert between.asked("PUT", SENDING.format(second)) == []
    between.lifts(portal)
    gone = between.fails("", "/api/", CUT)
    before = len(between.asked("PUT", "/api/"))
    with page.expect_event("requestfailed", lambda request: "receipt-key" in request.url):
        inspector.synchronises()
    sees(inspector, {first: "waiting", second: "waiting"})
    assert all(one.path.endswith(first) for one in between.asked("PUT", "/api/")[before:])
    inspector.loses_the_network()  # so that no round still under way, or begun meanwhile, finds what is lifted now
    rounds_are_over(page)
    between.lifts(gone)
    ends_the_session(page)
    inspector.has_the_network_again()
    inspector.synchronises()
    expect(page.get_by_text("登录已过期。")).to_be_visible()
    assert between.asked("PUT", SENDING.format(second)) == []
    sees(inspector, {first: "waiting", second: "waiting"})
    sign_in(page.context, between.at(between.server.person("inspector").url))
    inspector.synchronises()
    sees(inspector, {first: "received", second: "received"})
