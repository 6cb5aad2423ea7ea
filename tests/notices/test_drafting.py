"""Drafting: from closed months only, by planners and publishers; the typed texts may change until publication."""

from dataclasses import replace

import pytest

from app import journal
from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.notices import archive, compose, publish
from app.people import persons
from tests.notices import worlds


def events(db):
    return [entry["what"] for entry in journal.since(db, 0, "notice.drafted", "notice.revised", "notice.discarded")]


def test_a_draft_is_composed_from_the_closed_month(db, cast, october):
    draft = archive.draft(db, worlds.a_draft(db, cast))
    notice = draft.notice
    assert notice.head == "示范供电公司文件"
    assert notice.number == "示供营销〔2026〕1号"
    assert notice.title == ("关于2026年10月优质服务", "明察暗访情况的通报")
    assert notice.addressee == "各供电单位："
    assert notice.opening[-1].endswith("现将情况通报如下。")
    assert [section.heading for section in notice.sections] == [
        "一、基本情况",
        "二、主要做法和亮点",
        "三、存在问题",
        "四、得分与排名",
        "五、整改要求",
    ]
    assert (notice.typed.sign_by, notice.typed.rectify_by) == ("2026-11-29", "2026-12-08")
    assert notice.date == ""
    assert events(db) == ["notice.drafted"]


def test_the_facts_are_counted_from_the_accepted_submissions_of_the_month(db, cast, october):
    worlds.inspect(db, cast, "2026-11-03")
    facts = archive.draft(db, worlds.a_draft(db, cast)).notice.sections[0].blocks[0].text
    assert facts.startswith("2026年10月，共检查2个单位的2个网点，计6次，其中明察3次、暗访2次、神秘客户1次。")
    assert "符合6项次，不符合6项次，未发生6项次" in facts
    assert facts.endswith("不符合项经营销部复核，成立6项。")


def test_the_ranking_is_that_of_the_closed_month(db, cast, october):
    table = archive.draft(db, worlds.a_draft(db, cast)).notice.sections[3].blocks[0]
    assert [(row[0], row[1]) for row in table.rows] == [("1", "城东供电所"), ("—", "城西供电所")]
    assert table.rows[1][3] == "不合格（一票否决）"


@pytest.mark.parametrize("month", ["2026-11", "2026-09", "2030-01", "", "x"])
def test_a_month_that_is_not_closed_is_refused_with_a_sentence(db, cast, october, sign_in, month):
    with pytest.raises(Conflict):
        compose.draft(db, cast.planner, month)
    answer = sign_in(cast.planner).post("/notices/drafts", data={"month": month})
    assert answer.status_code == 409
    assert "该月尚未关账，关账后才能拟稿。" in answer.text


def test_a_number_is_never_taken_twice_and_the_next_free_one_is_proposed(db, cast, october, sign_in):
    worlds.a_draft(db, cast, number="11")
    answer = sign_in(cast.planner).post("/notices/drafts", data={"month": "2026-10", "series": "", "number": "11"})
    assert answer.status_code == 422
    assert "该文号已被使用，下一个可用文号是示供营销〔2026〕12号。" in answer.text
    assert 'value="11"' in answer.text
    assert len(archive.drafts(db)) == 1


def test_a_number_of_a_published_notice_is_taken_too(db, cast, october):
    worlds.a_notice(db, cast, number="11")
    with pytest.raises(Invalid):
        worlds.a_draft(db, cast, number="〔2026〕11号")


def test_what_the_planner_types_stands_in_the_text(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast)
    browser = sign_in(cast.planner)
    typed = vars(archive.draft(db, notice).notice.typed) | {
        "number": "[2026]15",
        "addressee": "各供电分公司、供电所:",
        "highlights": "南山供电分公司主动分流。\r\n城东供电所周末照常营业。",
        "requirements": "逐岗位自查。",
        "sign_by": "2026-12-11",
        "rectify_by": "2026-12-22",
    }
    answer = browser.post(f"/notices/drafts/{notice}", data=typed)
    assert (answer.status_code, answer.location) == (303, f"/notices/drafts/{notice}")
    page = browser.get(answer.location).text
    for text in (
        "示供营销〔2026〕15号",
        "各供电分公司、供电所：",
        "<p>南山供电分公司主动分流。</p>",
        "<p>城东供电所周末照常营业。</p>",
        "<p>1.各单位收到通报后，于12月11日前在系统签收，于12月22日前报送整改结果和佐证。</p>",
        "<p>2.逐岗位自查。</p>",
    ):
        assert text in page
    assert events(db) == ["notice.drafted", "notice.revised"]


def test_invalid_input_keeps_what_was_typed_and_names_every_field(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast)
    before = archive.draft(db, notice)
    answer = sign_in(cast.planner).post(
        f"/notices/drafts/{notice}",
        data={
            "series": "示供营销",
            "number": "十一号",
            "addressee": " ",
            "highlights": "  <b>亮点</b>  ",
            "requirements": "x" * 5001,
            "sign_by": "2026-11-23",
            "rectify_by": "2026-11-31",
        },
    )
    assert answer.status_code == 422
    for sentence in (
        "文号请写成〔2026〕11号，或只写 11。",
        "通报的这一部分不能空着。",
        "文字过长，通报容纳不下。",
        "这一天已经过去。",
        "请填写日历上的日期。",
    ):
        assert sentence in answer.text
    for typed in ("十一号", "&lt;b&gt;亮点&lt;/b&gt;", "x" * 5001, "2026-11-23", "2026-11-31"):
        assert typed in answer.text
    assert archive.draft(db, notice) == before


def test_repair_cannot_be_due_before_signing(db, cast, october):
    with pytest.raises(Invalid) as refused:
        worlds.a_draft(db, cast, sign_by="2026-12-11", rectify_by="2026-12-10")
    assert [place.pointer for place in refused.value.places] == ["rectify_by"]


def test_control_characters_do_not_get_into_the_text(db, cast, october):
    notice = archive.draft(db, worlds.a_draft(db, cast, highlights="甲\x00乙\x1b\r\n丙")).notice
    assert notice.typed.highlights == "甲乙\n丙"


def test_markup_is_shown_as_text(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast, highlights="<script>alert(1)</script>")
    assert "<script>alert" not in sign_in(cast.planner).get(f"/notices/drafts/{notice}").text


def test_who_saved_last_is_not_overwritten_unseen(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast)
    mine, theirs = sign_in(cast.planner), sign_in(cast.planner2)
    opened = archive.draft(db, notice)
    typed = vars(opened.notice.typed) | {"seen": opened.sha256}
    assert theirs.post(f"/notices/drafts/{notice}", data=typed | {"highlights": "乙写的。"}).status_code == 303
    answer = mine.post(f"/notices/drafts/{notice}", data=typed | {"highlights": "甲写的。"})
    assert answer.status_code == 422
    assert "您打开后，已有人保存过这份草稿。" in answer.text
    assert "甲写的。" in answer.text
    assert archive.draft(db, notice).notice.typed.highlights == "乙写的。"


def test_a_draft_keeps_its_own_number_but_takes_no_other_ones(db, cast, october):
    first, second = worlds.a_draft(db, cast, number="1"), worlds.a_draft(db, cast, number="2")
    typed = archive.draft(db, second).notice.typed
    compose.revise(db, cast.planner, second, typed)
    with pytest.raises(Invalid):
        compose.revise(db, cast.planner, second, replace(typed, number="1"))
    assert archive.draft(db, first).notice.number != archive.draft(db, second).notice.number


def test_a_publisher_drafts_too_but_changes_nobody_elses_draft(db, cast, october, sign_in):
    browser = sign_in(cast.publisher)
    own = browser.post("/notices/drafts", data={"month": "2026-10"}).location
    typed = vars(archive.drafts(db)[0].notice.typed)
    assert browser.post(own, data=typed).status_code == 303
    others = worlds.a_draft(db, cast)
    answer = browser.post(f"/notices/drafts/{others}", data=typed | {"number": "9"})
    assert answer.status_code == 403
    assert "签发人按原稿签发，或者不签发。" in answer.text
    assert 'name="highlights"' not in browser.get(f"/notices/drafts/{others}").text


def test_who_may_publish_does_not_change_a_draft_by_also_being_a_planner(db, cast, october):
    persons.grant(db, cast.publisher.id, "planner", None)
    both = persons.load(db, cast.publisher.id)
    notice = worlds.a_draft(db, cast)
    with pytest.raises(Forbidden):
        compose.revise(db, both, notice, archive.draft(db, notice).notice.typed)


def test_a_discarded_draft_is_gone_and_its_number_is_free(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast, number="5")
    assert sign_in(cast.publisher).post(f"/notices/drafts/{notice}/removal").status_code == 403
    assert sign_in(cast.planner).post(f"/notices/drafts/{notice}/removal").status_code == 303
    assert sign_in(cast.planner).get(f"/notices/drafts/{notice}").status_code == 404
    worlds.a_draft(db, cast, number="5")
    assert events(db) == ["notice.drafted", "notice.discarded", "notice.drafted"]


def test_a_published_notice_is_no_draft_any_more(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast)
    typed = archive.draft(db, notice).notice.typed
    slug = publish.publish(db, cast.publisher, notice)
    browser = sign_in(cast.planner)
    assert browser.get(f"/notices/drafts/{notice}").location == f"/notices/{slug}"
    assert browser.post(f"/notices/drafts/{notice}", data=vars(typed)).status_code == 404
    assert browser.post(f"/notices/drafts/{notice}/removal").status_code == 404
    with pytest.raises(NotFound):
        compose.revise(db, cast.planner, notice, typed)


def test_the_form_offers_closed_months_and_the_next_number(db, cast, october, sign_in):
    browser = sign_in(cast.planner)
    page = browser.get("/notices/new?month=2026-10").text
    assert '<option value="2026-10" selected>2026年10月</option>' in page
    assert "2026-11" not in page
    assert 'value="〔2026〕1号"' in page
    assert "该月尚未关账" in browser.get("/notices/new?month=2026-11").text


def test_without_a_closed_month_the_page_says_what_to_do(cast, sign_in):
    assert "还没有已关账的月份。" in sign_in(cast.planner).get("/notices/new").text
