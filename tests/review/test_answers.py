"""The reviewer reads everything that was answered, values in words, and sees where a photo is missing."""

import pytest

from app.checklists import versions
from app.checklists.model import from_content
from app.review import acceptance, queue
from app.scoring import inspections
from tests.builders import a_visit, an_observation
from tests.review.given import arrived


@pytest.fixture
def page(db, cast, sign_in):
    """What the reviewer reads of a check with these observations."""

    def read(*observations, **visit):
        given = a_visit(db, cast, **{"checklists": ("CL02", "CL04", "CL05")} | visit)
        submission = arrived(db, given, cast.inspector, *observations)
        return sign_in(cast.planner).get(f"/review/{submission}").text

    return read


def test_values_are_read_in_words_whatever_was_sent(page):
    shown = page(an_observation("CL02-01", value=65), an_observation("CL02-21", value={"odd": [1]}))
    assert "1 分 5 秒" in shown
    assert "odd：[1]" in shown


def test_a_photo_that_should_be_there_is_missed(page):
    assert "缺照片" in page(an_observation("CL05-08"))
    assert "缺照片" not in page(an_observation("CL05-08", "unseen"))


def test_what_was_not_to_be_asked_is_told_and_does_not_count(page):
    shown = page(an_observation("CL04-02", "na"), an_observation("CL04-03", "pass"))
    assert "按条件不问" in shown
    assert "按条件不问" not in page(an_observation("CL04-02"), an_observation("CL04-03", "pass"))


@pytest.mark.parametrize("changes", [{"purpose": "record"}, {}])
def test_what_takes_no_verdict_never_fails_whatever_a_phone_sends(db, cast, sign_in, changes):
    item = {"id": "RB01-01", "text": "台账日期", "kind": "date", "judged": False}
    sections = [{"id": "1", "title": "台账", "items": [item]}]
    form = from_content({"id": "RB01", "title": "台账", "sections": sections} | changes)
    versions.publish(db, form)
    named = [{"id": "RB01", "version": form.version}]
    unplanned = {"checklists": named, "site": cast.hall.id, "approach": "open"}
    wrong = an_observation("RB01-01", "fail", value="2026-11-24")
    submission = arrived(db, None, cast.inspector, wrong, **unplanned)
    (entry,) = queue.waiting(db, cast.planner)
    assert (entry.failings, entry.undecided) == (0, 0)
    shown = sign_in(cast.planner).get(f"/review/{submission}").text
    assert "2026-11-24" in shown
    assert f"/observations/{wrong['id']}/decision" not in shown
    acceptance.accept(db, cast.planner, submission)
    assert db.rows("SELECT id FROM findings") == []
    assert inspections.load(db, submission).judgements == ()
