"""The pages of the scores: who may enter, what they show, and closing with a passkey."""

import re

import pytest

from app import clock
from app.scoring import months
from tests.scoring.stories import OCTOBER, fails, inspected, passes, sent


@pytest.fixture
def told(db, cast):
    """October and November of the east, November of the west; one covert finding at a numbered counter."""
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04", "CL02-05"), *fails("CL02-10", post="2号柜台"))
    covert = fails("CL02-11", post="3号柜台")
    inspected(db, cast, *passes("CL02-04"), *covert, approach="covert")
    inspected(db, cast, *passes("CL02-04"), site=cast.hall2.id)


def text_of(answer):
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("role", ["planner", "publisher", "leader"])
def test_the_bureau_and_leaders_see_the_month(sign_in, cast, told, role):
    browser = sign_in(getattr(cast, role))
    assert browser.get("/scores/").headers["Location"] == "/scores/2026-11"
    page = text_of(browser.get("/scores/2026-11"))
    for shown in ("2026年11月得分", "城东供电所", "城西供电所", "样本不足", "得分明细", "本单位设定", "4.1.15"):
        assert shown in page
    assert page.count("<tr>") or page.count("<tr ")


@pytest.mark.parametrize("role", ["inspector", "shopper", "unit", "supervisor", "admin"])
@pytest.mark.parametrize("path", ["/scores/", "/scores/2026-11"])
def test_nobody_else_sees_the_ranking(sign_in, cast, told, role, path):
    assert sign_in(getattr(cast, role)).get(path).status_code == 404


@pytest.mark.parametrize("month", ["2026-12", "2026-08", "x", "2026-13"])
def test_a_month_without_figures_is_not_found(sign_in, cast, told, month):
    assert sign_in(cast.planner).get(f"/scores/{month}").status_code == 404


def test_the_ledger_of_the_chosen_unit_stands_beside(sign_in, cast, told):
    browser = sign_in(cast.planner)
    page = text_of(browser.get(f"/scores/2026-11?unit={cast.east.id}"))
    assert "城东供电所 得分明细" in page
    assert "营业人员接待客户时首先起立" in page
    assert "2号柜台" in page
    assert "营业人员接待客户时首先起立" not in text_of(browser.get(f"/scores/2026-11?unit={cast.west.id}"))
    assert browser.get("/scores/2026-11?unit=nothing").status_code == 404


def test_those_who_review_find_the_check_behind_a_line(sign_in, cast, told):
    path = f"/scores/2026-11?unit={cast.east.id}"
    (link, *_) = re.findall(r'href="(/review/[^"]+)"', text_of(sign_in(cast.planner).get(path)))
    assert sign_in(cast.planner).get(link).status_code == 200
    assert "/review/" not in text_of(sign_in(cast.leader).get(path))


def test_a_leader_sees_the_own_subtree_only(db, sign_in, cast, told):
    from app.org import accounts
    from app.people import persons

    chief = persons.add(db, "高原", "leader")
    accounts.attach(db, chief.id, cast.east.id)
    browser = sign_in(chief)
    page = text_of(browser.get("/scores/2026-11"))
    assert "城东" in page
    assert "城西" not in page
    assert browser.get(f"/scores/2026-11?unit={cast.west.id}").status_code == 404


def test_units_without_a_check_are_shown_without_a_score(db, sign_in, cast, told):
    page = text_of(sign_in(cast.planner).get("/scores/2026-10"))
    assert re.search(r"城西供电所</th><td class=\"num\">—</td>", page)


def test_a_month_without_checks_says_so(sign_in, cast):
    assert "还没有通过复核的检查" in text_of(sign_in(cast.planner).get("/scores/2026-11"))


def test_what_waits_for_review_is_told_to_the_bureau(db, sign_in, cast, told):
    sent(db, cast, *passes("CL02-04"))
    assert "还有 1 次检查待复核" in text_of(sign_in(cast.planner).get("/scores/2026-11"))
    assert "待复核" not in text_of(sign_in(cast.leader).get("/scores/2026-11"))


def test_only_the_publisher_is_offered_to_close_a_month(sign_in, cast, told):
    def offered(person, month):
        return "关账后数字不再变动" in text_of(sign_in(person).get(f"/scores/{month}"))

    assert offered(cast.publisher, "2026-10")
    assert offered(cast.publisher, "2026-11")
    assert "本月还没有结束" in text_of(sign_in(cast.publisher).get("/scores/2026-11"))
    assert not offered(cast.planner, "2026-10")
    assert not offered(cast.leader, "2026-10")


def test_closing_without_a_passkey_is_refused(db, sign_in, cast, told):
    answer = sign_in(cast.publisher).post("/scores/2026-10/closure")
    assert answer.status_code == 403
    assert months.closure(db, "2026-10") is None


@pytest.mark.parametrize("role", ["planner", "leader", "unit", "inspector", "admin"])
def test_nobody_else_closes(db, sign_in, cast, told, role):
    assert sign_in(getattr(cast, role)).post("/scores/2026-10/closure").status_code == 404
    assert months.closure(db, "2026-10") is None


def test_closing_twice_or_too_early_is_told_before_the_passkey_is_asked(db, sign_in, cast, told):
    browser = sign_in(cast.publisher)
    assert "还没有开始" in browser.post("/scores/2026-12/closure").get_data(as_text=True)
    months.close(db, cast.publisher, "2026-10")
    again = browser.post("/scores/2026-10/closure")
    assert again.status_code == 409
    assert "2026-10 已于 2026-11-24 关账" in again.get_data(as_text=True)
    assert browser.post("/scores/never/closure").status_code == 422
    early = browser.post("/scores/1900-01/closure")
    assert early.status_code == 409
    assert "截至 1900-01 没有通过复核的检查，没有可以关账的内容。" in early.get_data(as_text=True)


def test_closing_is_not_offered_where_it_would_be_refused(sign_in, cast):
    assert "/closure" not in text_of(sign_in(cast.publisher).get("/scores/2026-11"))


def test_a_closed_month_says_when(db, sign_in, cast, told):
    months.close(db, cast.publisher, "2026-10")
    page = text_of(sign_in(cast.publisher).get("/scores/2026-10"))
    assert "11月24日已关账" in page
    assert "/closure" not in page


def test_a_unit_comes_home_to_its_month(sign_in, cast, told):
    page = text_of(sign_in(cast.unit).get("/home/"))
    for shown in (
        "城东供电所",
        "58.33",
        "样本不足",
        "检查 2 次",
        "未关账",
        "较上月 +8.33",
        "营业人员接待客户时首先起立",
        "2号柜台",
    ):
        assert shown in page
    assert "城西" not in page


def test_a_unit_looks_back(db, sign_in, cast, told):
    months.close(db, cast.publisher, "2026-10")
    page = text_of(sign_in(cast.unit).get("/home/?month=2026-10"))
    assert "50.00" in page
    assert "11月24日已关账" in page
    assert sign_in(cast.unit).get("/home/?month=2026-09").status_code == 404


def test_a_unit_is_ranked_among_all(db, sign_in, cast):
    for _ in range(3):
        inspected(db, cast, *passes("CL02-04"), *fails("CL02-05"))
        inspected(db, cast, *passes("CL02-04"), site=cast.hall2.id)
    assert "第 2/2 名" in text_of(sign_in(cast.unit).get("/home/"))


def test_a_home_without_checks_or_without_a_unit_says_so(db, sign_in, cast):
    from app.people import persons

    assert "暂无得分" in text_of(sign_in(cast.unit).get("/home/"))
    assert "还没有关联供电单位" in text_of(sign_in(persons.add(db, "新来", "unit")).get("/home/"))


def test_somebody_elses_unit_is_not_found(sign_in, cast, told):
    assert sign_in(cast.unit).get(f"/home/?unit={cast.west.id}").status_code == 404


@pytest.mark.parametrize("role", ["inspector", "planner", "publisher", "leader", "admin"])
def test_the_home_is_for_units(sign_in, cast, told, role):
    assert sign_in(getattr(cast, role)).get("/home/").status_code == 404


@pytest.mark.parametrize("path", ["/scores/", "/scores/2026-11", "/home/"])
def test_a_stranger_is_sent_to_sign_in(stranger, path):
    assert stranger.get(path).headers["Location"] == "/sign-in"


def test_this_month_is_the_bureaus(sign_in, cast, told):
    with clock.at(clock.local("2026-11-30T23:30:00+08:00")):
        assert sign_in(cast.planner).get("/scores/").headers["Location"] == "/scores/2026-11"
    with clock.at(clock.local("2026-12-01T00:30:00+08:00")):
        assert sign_in(cast.planner).get("/scores/").headers["Location"] == "/scores/2026-12"
