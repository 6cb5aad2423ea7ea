"""Every kind of answer on the phone: answered without a network, found again, sent; the server holds the values."""

import pytest
from playwright.sync_api import expect

from e2e import forms
from e2e.actors import Inspector
from e2e.stories import sent

HERE = {"latitude": 46.58, "longitude": 125.1}


@pytest.fixture
def inspector(own_server, context_for):
    made = Inspector(context_for("inspector", number=0).pages[0])
    made.name = own_server.person("inspector").name
    return made


def test_each_kind_is_answered_offline_and_arrives(own_server, inspector):
    visit = _packed(own_server, inspector, forms.every_kind())
    page = inspector.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(HERE)
    inspector.loses_the_network()
    inspector.opens(visit)
    inspector.waits_until_ready()

    for _ in range(2):
        _saved(inspector, lambda: _item(inspector, 1).get_by_label("加一").click())
    expect(_item(inspector, 1).locator(".verdict [value=fail]")).to_be_checked()
    _saved(inspector, lambda: _item(inspector, 1).get_by_label("减一").click())
    expect(_item(inspector, 1).locator(".verdict [value=pass]")).to_be_checked()
    _fill(inspector, 2, "195")
    expect(_item(inspector, 2).locator("[data-proposal]")).to_have_text("按所填内容为“不符合”，可以改选。")
    expect(inspector.item("ZK01-06")).to_be_hidden()
    _saved(inspector, lambda: _item(inspector, 3).get_by_label("黑屏").check(force=True))
    expect(inspector.item("ZK01-06")).to_be_visible()
    expect(_item(inspector, 3).get_by_label("备注", exact=True)).to_be_visible()
    for text in ("电价", "投诉电话"):
        _saved(inspector, lambda text=text: _item(inspector, 4).get_by_label(text).check(force=True))
    inspector.judges("ZK01-04", "pass")
    _fill(inspector, 5, "99")
    expect(_item(inspector, 5).get_by_text("温度在 −30 到 45 之间。")).to_be_visible()
    _fill(inspector, 5, "２１.５")
    expect(_item(inspector, 5).get_by_text("温度在 −30 到 45 之间。")).to_be_hidden()
    _fill(inspector, 6, "说是“明天修” 🙂")
    _fill(inspector, 7, "2026-11-24")
    for part in ("制度：符合", "考核办法：不符合"):
        _saved(inspector, lambda part=part: _item(inspector, 8).get_by_label(part).check(force=True))
    expect(_item(inspector, 8).locator(".verdict [value=fail]")).to_be_checked()
    expect(_item(inspector, 9)).to_contain_text("仅当：当天下雨或下雪")
    _fill(inspector, 11, "10:42")
    _saved(inspector, lambda: _item(inspector, 13).get_by_role("button", name="取当前位置").click())
    _saved(inspector, lambda: _item(inspector, 14).get_by_label("已知悉").check(force=True))
    expect(inspector.item("ZK01-17")).to_have_count(0)
    _says_that_whole_numbers_are_asked_for(inspector)

    page.reload()
    inspector.waits_until_ready()
    expect(_value(inspector, 1)).to_have_value("1")
    expect(_value(inspector, 5)).to_have_value("21.5")
    expect(_value(inspector, 6)).to_have_value("说是“明天修” 🙂")
    expect(_item(inspector, 8).get_by_label("考核办法：不符合")).to_be_checked()
    expect(_value(inspector, 13)).to_have_value("46.58000 125.10000")
    expect(_value(inspector, 16)).to_have_value("值班主任")
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()

    body = sent(page, next(iter(inspector.submissions())))
    found = {o["item"][-2:]: (o["verdict"], o["value"]) for o in body["observations"]}
    assert found == {
        "01": ("pass", 1),
        "02": ("fail", 195),
        "03": ("fail", "off"),
        "04": ("pass", ["price", "phone"]),
        "05": ("unseen", 21.5),
        "06": ("unseen", "说是“明天修” 🙂"),
        "07": ("unseen", "2026-11-24"),
        "08": ("fail", {"rule": "pass", "check": "fail"}),
        "11": ("unseen", "10:42"),
        "13": ("unseen", "46.58000 125.10000"),
        "14": ("unseen", "OK"),
        "16": ("unseen", "值班主任"),
        "18": ("unseen", 1.5),
    }


def _says_that_whole_numbers_are_asked_for(inspector):
    whole = _item(inspector, 18).get_by_text("这里要填整数；已填的内容照样保留。")
    _fill(inspector, 18, "三个")
    expect(_item(inspector, 18).get_by_text("这里应填数字。")).to_be_visible()
    expect(whole).to_be_hidden()
    _fill(inspector, 18, "３")
    expect(whole).to_be_hidden()
    _fill(inspector, 18, "1.5")
    expect(whole).to_be_visible()


def test_a_stopwatch_runs_on_while_the_page_is_gone(own_server, inspector):
    visit = _packed(own_server, inspector, forms.every_kind())
    inspector.opens(visit)
    inspector.waits_until_ready()
    _saved(inspector, lambda: _item(inspector, 2).get_by_role("button", name="开始计时").click())
    inspector.page.reload()
    inspector.waits_until_ready()
    stop = _item(inspector, 2).get_by_role("button", name="停止计时")
    expect(stop).to_be_visible()
    expect(_value(inspector, 2)).not_to_have_value("0", timeout=10_000)
    _saved(inspector, stop.click)
    assert int(_value(inspector, 2).input_value()) >= 1
    expect(_item(inspector, 2).locator(".verdict [value=pass]")).to_be_checked()


def test_what_the_inspector_chose_is_not_overruled_by_a_value(own_server, inspector):
    visit = _packed(own_server, inspector, forms.every_kind())
    inspector.opens(visit)
    inspector.judges("ZK01-02", "pass")
    _fill(inspector, 2, "200")
    expect(_item(inspector, 2).locator(".verdict [value=pass]")).to_be_checked()
    expect(_item(inspector, 2).locator("[data-proposal]")).to_contain_text("不符合")


def test_the_last_dialog_names_what_must_be_answered_and_photographed(own_server, inspector):
    visit = _packed(own_server, inspector, forms.every_kind())
    inspector.opens(visit)
    inspector.judges("ZK01-09", "pass")
    expect(_item(inspector, 9).get_by_text("应拍照")).to_be_visible()
    inspector.page.get_by_role("button", name="完成检查").first.click()
    rows = inspector.page.locator("dialog[open] [data-open] li")
    expect(rows.first).to_contain_text("制度的生效日期")
    expect(rows.first).to_contain_text("必答")
    expect(rows.last).to_contain_text("雨天有防滑措施")
    expect(rows.last).to_contain_text("应拍照")


def test_a_record_has_no_verdicts_and_arrives(own_server, inspector):
    path = forms.published(own_server.folder, forms.a_record())
    inspector.page.reload()
    inspector.waits_until_packed()
    inspector.goes_to(path)
    inspector.waits_until_ready()
    expect(inspector.page.locator("fieldset input[value=pass]")).to_have_count(0)
    inspector.page.get_by_label("网点").select_option(index=1)
    before = inspector.saves()
    inspector.item("ZR01-01").locator("[data-value]").fill("10 千伏东一线")
    inspector.sees_saved(before)
    expect(inspector.page.locator("[data-all-count]")).to_have_text("1/2")
    inspector.finishes()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert [(o["verdict"], o["value"]) for o in body["observations"]] == [("unseen", "10 千伏东一线")]


def test_an_unplanned_check_asks_what_applies_at_the_site(own_server, inspector):
    path = forms.published(own_server.folder, forms.every_kind())
    inspector.page.reload()
    inspector.waits_until_packed()
    inspector.goes_to(path)
    inspector.waits_until_ready()
    sites = inspector.page.evaluate("fetch('/api/sites').then((answer) => answer.json())")["sites"]
    for county in (True, False):
        site = next(one["id"] for one in sites if one["county"] is county and one["kind"] == "hall")
        inspector.page.get_by_label("网点").select_option(site)
        expect(inspector.item("ZK01-17")).to_be_visible(visible=county)


def test_covert_work_counts_with_a_large_tally(own_server, inspector):
    visit = _packed(own_server, inspector, forms.every_kind(), approach="covert")
    inspector.loses_the_network()
    inspector.opens(visit)
    inspector.waits_until_ready()
    seen = inspector.page.locator("body").inner_text()
    for word in ("检查", "明察", "暗访", "营业厅", "条款", "红线"):
        assert word not in seen
    plus = _item(inspector, 1).get_by_label("加一")
    box = plus.bounding_box()
    assert box["width"] >= 64
    assert box["height"] >= 64
    _saved(inspector, plus.click)
    inspector.finishes()
    inspector.has_the_network_again()
    inspector.sees_received()
    body = sent(inspector.page, next(iter(inspector.submissions())))
    assert ("ZK01-01", "pass", 1) in [(o["item"], o["verdict"], o["value"]) for o in body["observations"]]


def test_a_draft_of_an_earlier_version_is_still_there(own_server, inspector):
    visit = _packed(own_server, inspector, forms.every_kind())
    inspector.opens(visit)
    inspector.judges("ZK01-01", "fail")
    inspector.notes("ZK01-01", "旧草稿")
    inspector.page.evaluate(
        """() => new Promise((done) => {
          const opening = indexedDB.open(`mingcha-${document.documentElement.dataset.me}`);
          opening.onsuccess = () => {
            const store = opening.result.transaction("drafts", "readwrite").objectStore("drafts");
            store.getAll().onsuccess = ({ target }) => {
              for (const { value, watch, proposed, ...old } of target.result) store.put(old);
              store.transaction.oncomplete = () => done(opening.result.close());
            };
          };
        })"""
    )
    inspector.page.reload()
    inspector.waits_until_ready()
    expect(_item(inspector, 1).locator(".verdict [value=fail]")).to_be_checked()
    expect(_item(inspector, 1).get_by_label("备注", exact=True)).to_have_value("旧草稿")
    expect(_value(inspector, 16)).to_have_value("值班主任")


def _packed(server, inspector, form, approach="open"):
    """The page of a visit by the form, on the phone already."""
    visit = forms.given(server.folder, form, inspector.name, approach)
    inspector.goes_to("/field/")
    inspector.waits_until_packed()
    return visit


def _item(inspector, number):
    return inspector.item(f"ZK01-{number:02}")


def _value(inspector, number):
    return _item(inspector, number).locator("[data-value]").first


def _saved(inspector, act):
    before = inspector.saves()
    act()
    inspector.sees_saved(before)


def _fill(inspector, number, text):
    _saved(inspector, lambda: _value(inspector, number).fill(text))
