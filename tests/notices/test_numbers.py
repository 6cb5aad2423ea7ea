"""Reference numbers: read as offices type them, proposed in order, never used twice."""

from datetime import datetime

import pytest

from app import clock
from app.errors import Invalid
from app.notices import numbers
from app.notices.numbers import Number
from tests.notices import worlds


@pytest.mark.parametrize(
    "typed",
    ["11", "11号", "第11号", "〔2026〕11号", "[2026]11", "（2026）11号", "［2026］ 11 号", "【2026】11号", "１１"],
)
def test_a_number_is_read_as_offices_type_it(typed):
    assert str(numbers.parse(typed, "示供营销")) == "示供营销〔2026〕11号"


def test_a_whole_reference_brings_its_own_series():
    assert numbers.parse("临供营〔2025〕3号", "示供营销") == Number("临供营", 2025, 3)


@pytest.mark.parametrize("typed", ["", "〔2026〕号", "011", "0", "十一号", "2026-11", "11号甲", "〔26〕11号", "99999"])
def test_what_is_no_number_is_refused_at_its_field(typed):
    with pytest.raises(Invalid) as refused:
        numbers.parse(typed, "示供营销")
    assert [place.pointer for place in refused.value.places] == ["number"]


@pytest.mark.parametrize(
    "series",
    ["", "   ", "示供2", "示〔供〕", "示" * 21, "<b>", "示供营销<script>", "示供_营销", "示，供", "-·", "示\u200b供"],
)
def test_a_series_is_a_short_name_without_figures(series):
    with pytest.raises(Invalid) as refused:
        numbers.parse("11", series)
    assert [place.pointer for place in refused.value.places] == ["series"]


@pytest.mark.parametrize("series", ["示供营销", "Wèi-A", "示·供", "鹤·Ж-安"])
def test_a_series_is_of_letters_of_any_script(series):
    assert numbers.parse("11", series).series == series
    assert numbers.parse(f"{series}〔2025〕3号", "别的").series == series


def test_a_number_that_an_older_version_took_still_counts(db, cast, october):
    worlds.a_draft(db, cast, number="7")
    with db.write():
        db.execute("UPDATE notices SET number = '<b>〔2026〕7号'")
    assert str(numbers.proposed(db, "示范供电公司")) == "<b>〔2026〕8号"


def test_the_first_number_of_a_company_is_one(db, cast):
    assert str(numbers.proposed(db, "示范供电公司")) == "示供营销〔2026〕1号"


def test_the_next_free_number_follows_the_highest_of_the_series_used_last(db, cast, october):
    worlds.a_draft(db, cast, number="示供营销〔2026〕7号")
    assert str(numbers.proposed(db, "示范供电公司")) == "示供营销〔2026〕8号"
    assert str(numbers.proposed(db, "示范供电公司", "示供安")) == "示供安〔2026〕1号"


def test_each_year_begins_with_one(db, cast, october):
    worlds.a_draft(db, cast, number="7")
    with clock.at(datetime.fromisoformat("2027-01-04T09:00:00+08:00")):
        assert str(numbers.proposed(db, "示范供电公司")) == "示供营销〔2027〕1号"
