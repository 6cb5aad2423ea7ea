"""What a text table lost or tore when it was saved is named; no row disappears and nothing is doubled by it."""

import pytest

from tests.org import files
from tests.org.test_file_forms import SITES, refused


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x85"])
def test_a_line_of_a_text_table_ends_where_the_files_lines_end(db, cast, sign):
    rows = [*SITES, [f"北{sign}关营业厅", "城东供电所"], ["西关营业厅", "没有的单位"]]
    found = refused(db, files.text(rows), "a.csv")
    assert (5, "单位名称 (B)") in [(row, column) for _, row, column, _ in found]


@pytest.mark.parametrize(
    "row", ['"东湖营业厅,城东供电所,', '东湖营业厅,城东供电所,"见附件', '东湖营业厅,城东供电所,"a"b']
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_rows(db, cast, row):
    body = "\r\n".join(["网点名称,单位名称,备注", "南湖营业厅,城东供电所,", row, "西湖营业厅,城东供电所,", ""])
    (problem,) = refused(db, body.encode("gb18030"), "a.csv")
    assert "第 3 行" in problem[3]


@pytest.mark.parametrize("name", ["?小明", "\ufffd小明"])
def test_a_name_that_lost_a_character_in_saving_is_no_name(db, cast, name):
    rows = [["工号", "姓名", "单位名称"], ["1", name, "城东供电所"]]
    (problem,) = refused(db, files.book({"人员": rows}))
    assert problem[1:3] == (2, "姓名 (B)")
    assert "生僻字" in problem[3]


def test_a_joiner_between_chinese_characters_makes_no_other_site(db, cast):
    (problem,) = refused(db, files.book({"网点": [SITES[0], ["城东\u200d供电所营业厅", "城东供电所"]]}))
    assert "看不见" in problem[3]
