"""The publisher changes the rules of scoring on a page: typed, tried on the open months, applied with a passkey."""

import json
import re

import pytest
from click.testing import CliRunner

from app import audit, clock, derived, journal, serving
from app.cli import main
from app.errors import Forbidden
from app.scoring import loading, months, proposals, versions
from app.scoring.rules import Grade
from tests.scoring.rulebooks import ADOPTION, RULES, TRIAL, everything, figures, form
from tests.scoring.worlds import rules


def _entries(db):
    entries = db.rows("SELECT seq, who, what, subject, detail FROM journal ORDER BY seq")
    return [entry | {"detail": json.loads(entry["detail"])} for entry in entries]


@pytest.mark.parametrize("role", ["inspector", "shopper", "unit", "leader", "supervisor"])
def test_outside_of_the_bureau_there_is_no_such_page(sign_in, cast, ruled, role):
    browser = sign_in(getattr(cast, role))
    assert browser.get(RULES).status_code == 404
    assert browser.post(TRIAL, data=form(thin="4")).status_code == 404
    assert browser.post(ADOPTION, data=form(thin="4")).status_code == 404


@pytest.mark.parametrize("role", ["planner", "admin"])
def test_others_of_the_bureau_read_the_rules_and_change_nothing(db, sign_in, cast, ruled, role):
    browser = sign_in(getattr(cast, role))
    page = browser.get(RULES).text
    assert loading.shipped().version in page
    assert "本单位设定" in page
    assert "/scores/rules/trial" not in page
    assert browser.post(TRIAL, data=form(thin="4")).status_code == 404
    assert browser.post(ADOPTION, data=form(thin="4")).status_code == 404
    with pytest.raises(Forbidden):
        proposals.apply(db, getattr(cast, role), rules(thin=4), loading.shipped().version)


def test_trying_shows_old_and_new_of_the_open_month_and_saves_nothing(db, ruled, publisher):
    before = everything(db)
    answer = publisher.post(TRIAL, data=form(form="deduct", thin="1"))
    assert answer.status_code == 200
    page = re.sub(r"\s+", " ", answer.text)
    assert "计分形式：得分率 → 扣分制" in page
    assert '50.00 <span class="mark thin">样本不足</span>' in page
    assert '98.00 <span lang="zh-CN">优秀</span>' in page
    assert "2026年10月" not in page
    assert f'data-assert="rules:{rules(form="deduct", thin=1).version}"' in page
    assert everything(db) == before


def test_what_was_tried_is_what_comes(db, cast, ruled):
    changed = rules(form="deduct", grades=(Grade("好", 99), Grade("差", 0)), veto="差")
    (shift,) = proposals.tried(db, changed)["2026-11"]
    proposals.apply(db, cast.publisher, changed, loading.shipped().version)
    assert [(shift.name, shift.new.score, shift.new.grade)] == figures(db)


def test_applied_rules_hold_for_the_open_month_and_leave_the_closed_one(db, cast, ruled, publisher):
    october = db.rows("SELECT * FROM ledger WHERE month = '2026-10' ORDER BY id")
    answer = publisher.applies(form(form="deduct"))
    assert (answer.status_code, answer.location) == (303, "/scores/rules?applied")
    assert figures(db) == [("城东供电所", "98.00", "优秀")]
    assert figures(db, "2026-10") == [("城东供电所", "50.00", "不合格")]
    assert db.rows("SELECT * FROM ledger WHERE month = '2026-10' ORDER BY id") == october
    entry = journal.since(db, 0, "rules.adopted")[-1]
    assert (entry["who"], entry["subject"]) == (cast.publisher.id, rules(form="deduct").version)
    page = publisher.get(answer.location).text
    assert "已启用" in page
    assert "由王建国启用" in page


def test_the_scores_say_by_which_rules_and_since_when(ruled, publisher, sign_in, cast):
    publisher.applies(form(thin="1"))
    page = publisher.get("/scores/2026-11").text
    assert rules(thin=1).version in page
    assert re.search(r'href="/scores/rules">规则自 [^<]*10:42', page)
    seen_by_leader = sign_in(cast.leader).get("/scores/2026-11").text
    assert "/scores/rules" not in seen_by_leader
    assert "规则自 2026-11-24 10:42:07 起执行" in seen_by_leader


def test_a_closed_month_says_since_when_its_rules_held_at_the_closing(db, cast, ruled):
    with clock.at(clock.now() + clock.days(1)):
        proposals.apply(db, cast.publisher, rules(thin=5), loading.shipped().version)
    with clock.at(clock.now() + clock.days(2)):
        proposals.apply(db, cast.publisher, loading.shipped(), rules(thin=5).version)
    first = versions.adoptions(db)[-1].at
    assert proposals.since(db, loading.shipped().version, months.closure(db, "2026-10").at) == first
    assert proposals.since(db, loading.shipped().version) == versions.adoptions(db)[0].at


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE rule_versions SET content = replace(content, '95', '96')", "another content"),
        ("UPDATE rule_versions SET content = '[]'", "another content"),
        ("DELETE FROM rule_adoptions WHERE number = 2", "otherwise than the journal tells"),
        ("UPDATE rule_adoptions SET by = NULL", "otherwise than the journal tells"),
        ("INSERT INTO rule_adoptions SELECT 9, version, 'file', NULL, at FROM rule_adoptions LIMIT 1", "otherwise"),
    ],
)
def test_rules_changed_by_hand_are_found(db, ruled, publisher, statement, sentence):
    publisher.applies(form(thin="1"))
    assert list(derived.rules(db, _entries(db))) == []
    with db.write():
        db.execute(statement)
    found = list(derived.rules(db, _entries(db)))
    assert found
    assert all(sentence in each for each in found)


def test_a_restart_does_not_put_the_file_back(db, ruled, publisher, settings):
    publisher.applies(form(form="deduct"))
    serving.prepare(settings, demo=False)
    assert versions.in_force(db) == rules(form="deduct")
    assert figures(db) == [("城东供电所", "98.00", "优秀")]


def test_back_to_the_file_the_file_holds_again_with_what_it_says_later(db, ruled, publisher):
    publisher.applies(form(form="deduct"))
    page = publisher.get(RULES).text
    assert "/scores/rules?from=file" in page
    assert re.search(r'value="ratio" checked', publisher.get(RULES + "?from=file").text)
    back = form(seen=rules(form="deduct").version)
    assert "恢复以文件为准" in publisher.post(TRIAL, data=back).text
    assert publisher.applies(back).status_code == 303
    assert versions.in_force(db) == loading.shipped()
    months.adopt(db, rules(thin=5))
    assert versions.in_force(db).thin == 5


def test_audit_and_ledger_agree_with_applied_rules(db, cast, ruled, publisher, settings, monkeypatch):
    publisher.applies(form(form="deduct"))
    months.close(db, cast.publisher, "2026-11")
    publisher.applies(form(form="ratio", thin="1", seen=rules(form="deduct").version))
    assert list(audit.breaks(db)) == []
    monkeypatch.setenv("MINGCHA_DATA", str(settings.folder))
    shown = CliRunner().invoke(main, ["ledger", "--month", "2026-11", "--json"])
    assert shown.exit_code == 0, shown.output
    assert '"98.00"' in shown.output
    assert rules(form="deduct").version in shown.output


def test_in_english_the_page_is_english(ruled, publisher):
    publisher.set_cookie("lang", "en")
    page = publisher.post(TRIAL, data=form(thin="1", weight_minor="4")).text
    for shown in ("Rules of scoring", "Weight of Minor: 1 → 4", "Checks from which a unit is ranked: 3 → 1"):
        assert shown in page


def test_a_thin_sample_is_tried_without_a_grade_as_it_is_shown(ruled, publisher):
    page = publisher.post(TRIAL, data=form(form="deduct", thin="3")).text
    assert "样本不足" in page
    assert "98.00 <span lang" not in page


def test_the_form_has_room_for_two_more_grades_up_to_eight(ruled, publisher):
    assert [proposals.room(form()), proposals.room(form(grade_7="差", from_7="0")), proposals.room({})] == [6, 8, 3]
    assert 'name="grade-5"' in publisher.get(RULES).text
