"""A text that a unit will read is searched for the names and codes of those who inspect."""

import string

import pytest

from app.people import naming, persons


@pytest.mark.parametrize(
    "text",
    [
        "与周敏同到",
        "周·敏",
        "周　敏",
        "郑秋说",
        "LI WEI saw it",
        "li-wei",
        "Ｌｉ Ｗｅｉ",
        "Lí\u0323 Wëi",
        "l.i wei, li wei",
    ],
)
def test_names_are_found_however_they_are_written(db, cast, text):
    persons.add(db, "Li Wei", "shopper")
    assert naming.named_in(db, text)


@pytest.mark.parametrize(
    "between",
    [
        " ",
        "\n",
        "\r\n \t",
        "\u00ad",
        "\u200b",
        "\ufe0f",
        "\U000e0100",
        "\u0301",
        "\u20dd",
        "\u3164",
        "\u202e",
        "、",
        "/",
        "_",
        "|",
        "（",
        "】",
        "*",
        "**",
        "“",
        "'",
        "－",
        "∙",
        "⠀",
        "　* / 　",
        "❤️",
        "ʼ",
        "ˉ",
        "ـ",
        "ꓸ",
        "ー",
        "ｰ",
        "々",
        "ʰ",
        " ʼー、々",
    ],
)
def test_nothing_but_letters_figures_and_the_end_of_a_sentence_parts_a_name(db, cast, between):
    code = cast.shopper.code
    assert naming.named_in(db, f"由周{between}敏到场") == cast.inspector.name
    assert naming.named_in(db, between.join(f"（{code}）")) == code


@pytest.mark.parametrize("end", ["，", ",", "。", "｡", "；", ";", "：", "！", "？", ".", "．"])
def test_a_name_does_not_go_on_behind_the_end_of_a_sentence(db, cast, end):
    assert naming.named_in(db, f"等了一周{end}敏感") == ""


@pytest.mark.parametrize("text", ["佐々木", "佐ʼ々ー木", "佐　々木", "ˡⁱ ʷᵉⁱ", "lʼi wei", "liʰwei"])
def test_a_letter_that_goes_with_others_may_be_part_of_a_name(db, cast, text):
    persons.add(db, "佐々木", "inspector")
    persons.add(db, "Li Wei", "shopper")
    assert naming.named_in(db, text)


def test_the_refusal_says_how_to_go_on_where_the_words_are_ordinary_ones(db, cast):
    persons.add(db, "高远", "inspector")
    (place,) = naming.places(db, {"text": "提高远程服务水平"})
    assert "请用逗号或其他字词把它们隔开" in place.detail
    for text in ("提高，远程服务水平", "提高对远程服务的要求"):
        assert naming.places(db, {"text": text}) == ()


def test_a_dot_of_the_name_itself_may_be_left_out(db, cast):
    persons.add(db, "J.R. Li", "inspector")
    assert [naming.named_in(db, text) for text in ("j.r. li", "J R Li", "JR Lin")] == ["J.R. Li", "J.R. Li", ""]


def test_a_unit_that_is_called_like_a_person_may_be_named(db, cast):
    persons.add(db, "高远", "inspector")
    besides = ["高远供电所", ""]
    assert naming.named_in(db, "高远供电所得分居前。", besides) == ""
    assert naming.named_in(db, "高远供电所得分居前。") == "高远"
    assert naming.named_in(db, "高远供电所由高 远检查。", besides) == "高远"


def test_the_places_are_the_fields_that_name_somebody(db, cast):
    found = naming.places(db, {"one": "周敏", "two": "没有", "three": f"{cast.shopper.code}号"})
    assert [place.pointer for place in found] == ["one", "three"]
    assert cast.shopper.code in found[1].detail


@pytest.mark.parametrize("form", ["{}", " {}号", "({})"])
def test_codes_are_found(db, cast, form):
    code = cast.shopper.code
    for written in (code, code.replace("-", ""), code.replace("-", "－"), code.replace("-", " - ")):
        assert naming.named_in(db, form.format(written)) == code


@pytest.mark.parametrize(
    "text", ["", "李文静已核", "上周，敏感词", "水平高，敏捷", "等了一周。敏感", "Liweight", "Li, Wei", "营业员未起身"]
)
def test_other_people_and_other_words_are_not(db, cast, text):
    persons.add(db, "Li Wei", "shopper")
    persons.add(db, "营", "inspector")
    assert naming.named_in(db, text) == ""


def test_no_code_stands_inside_another_however_many_people_there_are(db, cast, monkeypatch):
    monkeypatch.setattr(persons, "_STEMS", "甲")
    codes = [persons.add(db, f"甲{sign}", "inspector").code for sign in string.ascii_letters * 2]
    assert len(set(codes)) == len(codes) > 90
    assert [code for code in codes if naming.named_in(db, f"（{code}）") != code] == []
