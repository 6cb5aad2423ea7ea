"""What holds up one finished check does not hold up the others, and what can be sent is sent."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.actors import Inspector
from e2e.between import CUT, LOST, PORTAL, SILENCE, Answer, Between
from e2e.contexts import Windows, sign_in
from e2e.pictures import photo
from e2e.serving import Server, copy_of
from e2e.stories import sent

SENDING = r"/api/submissions/{}$"
# A limit that passes thirty times as fast: the only clock of the browser that a test cannot set.
HASTE = """const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => timeout(milliseconds / 30);"""
# Changes the stored photo of this hash: `null` takes it away, a number overwrites its first byte.
SPOIL = """([hash, byte]) => new Promise((done, fail) => {
  const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
  opening.onsuccess = () => {
    const tx = opening.result.transaction("photos", "readwrite");
    tx.objectStore("photos").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      if (cursor.value.sha256 === hash) {
        if (byte === null) cursor.delete();
        else {
          new Uint8Array(cursor.value.chunks[0])[0] = byte;
          cursor.update(cursor.value);
        }
      }
      cursor.continue();
    };
    tx.oncomplete = () => { opening.result.close(); done(); };
    tx.onabort = fail;
  };
})"""


@pytest.fixture(scope="module")
def server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for these stories, which need many visits."""
    with Server(copy_of(world, tmp_path_factory.mktemp("outbox") / "data")) as running:
        yield running


@pytest.fixture
def between(server: Server) -> Iterator[Between]:
    with Between(server) as between:
        yield between


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


def test_no_network_a_portal_and_an_ended_session_stop_the_round(inspector, between, context_for, server):
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
    between.lifts(gone)
    ends_the_session(page)
    inspector.synchronises()
    expect(page.get_by_text("登录已过期。")).to_be_visible()
    assert between.asked("PUT", SENDING.format(second)) == []
    sees(inspector, {first: "waiting", second: "waiting"})
    sign_in(page.context, between.at(server.person("inspector").url))
    inspector.synchronises()
    sees(inspector, {first: "received", second: "received"})


@pytest.mark.parametrize(("byte", "reason"), [(None, "本机上已经没有这张照片"), (0, "这张照片与校验码对不上")])
def test_a_photo_that_the_phone_lost_does_not_hold_back_the_rest(between, context_for, byte, reason):
    inspector = comes(context_for, between, 2)
    page = inspector.page
    begins_unplanned(inspector)
    item = inspector.items()[3]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("a.jpg", seed=31), photo("b.jpg", seed=32))
    figures = inspector.item(item).locator("figure")
    kept, lost = (str(figures.nth(n).get_attribute("data-sha256")) for n in range(2))
    page.evaluate(SPOIL, [lost, byte])
    inspector.finishes()
    (only,) = inspector.submissions()
    shown = row(page, only)
    expect(shown).to_have_attribute("data-state", "quarantined")
    expect(shown).to_contain_text("缺照片")
    expect(shown).to_contain_text("照片 1/2")
    expect(shown).to_contain_text(f"第 {item.rpartition('-')[2]} 项第 2 张照片")
    expect(shown).to_contain_text(reason)
    body = sent(page, only)
    (observation,) = body["observations"]
    assert [one["sha256"] for one in observation["photos"]] == [kept, lost]
    assert status(page, f"/api/photos/{kept}") == 200
    context_for.expects("status of 404")
    assert status(page, f"/api/photos/{lost}") == 404
    shown.get_by_role("button", name="重新读取照片").click()
    expect(shown).to_contain_text("缺照片")
    shown.get_by_role("button", name="不再补送").click()
    page.locator("dialog[open]").get_by_role("button", name="不再补送").click()
    expect(shown).to_have_attribute("data-state", "received")
    expect(shown).to_contain_text("缺少这些照片")
    expect(shown).to_contain_text("照片 1/2")


def test_a_lost_photo_that_turns_up_again_is_sent_after_all(between, context_for):
    inspector = comes(context_for, between, 2)
    page = inspector.page
    begins_unplanned(inspector)
    item = inspector.items()[3]
    inspector.judges(item, "fail")
    inspector.photographs(item, photo("c.jpg", seed=33))
    lost = str(inspector.item(item).locator("figure").get_attribute("data-sha256"))
    page.evaluate(SPOIL, [lost, 0])
    inspector.finishes()
    (only,) = inspector.submissions()
    expect(row(page, only)).to_contain_text("缺照片")
    page.evaluate(SPOIL, [lost, 0xFF])
    row(page, only).get_by_role("button", name="重新读取照片").click()
    expect(row(page, only)).to_have_attribute("data-state", "received")
    assert status(page, f"/api/photos/{lost}") == 200


def test_a_correction_of_what_the_server_refused_takes_its_place(between, context_for):
    context_for.expects("status of 422", "status of 404")
    inspector = comes(context_for, between, 3)
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    inspector.notes(item, "没被收下的")
    problem = '{"type": "x", "title": "x", "status": 422, "detail": "有一处不能收下。", "errors": []}'
    between.fails("PUT", "/api/submissions/", Answer(422, problem, "application/problem+json"))
    inspector.finishes()
    (first,) = inspector.submissions()
    sees(inspector, {first: "quarantined"})
    expect(row(inspector.page, first)).to_contain_text("有一处不能收下。")
    between.lifts()
    inspector.opens(visit)
    inspector.page.get_by_role("button", name="更正").click()
    inspector.notes(item, "更正过的")
    inspector.finishes()
    inspector.sees_received()
    (second,) = inspector.submissions()
    assert second != first
    body = sent(inspector.page, second)
    assert (body["replaces"], body["observations"][0]["note"]) == (None, "更正过的")
    replaced = inspector.page.locator(f"[data-replaced='{first}']")
    expect(replaced).to_contain_text("已代替")
    with inspector.page.expect_download() as download:
        replaced.get_by_role("button", name="单独导出").click()
    assert first.encode() in download.value.path().read_bytes()
    expect(inspector.page.locator("[data-unsent-count]")).to_be_hidden()


@pytest.mark.parametrize("taken", [True, False], ids=["its answer was lost", "it never arrived"])
def test_a_correction_of_what_still_waits_names_it_only_if_the_server_has_it(between, context_for, taken):
    context_for.expects("status of 500", "status of 404")
    inspector = comes(context_for, between, 3 + taken)
    visit = an_open_visit(inspector)
    inspector.opens(visit)
    item = inspector.items()[0]
    inspector.judges(item, "fail")
    between.fails("PUT", "/api/submissions/", LOST if taken else Answer(500))
    inspector.finishes()
    (first,) = inspector.submissions()
    expect(row(inspector.page, first)).to_contain_text("稍后再送")
    inspector.opens(visit)
    inspector.page.get_by_role("button", name="更正").click()
    inspector.notes(item, "更正过的")
    between.lifts()
    between.fails("PUT", SENDING.format(first), CUT)
    inspector.finishes()
    second = next(one for one in inspector.submissions() if one != first)
    expect(row(inspector.page, second)).to_have_attribute("data-state", "received", timeout=15_000)
    assert sent(inspector.page, second)["replaces"] == (first if taken else None)
    between.lifts()
    if taken:
        inspector.synchronises()
        sees(inspector, {first: "received", second: "received"})
    else:
        inspector.sees_received()
        expect(inspector.page.locator(f"[data-replaced='{first}']")).to_be_visible()


def comes(windows: Windows, between: Between, number: int) -> Inspector:
    """An inspector signed in through what stands between, everything packed."""
    context = windows.stranger()
    inspector = Inspector(sign_in(context, between.at(between.server.person("inspector", number).url)))
    inspector.waits_until_packed()
    return inspector


def begins_unplanned(inspector: Inspector) -> None:
    inspector.goes_to("/field/unplanned/")
    inspector.page.get_by_role("link", name="营业厅用语与接待").click()
    before = inspector.saves()
    inspector.page.get_by_label("网点").select_option(index=1)
    inspector.sees_saved(before)


def finishes_offline(inspector: Inspector, *notes: str) -> list[str]:
    """Unplanned checks with a note each, finished without a network; their ids in that order."""
    inspector.loses_the_network()
    found: list[str] = []
    for note in notes:
        begins_unplanned(inspector)
        item = inspector.items()[0]
        inspector.judges(item, "fail")
        inspector.notes(item, note)
        inspector.finishes()
        found += [one for one in inspector.submissions() if one not in found]
    inspector.sees_waiting(len(notes))
    return found


def an_open_visit(inspector: Inspector) -> str:
    inspector.goes_to("/field/")
    entry = inspector.page.locator("[data-entry]:visible").filter(has_text="明察").first
    return str(entry.locator("h3 a").get_attribute("href"))


def row(page: Page, submission: str):
    return page.locator(f"[data-submission='{submission}']")


def sees(inspector: Inspector, states: dict[str, str]) -> None:
    for submission, state in states.items():
        expect(row(inspector.page, submission)).to_have_attribute("data-state", state, timeout=20_000)


def status(page: Page, path: str) -> int:
    found: int = page.evaluate("path => fetch(path).then((answer) => answer.status)", path)
    return found


def ends_the_session(page: Page) -> None:
    kept = [one for one in page.context.cookies() if one["name"] != "mc_session"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)  # type: ignore[arg-type]
