"""A text that a unit will read is searched for the names and codes of those who inspect."""

import pytest

from app.people import persons


@pytest.mark.parametrize(
    "text",
    ["与周敏同到", "周 敏", "周·敏", "周\u200b敏", "周　敏", "郑秋说", "LI WEI saw it", "li-wei", "Ｌｉ Ｗｅｉ"],
)
def test_names_are_found_however_they_are_written(db, cast, text):
    persons.add(db, "Li Wei", "shopper")
    assert persons.named_in(db, text)


@pytest.mark.parametrize("form", ["{}", " {}号", "({})"])
def test_codes_are_found(db, cast, form):
    code = cast.shopper.code
    for written in (code, code.replace("-", ""), code.replace("-", "－"), code.replace("-", " - ")):
        assert persons.named_in(db, form.format(written)) == code


@pytest.mark.parametrize("text", ["", "李文静已核", "上周，敏感词", "等了一周\n敏感", "Liweight", "营业员未起身"])
def test_other_people_and_other_words_are_not(db, cast, text):
    persons.add(db, "Li Wei", "shopper")
    persons.add(db, "营", "inspector")
    assert persons.named_in(db, text) == ""
