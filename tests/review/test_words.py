"""An inspector's note is free text and can name anybody: what a unit reads passes through the reviewer."""

import json

import pytest

from app import journal
from app.errors import Conflict, Invalid
from app.intake import submissions
from app.people import persons
from app.review import acceptance, cases, findings
from app.review.decisions import decide
from tests.review.given import a_failing, confirmed, covert_submission, open_submission

NOTE = "坐着接过资料，未起身"


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


def read_by_the_unit(db, cast) -> list[str]:
    return [finding.note for finding in findings.confirmed(db, frozenset({cast.east.id}))]


def decision_url(submission, failing):
    return f"/review/{submission}/observations/{failing['id']}/decision"


def test_a_note_that_stands_is_what_the_unit_reads(db, cast):
    failing = a_failing(note=NOTE)
    confirmed(db, cast.planner, open_submission(db, cast, failing), failing)
    assert read_by_the_unit(db, cast) == [NOTE]


def test_the_unit_reads_the_reviewers_words_and_reviewers_the_original(db, cast, planner, sign_in):
    failing = a_failing(note="和老刘一起看到：坐着接过资料")
    submission = open_submission(db, cast, failing)
    page = planner.get(f"/review/{submission}/{failing['id']}").text
    assert '<label for="words">单位看到的说明' in page
    assert page.count("和老刘一起看到") == 2

    form = {"decision": "confirm", "severity": "general", "reason": "", "words": "坐着接过资料\r\n"}
    assert planner.post(decision_url(submission, failing), data=form).status_code == 303
    acceptance.accept(db, cast.planner, submission)

    assert read_by_the_unit(db, cast) == ["坐着接过资料"]
    shown = sign_in(cast.unit).get("/findings/").text
    assert "坐着接过资料" in shown
    assert "老刘" not in shown
    kept = planner.get(f"/review/{submission}/{failing['id']}").text
    assert "和老刘一起看到" in kept
    assert "单位看到的说明（已改，不是现场备注）" in kept
    assert submissions.get(db, submission).observations[0].note == failing["note"]


def test_the_journal_tells_that_the_words_were_changed_and_not_the_words(db, cast):
    changed, kept = a_failing(note="和老刘看到"), a_failing(note="一行\n两行")
    submission = open_submission(db, cast, changed, kept)
    decide(db, cast.planner, submission, changed["id"], "confirm", words="看到的")
    decide(db, cast.planner, submission, kept["id"], "confirm", words=" 一行\r\n两行 ")
    told = [json.loads(entry["detail"]) for entry in journal.since(db, 0, "failing.decided")]
    assert [detail["reworded"] for detail in told] == [True, False]
    assert "看到的" not in json.dumps(told, ensure_ascii=False)
    assert "words" not in told[0]


@pytest.mark.parametrize("hidden", ["{name}", "{spaced}", "{code}", "{wide}", "检查人{name}（{code}）"])
def test_words_that_name_who_inspects_are_refused_and_kept_for_changing(db, cast, planner, hidden):
    name, code = cast.inspector2.name, cast.inspector2.code
    words = hidden.format(name=name, spaced=" ".join(name), code=code, wide=code.replace("-", "－")) + "也在场"
    failing = a_failing(note=NOTE)
    submission = open_submission(db, cast, failing)
    form = {"decision": "confirm", "severity": "serious", "reason": "多次发生", "words": words}
    answer = planner.post(decision_url(submission, failing), data=form)
    assert answer.status_code == 422
    assert "检查人的姓名或代号" in answer.text
    assert f">{words}</textarea>" in answer.text
    assert ">多次发生</textarea>" in answer.text
    assert cases.decided(db, submission) == {}
    with pytest.raises(Invalid):
        decide(db, cast.planner, submission, failing["id"], "confirm", words=words)


def test_a_note_that_names_the_shopper_is_not_confirmed_as_it_is(db, cast):
    failing = a_failing(note=f"{cast.shopper.name}来过之后仍未改")
    submission = open_submission(db, cast, failing)
    with pytest.raises(Invalid):
        decide(db, cast.planner, submission, failing["id"], "confirm")
    decide(db, cast.planner, submission, failing["id"], "dismiss", reason="同一事实")
    decide(db, cast.planner, submission, failing["id"], "confirm", words="仍未改")
    acceptance.accept(db, cast.planner, submission)
    assert read_by_the_unit(db, cast) == ["仍未改"]


def test_a_note_confirmed_before_its_writer_was_an_inspector_does_not_pass_the_acceptance(db, cast, planner):
    failing = a_failing(note="新来的韩雪在场")
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm")
    persons.add(db, "韩雪", "inspector")
    with pytest.raises(Conflict):
        acceptance.accept(db, cast.planner, submission)
    answer = planner.post(f"/review/{submission}/acceptance")
    assert answer.status_code == 409
    assert "检查人的姓名或代号“韩雪”" in answer.text
    decide(db, cast.planner, submission, failing["id"], "confirm", words="有人在场")
    acceptance.accept(db, cast.planner, submission)


def test_covert_work_has_no_words_for_the_unit(db, cast, planner):
    failing = a_failing(note=f"{cast.inspector.name}装作客户")
    submission = covert_submission(db, cast, failing)
    assert 'name="words"' not in planner.get(f"/review/{submission}/{failing['id']}").text
    planner.post(decision_url(submission, failing), data={"decision": "confirm", "words": "装作客户"})
    acceptance.accept(db, cast.planner, submission)
    assert read_by_the_unit(db, cast) == [""]


def test_of_two_reviewers_who_word_it_differently_the_first_stands(db, cast):
    failing = a_failing(note=NOTE)
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm", words="坐着")
    decide(db, cast.publisher, submission, failing["id"], "confirm")
    with pytest.raises(Conflict):
        decide(db, cast.publisher, submission, failing["id"], "confirm", words="没有起身")
    assert cases.decided(db, submission)[failing["id"]].words == "坐着"


def test_words_may_be_left_out_altogether(db, cast):
    failing = a_failing(note=NOTE)
    submission = open_submission(db, cast, failing)
    decide(db, cast.planner, submission, failing["id"], "confirm", words="")
    acceptance.accept(db, cast.planner, submission)
    assert read_by_the_unit(db, cast) == [""]
