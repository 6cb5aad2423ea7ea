"""A notice on paper: for whom it exists, what is offered where, and that what was handed out once never changes."""

from datetime import datetime
from io import BytesIO
from urllib.parse import quote

import docx
import pytest

from app import audit, clock
from app.notices import archive, compose, publish
from tests.notices import measured, worlds

FORMS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "docx": (b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
READERS = ("planner", "publisher", "unit", "leader", "supervisor")


@pytest.fixture
def slug(db, cast, october):
    return worlds.a_notice(db, cast, number="11")


@pytest.mark.parametrize("form", FORMS)
def test_every_reader_gets_the_same_bytes_whenever_they_ask(cast, slug, sign_in, form):
    first, kind = FORMS[form]
    bodies = set()
    for day, role in enumerate(READERS, 1):
        with clock.at(datetime.fromisoformat(f"2026-12-{day:02d}T10:00:00+08:00")):
            answer = sign_in(getattr(cast, role)).get(f"/notices/{slug}.{form}")
        assert (answer.status_code, answer.mimetype) == (200, kind)
        assert answer.data.startswith(first)
        bodies.add(answer.data)
    assert len(bodies) == 1
    name = quote("示供营销〔2026〕11号 关于2026年10月优质服务明察暗访情况的通报." + form)
    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{name}")


@pytest.mark.parametrize("form", FORMS)
def test_what_was_handed_out_is_kept_and_the_audit_sees_it_changed(db, cast, slug, sign_in, form):
    browser = sign_in(cast.unit)
    browser.get(f"/notices/{slug}.{form}")
    assert [line for line in audit.breaks(db) if "paper" in line] == []
    with db.write():
        db.execute("UPDATE papers SET body = :body WHERE form = :form", body=b"older", form=form)
    assert browser.get(f"/notices/{slug}.{form}").data == b"older"
    notice = archive.by_slug(db, slug).id
    (line,) = [line for line in audit.breaks(db) if "paper" in line]
    assert line.startswith(f"The paper of notice and form {notice} {form} has another sha256")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("role", ["inspector", "shopper", "admin"])
def test_for_outsiders_there_is_no_paper(db, cast, slug, sign_in, role, form):
    draft = worlds.a_draft(db, cast)
    browser = sign_in(getattr(cast, role))
    assert browser.get(f"/notices/{slug}.{form}").status_code == 404
    assert browser.get(f"/notices/drafts/{draft}.{form}").status_code == 404
    assert db.rows("SELECT form FROM papers") == []


@pytest.mark.parametrize("form", FORMS)
def test_readers_get_no_paper_of_a_draft_and_no_hint_that_there_is_one(db, cast, october, sign_in, form):
    draft = worlds.a_draft(db, cast)
    browser = sign_in(cast.unit)
    nothing = browser.get("/notices/nothing")
    for path in (f"drafts/{draft}.{form}", f"{draft}.{form}", f"nothing.{form}"):
        answer = browser.get(f"/notices/{path}")
        assert (answer.status_code, answer.data) == (404, nothing.data)


def test_other_forms_do_not_exist(cast, slug, sign_in):
    for form in ("odt", "doc", "PDF", "pdf.exe"):
        assert sign_in(cast.planner).get(f"/notices/{slug}.{form}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(slug, stranger):
    assert stranger.get(f"/notices/{slug}.pdf").location == "/sign-in"


@pytest.mark.parametrize("role", ["planner", "publisher"])
def test_a_draft_is_printed_as_it_is_now_and_marked(db, cast, october, sign_in, role):
    draft = worlds.a_draft(db, cast, highlights="初稿。")
    browser = sign_in(getattr(cast, role))
    first = browser.get(f"/notices/drafts/{draft}.pdf").data
    assert measured.told(first).count("草稿Draft") == len(measured.pages(first))
    typed = archive.draft(db, draft).notice.typed
    compose.revise(db, cast.planner, draft, typed.__class__(**{**vars(typed), "highlights": "二稿。"}))
    second = browser.get(f"/notices/drafts/{draft}.pdf").data
    assert "初稿。" in measured.told(first)
    assert "二稿。" in measured.told(second)
    word = docx.Document(BytesIO(browser.get(f"/notices/drafts/{draft}.docx").data))
    assert word.sections[0].header.paragraphs[0].text == "草稿 Draft"
    assert db.rows("SELECT form FROM papers") == []


def test_the_paper_of_a_draft_leads_to_that_of_the_notice_once_it_is_published(db, cast, october, sign_in):
    draft = worlds.a_draft(db, cast)
    slug = publish.publish(db, cast.publisher, draft)
    answer = sign_in(cast.planner).get(f"/notices/drafts/{draft}.docx")
    assert (answer.status_code, answer.location) == (303, f"/notices/{slug}.docx")
    told = measured.told(sign_in(cast.planner).get(f"/notices/{slug}.pdf").data)
    assert "草稿" not in told
    assert told.count("2026年11月24日") == 2


def test_a_correction_says_so_and_the_corrected_notice_keeps_its_paper(db, cast, slug, sign_in):
    browser = sign_in(cast.leader)
    before = browser.get(f"/notices/{slug}.pdf").data
    newer = worlds.a_notice(db, cast, number="12")
    assert browser.get(f"/notices/{slug}.pdf").data == before
    told = measured.told(browser.get(f"/notices/{newer}.pdf").data)
    assert "示供营销〔2026〕11号通报有误，现予更正，以本通报为准。" in told
    assert "明察暗访情况的通报（更正）" in told


def test_both_pages_offer_the_papers_in_both_languages(db, cast, slug, sign_in):
    draft = worlds.a_draft(db, cast, number="12")
    browser = sign_in(cast.planner)
    for path in (f"/notices/{slug}", f"/notices/drafts/{draft}"):
        assert "得分表</a>" in browser.get(path).text
        for form in FORMS:
            assert f'href="{path}.{form}"' in browser.get(path).text


def test_a_draft_with_signs_that_no_font_has_says_which(db, cast, october, sign_in):
    browser = sign_in(cast.planner)
    fine, odd = worlds.a_draft(db, cast), worlds.a_draft(db, cast, number="12", highlights="辛苦了👍，𠮷祥㛃河。")
    assert "只能印成空框" not in browser.get(f"/notices/drafts/{fine}").text
    assert "只能印成空框：👍 (U+1F44D)<" in browser.get(f"/notices/drafts/{odd}").text


def test_papers_name_nobody_who_inspects(db, cast, slug, sign_in):
    told = measured.told(sign_in(cast.unit).get(f"/notices/{slug}.pdf").data)
    for person in (cast.inspector, cast.shopper, cast.planner, cast.publisher):
        assert person.name not in told
        assert not person.code or person.code not in told
