"""Publishing: by a publisher, never of one's own draft, with a fresh passkey; from then on nothing changes."""

import json
import re
from datetime import datetime

import pytest

from app import clock, journal
from app.config import ROOT
from app.errors import Conflict, Forbidden
from app.notices import archive, compose, publish
from app.notices.model import fingerprint
from app.people import persons
from tests.notices import worlds
from tests.people.authenticator import Authenticator


@pytest.fixture
def publisher(settings, cast, sign_in):
    """The publisher's browser, and how it confirms a purpose with the passkey that they have made."""
    browser = sign_in(cast.publisher)
    device = Authenticator(settings.site_origin)
    browser.post("/passkeys/", data={"credential": device.creates(browser.get("/passkeys/creation").json)})

    def confirm(purpose: str) -> str:
        return device.signs(browser.get(f"/passkeys/assertion?purpose={purpose}").json)

    browser.confirm = confirm
    return browser


def stored(db):
    return [
        db.rows("SELECT id, month, number, model, drafted_by, drafted_at, replaces FROM notices ORDER BY id"),
        db.rows("SELECT notice, slug, code, sha256, by, at, sign_by FROM publications ORDER BY notice"),
    ]


def test_the_publisher_publishes_with_a_fresh_passkey(db, cast, october, publisher):
    notice = worlds.a_draft(db, cast)
    page = publisher.get(f"/notices/drafts/{notice}").text
    assert f'data-assert="publish:{notice}"' in page
    answer = publisher.post(
        f"/notices/drafts/{notice}/publication", data={"assertion": publisher.confirm(f"publish:{notice}")}
    )
    assert answer.status_code == 303
    published = archive.by_slug(db, answer.location.removeprefix("/notices/"))
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", published.code)
    assert published.notice.date == "2026-11-24"
    assert "2026年11月24日印发" in publisher.get(answer.location).text
    assert {row["form"] for row in db.rows("SELECT form FROM papers")} == {"pdf", "docx", "xlsx"}
    model = db.one("SELECT model FROM notices WHERE id = :id", id=notice)["model"]
    assert published.sha256 == fingerprint(model)
    entry = journal.since(db, 0, "notice.published")[0]
    assert (entry["who"], entry["subject"]) == (cast.publisher.id, notice)
    assert json.loads(entry["detail"])["sha256"] == published.sha256


def test_without_a_passkey_nothing_is_published(db, cast, october, publisher):
    notice = worlds.a_draft(db, cast)
    for data in ({}, {"assertion": ""}, {"assertion": publisher.confirm("publish:another")}):
        assert publisher.post(f"/notices/drafts/{notice}/publication", data=data).status_code == 403
    assert archive.slug_of(db, notice) is None


def test_nobody_publishes_their_own_draft_and_the_page_says_so(db, cast, october, publisher):
    notice = worlds.a_draft(db, cast, cast.publisher)
    page = publisher.get(f"/notices/drafts/{notice}").text
    assert "这份通报是您本人拟的稿，须由另一位负责人签发。" in page
    assert "data-assert" not in page
    answer = publisher.post(
        f"/notices/drafts/{notice}/publication", data={"assertion": publisher.confirm(f"publish:{notice}")}
    )
    assert answer.status_code == 403
    assert "这份通报是您本人拟的稿，须由另一位负责人签发。" in answer.text
    assert archive.slug_of(db, notice) is None


def test_a_planner_does_not_publish(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast)
    browser = sign_in(cast.planner2)
    assert "通报由营销部负责人签发，专责只拟稿。" in browser.get(f"/notices/drafts/{notice}").text
    assert browser.post(f"/notices/drafts/{notice}/publication").status_code == 404
    with pytest.raises(Forbidden):
        publish.publish(db, cast.planner2, notice)


def test_publishing_twice_is_a_conflict(db, cast, october, publisher):
    notice = worlds.a_draft(db, cast)
    slug = publish.publish(db, cast.publisher, notice)
    before = stored(db)
    answer = publisher.post(f"/notices/drafts/{notice}/publication")
    assert answer.status_code == 409
    assert "这份通报已发布，不能再改；如需更正，请另行发文。" in answer.text
    with pytest.raises(Conflict):
        publish.publish(db, cast.publisher, notice)
    assert archive.slug_of(db, notice) == slug
    assert stored(db) == before


def test_an_unknown_draft_is_not_found(cast, october, publisher):
    assert publisher.post("/notices/drafts/nothing/publication").status_code == 404


def test_a_draft_that_changed_after_it_was_read_is_not_published(db, cast, october, publisher):
    notice = worlds.a_draft(db, cast)
    seen = archive.draft(db, notice)
    worlds_typed = seen.notice.typed
    compose.revise(db, cast.planner, notice, type(worlds_typed)(**vars(worlds_typed) | {"highlights": "另写。"}))
    answer = publisher.post(
        f"/notices/drafts/{notice}/publication",
        data={"assertion": publisher.confirm(f"publish:{notice}"), "seen": seen.sha256},
    )
    assert answer.status_code == 409
    assert "您打开后，草稿又有改动。请重新阅读后再签发。" in answer.text


def test_a_draft_whose_day_for_signing_has_passed_is_not_published(db, cast, october):
    notice = worlds.a_draft(db, cast)
    with clock.at(datetime.fromisoformat("2026-12-01T09:00:00+08:00")), pytest.raises(Conflict):
        publish.publish(db, cast.publisher, notice)


def test_what_is_published_stays_byte_for_byte(db, cast, october, sign_in):
    slug = worlds.a_notice(db, cast)
    before, page = stored(db), sign_in(cast.leader).get(f"/notices/{slug}").text
    worlds.inspect(db, cast, "2026-10-15", worlds.Failed("CL02-04"))
    for roles in (("planner",), ("publisher",)):
        browser = sign_in(persons.add(db, "".join(roles) + "甲", *roles))
        notice = before[0][0]["id"]
        for path in (f"/notices/drafts/{notice}", f"/notices/drafts/{notice}/removal", f"/notices/{slug}"):
            assert browser.post(path, data={"highlights": "改"}).status_code in {403, 404}
    assert stored(db) == before
    assert sign_in(cast.leader).get(f"/notices/{slug}").text == page


def test_no_statement_changes_a_published_notice(db, cast, october):
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py")]
    changing = re.compile(r'"(?:"")?((?:UPDATE|DELETE FROM) (?:notices|publications)\b[^"]*)"', re.DOTALL)
    statements = [found for text in texts for found in changing.findall(text)]
    assert statements
    assert [s for s in statements if "publications" in s.split("WHERE")[0] or "NOT EXISTS" not in s] == []
    worlds.a_notice(db, cast)
    before = stored(db)
    with db.write():
        for statement in statements:
            db.execute(statement, id=before[0][0]["id"], model="{}", number="x")
    assert stored(db) == before


def test_a_text_that_was_altered_in_the_file_is_found(db, cast, october):
    worlds.a_notice(db, cast, number="11")
    assert archive.altered(db) == []
    with db.write():
        db.execute("UPDATE notices SET model = replace(model, '示范', '示例')")
    assert archive.altered(db) == ["示供营销〔2026〕11号"]


def test_a_correction_is_a_new_notice_that_names_the_old_one(db, cast, october, sign_in):
    old = worlds.a_notice(db, cast, number="11")
    before = stored(db)
    reader, planner = sign_in(cast.unit), sign_in(cast.planner)
    assert "拟更正稿" in planner.get(f"/notices/{old}").text
    assert "更正〔2026〕11号" in planner.get("/notices/new").text
    new = worlds.a_notice(db, cast, number="12")
    page = reader.get(f"/notices/{new}").text
    assert "示供营销〔2026〕11号通报有误，现予更正，以本通报为准。" in page
    assert f'href="/notices/{old}"' in page
    page = reader.get(f"/notices/{old}").text
    assert "这份通报已更正，以新的通报为准：" in page
    assert f'<a href="/notices/{new}">示供营销〔2026〕12号</a>' in page
    assert all(row in stored(db)[0] for row in before[0])
    assert all(row in stored(db)[1] for row in before[1])


def test_a_draft_that_was_overtaken_is_not_published(db, cast, october):
    first, second = worlds.a_draft(db, cast), worlds.a_draft(db, cast)
    publish.publish(db, cast.publisher, first)
    with pytest.raises(Conflict):
        publish.publish(db, cast.publisher, second)
    publish.publish(db, cast.publisher, worlds.a_draft(db, cast))
