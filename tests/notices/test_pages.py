"""The list, the notice, the check code and the feed, and for whom they exist."""

import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from app import clock
from app.notices import archive
from tests.notices import worlds

ATOM = "{http://www.w3.org/2005/Atom}"
READERS = ("planner", "publisher", "unit", "leader", "supervisor")
OUTSIDERS = ("inspector", "shopper", "admin")


@pytest.fixture
def slug(db, cast, october):
    return worlds.a_notice(db, cast, number="11")


@pytest.mark.parametrize("role", READERS)
def test_readers_read_the_whole_notice(db, cast, slug, sign_in, role):
    answer = sign_in(getattr(cast, role)).get(f"/notices/{slug}")
    assert answer.status_code == 200
    for text in (
        "<title>关于2026年10月优质服务明察暗访情况的通报</title>",
        '<p class="head">示范供电公司文件</p>',
        '<p class="ref">示供营销〔2026〕11号</p>',
        "<h1>关于2026年10月优质服务<br>明察暗访情况的通报</h1>",
        "<h2>四、得分与排名</h2>",
        '<p class="sign">示范供电公司营销部<br>2026年11月24日</p>',
        archive.by_slug(db, slug).code,
    ):
        assert text in answer.text


@pytest.mark.parametrize("role", OUTSIDERS)
def test_for_outsiders_none_of_it_exists(db, cast, slug, sign_in, role):
    draft = worlds.a_draft(db, cast)
    code = archive.by_slug(db, slug).code
    browser = sign_in(getattr(cast, role))
    for path in ("", slug, "new", "feed.atom", "waiting", f"drafts/{draft}"):
        assert browser.get(f"/notices/{path}").status_code == 404
    assert browser.get(f"/check/{code}").status_code == 404
    for path in (
        "drafts",
        f"drafts/{draft}",
        f"drafts/{draft}/publication",
        f"drafts/{draft}/removal",
        slug + "/signature",
    ):
        assert browser.post(f"/notices/{path}").status_code == 404


@pytest.mark.parametrize("role", ["unit", "leader", "supervisor"])
def test_readers_know_nothing_of_drafts(db, cast, october, sign_in, role):
    draft = worlds.a_draft(db, cast, number="77")
    browser = sign_in(getattr(cast, role))
    assert "77号" not in browser.get("/notices/").text
    assert "/notices/new" not in browser.get("/notices/").text
    nothing = browser.get("/notices/drafts/nothing")
    assert nothing.status_code == 404
    assert browser.get(f"/notices/drafts/{draft}").data == nothing.data
    assert browser.get(f"/notices/{draft}").data == nothing.data
    assert browser.get("/notices/new").status_code == 404
    for path in ("drafts", f"drafts/{draft}", f"drafts/{draft}/publication", f"drafts/{draft}/removal"):
        assert browser.post(f"/notices/{path}").status_code == 404


def test_leaders_do_not_sign(cast, slug, sign_in):
    for role in ("leader", "supervisor", "planner", "publisher"):
        assert sign_in(getattr(cast, role)).post(f"/notices/{slug}/signature").status_code == 404


def test_a_signed_out_reader_is_asked_to_sign_in(slug, stranger):
    assert stranger.get(f"/notices/{slug}").location == "/sign-in"


def test_the_list_shows_drafts_to_those_who_draft_and_says_what_waits(db, cast, slug, sign_in):
    worlds.a_draft(db, cast, number="12")
    page = sign_in(cast.planner).get("/notices/").text
    assert "〔2026〕12号" in page
    assert "您本人拟的稿，由他人签发。" in page
    assert "待签收，11月29日前" in sign_in(cast.unit).get("/notices/").text
    assert "待签收" not in sign_in(cast.leader).get("/notices/").text


def test_the_list_goes_back_by_key(db, cast, october, sign_in):
    for number in range(1, 27):
        with clock.at(datetime.fromisoformat(f"2026-11-24T11:{number:02d}:00+08:00")):
            worlds.a_notice(db, cast, number=str(number))
    browser = sign_in(cast.leader)
    first = browser.get("/notices/").text
    assert "〔2026〕26号" in first
    assert "〔2026〕2号" not in first
    earlier = first.split('href="/notices/?')[1].split('"')[0]
    second = browser.get(f"/notices/?{earlier}").text
    assert "〔2026〕2号" in second
    assert "〔2026〕1号" in second
    assert "〔2026〕3号" not in second


def test_an_empty_list_says_so(cast, sign_in):
    assert "还没有发布过通报。" in sign_in(cast.unit).get("/notices/").text


def test_the_check_code_leads_to_the_authentic_text_however_it_is_typed(db, cast, slug, sign_in):
    code = archive.by_slug(db, slug).code
    browser = sign_in(cast.supervisor)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} "):
        assert browser.get(f"/check/{typed}").location == f"/notices/{slug}"
    for typed in ("ZZZZ-ZZZZ", "1", code[:-1], "你好"):
        assert browser.get(f"/check/{typed}").status_code == 404


def test_the_feed_lists_what_is_published(db, cast, slug, sign_in):
    worlds.a_draft(db, cast)
    answer = sign_in(cast.leader).get("/notices/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.text)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["关于2026年10月优质服务明察暗访情况的通报"]
    assert entries[0].find(f"{ATOM}link").get("href") == f"http://localhost:8000/notices/{slug}"
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated") == "2026-11-24T02:42:07.000Z"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "示范供电公司"


def test_an_empty_feed_is_a_feed(cast, sign_in):
    assert ET.fromstring(sign_in(cast.leader).get("/notices/feed.atom").text).findall(f"{ATOM}entry") == []
