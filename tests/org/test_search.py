"""The roster is searched by name, by pinyin initials and by pinyin in full, whatever a sign is read like."""

import pytest

from app.org import search, sites, units
from app.org.spelling import keys


@pytest.fixture
def halls(db):
    unit = units.add(db, "大庆供电公司", code="DQ01")
    for name in ("让胡路营业厅", "大庆营业厅", "重庆路营业厅", "𠮷㛃营业厅"):
        sites.add(db, unit.id, name)
    return unit


@pytest.mark.parametrize("text", ["dqyyt", "DQYYT", "daqingyingyeting", "大庆营业", " 大庆 营业厅 ", "dqyy"])
def test_a_site_is_found(db, halls, text):
    assert search.sites(db, text)[0].name == "大庆营业厅"


def test_what_begins_so_comes_before_what_contains_it(db, halls):
    sites.add(db, halls.id, "营业厅二部")
    assert search.sites(db, "yyt")[0].name == "营业厅二部"
    assert len(search.sites(db, "yyt")) == 5


@pytest.mark.parametrize("text", ["chongqinglu", "zhongqinglu", "cqlyyt", "zqlyyt"])
def test_every_reading_finds(db, halls, text):
    assert [site.name for site in search.sites(db, text)] == ["重庆路营业厅"]


def test_two_unusual_readings_in_one_name(db, halls):
    assert "|danhang|" in keys("单行")
    assert "|shanxing|" in keys("单行")


def test_signs_without_pinyin_are_found_as_they_are(db, halls):
    assert [site.name for site in search.sites(db, "𠮷")] == ["𠮷㛃营业厅"]
    assert "|阿迪力买买提|" in keys("阿迪力·买买提")
    assert "|ئۇيغۇر|" in keys("ئۇيغۇر")


def test_wildcards_are_no_wildcards(db, halls):
    assert search.sites(db, "%让_") == search.sites(db, "让")
    assert len(search.sites(db, "%")) == 4


def test_only_in_the_units_asked_for(db, halls):
    other = units.add(db, "安达供电公司")
    sites.add(db, other.id, "大庆路营业厅")
    assert [site.name for site in search.sites(db, "dq", {other.id})] == ["大庆路营业厅"]
    assert search.sites(db, "dq", set()) == []
    assert len(search.sites(db, "", limit=2)) == 2


def test_units_are_found_by_name_pinyin_and_code(db, halls):
    for text in ("dqgdgs", "大庆", "dq01", "daqing"):
        assert [unit.name for unit in search.units(db, text)] == ["大庆供电公司"]
