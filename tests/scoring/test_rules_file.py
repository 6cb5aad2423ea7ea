"""The rules are read from a file of which every problem is a sentence that names its key."""

import pytest
import yaml

from app.errors import Refused
from app.scoring.loading import FILE, load
from app.scoring.rules import from_content


@pytest.fixture
def given_file(tmp_path):
    def write(**changes):
        content = yaml.safe_load(FILE.read_text(encoding="utf-8")) | changes
        file = tmp_path / "scoring.yaml"
        file.write_text(yaml.safe_dump({k: v for k, v in content.items() if v is not None}, allow_unicode=True))
        return file

    return write


def test_the_shipped_rules_are_those_of_the_design():
    rules = load()
    assert rules.form == "ratio"
    assert rules.weights == {"note": 0, "hint": 0, "minor": 1, "general": 2, "serious": 5, "redline": 10}
    assert [(grade.name, grade.start) for grade in rules.grades] == [
        ("优秀", 95), ("良好", 90), ("合格", 80), ("不合格", 0),
    ]  # fmt: skip
    assert (rules.thin, rules.veto, set(rules.visits.values())) == (3, "不合格", {1})


def test_a_version_is_the_hash_of_the_numbers(given_file):
    rules = load()
    assert from_content(rules.content()) == rules
    assert load(given_file()).version == rules.version
    assert load(given_file(thin=4)).version != rules.version


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": "sum"}, "scoring.yaml: form must be one of ratio, deduct, not 'sum'."),
        ({"weights": {"note": 0}}, "scoring.yaml: weights.hint is missing."),
        ({"weights": 3}, "scoring.yaml: weights must give a number for each of"),
        ({"thin": "three"}, "scoring.yaml: thin must be a whole number of visits from 0 to 1000, not 'three'."),
        ({"thin": None}, "scoring.yaml: thin is missing."),
        ({"veto": "差"}, "scoring.yaml: veto must be one of the grades 优秀, 良好, 合格, 不合格, not '差'."),
        ({"bonus": 3}, "scoring.yaml: bonus is not a rule."),
        ({"grades": []}, "scoring.yaml: grades must list at least one grade"),
        ({"grades": [{"name": "合格"}]}, "scoring.yaml: grades: entry 1 must have name and from"),
        ({"grades": [{"name": " ", "from": 0}]}, "scoring.yaml: grades: entry 1 has no name."),
        ({"grades": [{"name": "合格", "from": 101}]}, "scoring.yaml: grades.合格.from must be a whole number"),
        ({"grades": [{"name": "合格", "from": 60}]}, "scoring.yaml: grades must fall from one to the next"),
        (
            {"grades": [{"name": "好", "from": 60}, {"name": "好", "from": 0}]},
            "scoring.yaml: grades: a name stands twice.",
        ),
    ],
)
def test_a_wrong_rule_is_refused_with_its_key(given_file, changes, sentence):
    with pytest.raises(Refused) as refusal:
        load(given_file(**changes))
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("severity", "weight", "sentence"),
    [
        ("minor", "x", "weights.minor must be a whole number from 0 to 1000, not 'x'."),
        ("minor", 1.5, "weights.minor must be a whole number from 0 to 1000, not 1.5."),
        ("minor", -1, "weights.minor must be a whole number from 0 to 1000, not -1."),
        ("minor", True, "weights.minor must be a whole number from 0 to 1000, not True."),
        ("redline", 0, "weights.redline must be a whole number from 1 to 1000, not 0."),
        ("grave", 3, "weights.grave is unknown; weights has note, hint, minor, general, serious, redline."),
    ],
)
def test_a_wrong_weight_is_refused_with_its_key(given_file, severity, weight, sentence):
    with pytest.raises(Refused) as refusal:
        load(given_file(weights=load().weights | {severity: weight}))
    assert str(refusal.value) == f"scoring.yaml: {sentence}"


def test_every_problem_is_told_at_once(given_file):
    with pytest.raises(Refused) as refusal:
        load(given_file(form="sum", thin=-1, veto="差"))
    assert len(str(refusal.value).splitlines()) == 3


@pytest.mark.parametrize("text", ["form: [", "- 1\n- 2\n", ""])
def test_a_file_that_holds_no_rules_is_refused(tmp_path, text):
    file = tmp_path / "scoring.yaml"
    file.write_text(text)
    with pytest.raises(Refused, match=r"scoring\.yaml"):
        load(file)
