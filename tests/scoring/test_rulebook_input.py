"""What the page of the rules does not take: named at its field, with everything typed kept, and nothing saved."""

import re

import pytest
import yaml

from app.scoring import loading, proposals, versions
from tests.scoring.rulebooks import ADOPTION, TRIAL, everything, form
from tests.scoring.worlds import rules


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
def test_a_wrong_field_is_named_and_everything_typed_is_kept(db, ruled, publisher, fields, where, sentence):
    before = everything(db)
    typed = form(**({"weight_serious": "77"} | fields))
    for path in (TRIAL, ADOPTION):
        answer = publisher.post(path, data=typed)
        assert answer.status_code == 422
        assert re.search(rf'id="{where}-about">.*?{sentence}', answer.text, re.DOTALL)
        assert 'value="77"' in answer.text
    assert everything(db) == before


def test_all_wrong_fields_are_told_at_once_and_nothing_typed_is_no_form(ruled, publisher):
    answer = publisher.post(TRIAL, data=form(thin="x", weight_minor="y"))
    assert len(re.findall(r'aria-invalid="true"', answer.text)) == 2
    assert publisher.post(TRIAL, data={}).status_code == 422


def test_the_same_rules_are_not_applied_again(db, ruled, publisher):
    answer = publisher.post(TRIAL, data=form())
    assert answer.status_code == 422
    assert "与现行规则相同" in answer.text
    assert len(versions.adoptions(db)) == 1


def test_of_two_at_once_the_later_is_told_what_changed_and_keeps_what_they_typed(db, cast, ruled, publisher):
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


def test_without_a_passkey_for_exactly_these_rules_nothing_is_applied(db, ruled, publisher):
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
