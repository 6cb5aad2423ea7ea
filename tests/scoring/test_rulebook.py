"""The publisher changes the rules of scoring on a page: typed, tried on the open months, applied with a passkey."""

import json
import re

import pytest
import yaml
from click.testing import CliRunner

from app import audit, clock, derived, journal, serving
from app.cli import main
from app.errors import Forbidden
from app.scoring import loading, months, proposals, versions
from app.scoring.rules import Grade
from tests.people.authenticator import Authenticator
from tests.scoring.stories import OCTOBER, fails, inspected, passes
from tests.scoring.worlds import rules

RULES, TRIAL, ADOPTION = "/scores/rules", "/scores/rules/trial", "/scores/rules/adoption"


@pytest.fixture
def told(db, cast):
    """The rules of the file in force; a closed October and an open November of the east."""
    months.adopt(db, loading.shipped())
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    months.close(db, cast.publisher, "2026-10")


@pytest.fixture
def publisher(settings, cast, sign_in):
    """The publisher's browser; `applies` posts rules with a fresh word of the passkey for exactly these."""
    browser = sign_in(cast.publisher)
    device = Authenticator(settings.site_origin)
    browser.post("/passkeys/", data={"credential": device.creates(browser.get("/passkeys/creation").json)})

    def applies(typed, version=None):
        version = version or proposals.read(typed).version
        asked = browser.get("/passkeys/assertion", query_string={"purpose": f"rules:{version}"}).json
        return browser.post(ADOPTION, data={**typed, "assertion": device.signs(asked)})

    browser.applies = applies
    return browser


def form(given=None, **fields):
    """What is typed: rules, the shipped ones unless given, and the version that the form began with."""
    typed = proposals.typed(given or loading.shipped()) | {"seen": loading.shipped().version}
    return typed | {name.replace("_", "-"): value for name, value in fields.items()}


def figures(db, month="2026-11"):
    return [(row.unit.name, row.score, row.grade) for row in months.table(db, month)]


def everything(db):
    names = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    quiet = {"challenges", "sessions", "passkeys"}
    return {name: db.rows(f"SELECT * FROM {name}") for name in names if name not in quiet}


def _entries(db):
    entries = db.rows("SELECT seq, who, what, subject, detail FROM journal ORDER BY seq")
    return [entry | {"detail": json.loads(entry["detail"])} for entry in entries]


@pytest.mark.parametrize("role", ["inspector", "shopper", "unit", "leader", "supervisor"])
def test_outside_of_the_bureau_there_is_no_such_page(sign_in, cast, told, role):
    browser = sign_in(getattr(cast, role))
    assert browser.get(RULES).status_code == 404
    assert browser.post(TRIAL, data=form(thin="4")).status_code == 404
    assert browser.post(ADOPTION, data=form(thin="4")).status_code == 404


@pytest.mark.parametrize("role", ["planner", "admin"])
def test_others_of_the_bureau_read_the_rules_and_change_nothing(db, sign_in, cast, told, role):
    browser = sign_in(getattr(cast, role))
    page = browser.get(RULES).text
    assert loading.shipped().version in page
    assert "本单位设定" in page
    assert "/scores/rules/trial" not in page
    assert browser.post(TRIAL, data=form(thin="4")).status_code == 404
    assert browser.post(ADOPTION, data=form(thin="4")).status_code == 404
    with pytest.raises(Forbidden):
        proposals.apply(db, getattr(cast, role), rules(thin=4), loading.shipped().version)


def test_trying_shows_old_and_new_of_the_open_month_and_saves_nothing(db, told, publisher):
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


def test_what_was_tried_is_what_comes(db, cast, told):
    changed = rules(form="deduct", grades=(Grade("好", 99), Grade("差", 0)), veto="差")
    (shift,) = proposals.tried(db, changed)["2026-11"]
    proposals.apply(db, cast.publisher, changed, loading.shipped().version)
    assert [(shift.name, shift.new.score, shift.new.grade)] == figures(db)


def test_applied_rules_hold_for_the_open_month_and_leave_the_closed_one(db, cast, told, publisher):
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


def test_the_scores_say_by_which_rules_and_since_when(told, publisher, sign_in, cast):
    publisher.applies(form(thin="1"))
    page = publisher.get("/scores/2026-11").text
    assert rules(thin=1).version in page
    assert re.search(r'href="/scores/rules">规则自 [^<]*10:42', page)
    seen_by_leader = sign_in(cast.leader).get("/scores/2026-11").text
    assert "/scores/rules" not in seen_by_leader
    assert "规则自 2026-11-24 10:42:07 起执行" in seen_by_leader


def test_a_closed_month_says_since_when_its_rules_held_at_the_closing(db, cast, told):
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
def test_rules_changed_by_hand_are_found(db, told, publisher, statement, sentence):
    publisher.applies(form(thin="1"))
    assert list(derived.rules(db, _entries(db))) == []
    with db.write():
        db.execute(statement)
    found = list(derived.rules(db, _entries(db)))
    assert found
    assert all(sentence in each for each in found)


def test_a_restart_does_not_put_the_file_back(db, told, publisher, settings):
    publisher.applies(form(form="deduct"))
    serving.prepare(settings, demo=False)
    assert versions.in_force(db) == rules(form="deduct")
    assert figures(db) == [("城东供电所", "98.00", "优秀")]


def test_back_to_the_file_the_file_holds_again_with_what_it_says_later(db, told, publisher):
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


def test_audit_and_ledger_agree_with_applied_rules(db, cast, told, publisher, settings, monkeypatch):
    publisher.applies(form(form="deduct"))
    months.close(db, cast.publisher, "2026-11")
    publisher.applies(form(form="ratio", thin="1", seen=rules(form="deduct").version))
    assert list(audit.breaks(db)) == []
    monkeypatch.setenv("MINGCHA_DATA", str(settings.folder))
    shown = CliRunner().invoke(main, ["ledger", "--month", "2026-11", "--json"])
    assert shown.exit_code == 0, shown.output
    assert '"98.00"' in shown.output
    assert rules(form="deduct").version in shown.output


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"form": "sum"}, "form", "请选择其中一种"),
        ({"weight_minor": "-1"}, "weight-minor", "0 到 1000 的整数"),
        ({"weight_minor": "1.5"}, "weight-minor", "0 到 1000 的整数"),
        ({"weight_minor": "9" * 5000}, "weight-minor", "0 到 1000 的整数"),
        ({"weight_minor": "½"}, "weight-minor", "0 到 1000 的整数"),
        ({"weight_redline": "0"}, "weight-redline", "1 到 1000 的整数"),
        ({"visit_open": "0"}, "visit-open", "1 到 1000 的整数"),
        ({"thin": ""}, "thin", "0 到 1000 的整数"),
        ({"thin": "many"}, "thin", "0 到 1000 的整数"),
        ({"grade_1": " "}, "grade-1", "这一等没有名称"),
        ({"grade_1": "优秀"}, "grade-1", "名称重复"),
        ({"grade_1": "好" * 13}, "grade-1", "最多 12 个字"),
        ({"from_1": "95"}, "from-1", "1 到 94 的整数"),
        ({"from_0": "101"}, "from-0", "1 到 100 的整数"),
        ({"from_3": "10"}, "from-3", "最后一等从 0 分起"),
        ({"veto": "6"}, "veto", "一票否决时的最高等次"),
        ({"veto": ""}, "veto", "一票否决时的最高等次"),
    ],
)
def test_a_wrong_field_is_named_and_everything_typed_is_kept(db, told, publisher, fields, where, sentence):
    before = everything(db)
    typed = form(**({"weight_serious": "77"} | fields))
    for path in (TRIAL, ADOPTION):
        answer = publisher.post(path, data=typed)
        assert answer.status_code == 422
        assert re.search(rf'id="{where}-about">.*?{sentence}', answer.text, re.DOTALL)
        assert 'value="77"' in answer.text
    assert everything(db) == before


def test_all_wrong_fields_are_told_at_once_and_nothing_typed_is_no_form(told, publisher):
    answer = publisher.post(TRIAL, data=form(thin="x", weight_minor="y"))
    assert len(re.findall(r'aria-invalid="true"', answer.text)) == 2
    assert publisher.post(TRIAL, data={}).status_code == 422


def test_the_same_rules_are_not_applied_again(db, told, publisher):
    answer = publisher.post(TRIAL, data=form())
    assert answer.status_code == 422
    assert "与现行规则相同" in answer.text
    assert len(versions.adoptions(db)) == 1


def test_of_two_at_once_the_later_is_told_what_changed_and_keeps_what_they_typed(db, cast, told, publisher):
    proposals.apply(db, cast.publisher, rules(thin=5), loading.shipped().version)
    for answer in (publisher.post(TRIAL, data=form(thin="7")), publisher.applies(form(thin="7"))):
        assert answer.status_code == 409
        page = re.sub(r"\s+", " ", answer.text)
        assert "参加排名所需的检查次数：3 → 5" in page
        assert re.search(r'name="thin" value="7"', page)
    assert versions.in_force(db).thin == 5
    again = form(thin="7", seen=rules(thin=5).version)
    assert publisher.applies(again).status_code == 303
    assert versions.in_force(db).thin == 7


def test_without_a_passkey_for_exactly_these_rules_nothing_is_applied(db, told, publisher):
    assert publisher.post(ADOPTION, data=form(thin="4")).status_code == 403
    assert publisher.applies(form(thin="4"), rules(thin=5).version).status_code == 403
    assert versions.in_force(db) == loading.shipped()


def test_what_the_page_takes_the_file_takes(tmp_path):
    typed = form(weight_minor="３", grade_0=" 好 ", from_0="90", grade_1="", from_1="", grade_2="中", from_2="60")
    read = proposals.read(typed | {"grade-5": "差", "from-5": "0", "grade-3": "", "from-3": "", "veto": "5"})
    assert [(grade.name, grade.start) for grade in read.grades] == [("好", 90), ("中", 60), ("差", 0)]
    assert (read.weights["minor"], read.veto) == (3, "差")
    file = tmp_path / "scoring.yaml"
    file.write_text(yaml.safe_dump(read.content(), allow_unicode=True), encoding="utf-8")
    assert loading.load(file) == read


def test_rules_read_from_their_own_form_are_the_same():
    assert proposals.read(form()) == loading.shipped()
    assert proposals.differences(loading.shipped(), loading.shipped()) == []


def test_in_english_the_page_is_english(told, publisher):
    publisher.set_cookie("lang", "en")
    page = publisher.post(TRIAL, data=form(thin="1", weight_minor="4")).text
    for shown in ("Rules of scoring", "Weight of Minor: 1 → 4", "Checks from which a unit is ranked: 3 → 1"):
        assert shown in page


def test_a_thin_sample_is_tried_without_a_grade_as_it_is_shown(told, publisher):
    page = publisher.post(TRIAL, data=form(form="deduct", thin="3")).text
    assert "样本不足" in page
    assert "98.00 <span lang" not in page


def test_the_form_has_room_for_two_more_grades_up_to_eight(told, publisher):
    assert [proposals.rows(form()), proposals.rows(form(grade_7="差", from_7="0")), proposals.rows({})] == [6, 8, 3]
    assert 'name="grade-5"' in publisher.get(RULES).text
