"""A roster file is understood however an office has written it, and refused with a sentence where it cannot be."""

import io
import zipfile
from datetime import datetime

import pytest

from app.language import say
from app.org import importing, planning, reading, sites, staff, units
from tests.org import files

SITES = [["网点名称", "单位名称"], ["大庆营业厅", "城东供电所"], ["𠮷㛃营业厅", "城东供电所"]]


def told(preview) -> list[tuple[str, int, str, str]]:
    """The problems as sheet, row, column and Chinese sentence."""
    problems = map(planning.problem_of, preview.problems)
    return [(p.place.sheet, p.place.row, p.place.column, say(p.sentence, **p.values)) for p in problems]


def imported(db, body, name="a.xlsx"):
    preview = importing.straight(db, name, body)
    assert told(preview) == []
    return preview


def refused(db, body, name="a.xlsx"):
    before = len(units.everyone(db)), len(sites.everywhere(db))
    found = told(importing.straight(db, name, body))
    assert (len(units.everyone(db)), len(sites.everywhere(db))) == before
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("parting", [",", ";", "\t", "，"])
def test_text_tables(db, cast, encoding, parting):
    imported(db, files.text(SITES, encoding, parting), "网点.csv")
    assert {"大庆营业厅", "𠮷㛃营业厅"} < {site.name for site in sites.everywhere(db)}


@pytest.mark.parametrize(
    "name", ["𠮷㛃", "ئابدۇرېھىم ئۆتكۈر", "阿迪力·买买提", "ᠪᠠᠶᠠᠷ", "ᠠᠷᠠᠳ\u180eᠤᠨ", "ᠪᠠᠶᠠᠷ\u202fᠤᠨ", "Ünal Özgür"]
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_names_are_kept_sign_by_sign(db, cast, name, kind):
    rows = [["工号", "姓名", "单位名称"], ["1", name, "城东供电所"]]
    imported(db, files.book({"人员": rows}) if kind == "xlsx" else files.text(rows, "gb18030"), f"a.{kind}")
    assert [employee.name for employee in staff.employees(db, cast.east.id)] == [name]
    assert importing.straight(db, "a", files.book({"人员": rows})).counted[0].same == 1


def test_a_title_other_headers_other_order_and_merged_units(db, cast):
    rows = [
        ["城东供电所网点清单（2026年）", None, None],
        [None, None, None],
        ["序号", " 营业厅 名称*", "类别（营业厅/班组）", "所属单位"],
        [1, "东湖营业厅", "营业厅", "城东供电所"],
        [2, "西湖营业厅", None, None],
        [3, "抢修一班", "班组", None],
        [None, None, None, None],
        [None, None, None, None],
    ]

    def merge(sheets):
        sheets["附表一"].merge_cells("A1:D1")
        sheets["附表一"].merge_cells("D4:D40")

    imported(db, files.book({"附表一": rows}, merge))
    found = {site.name: site for site in sites.everywhere(db)}
    assert {"东湖营业厅", "西湖营业厅", "抢修一班"} < set(found)
    assert found["抢修一班"].kind == "crew"
    assert found["西湖营业厅"].unit == cast.east.id


@pytest.mark.parametrize(
    ("headers", "row", "kind"),
    [
        (["供电所", "上级机构", "序号"], ["城南供电所", "示范供电公司", 1], "units"),
        (["机构名称", "上级供电单位"], ["城南供电所", "示范供电公司"], "units"),
        (["营业网点", "供电所", "编号"], ["东湖营业厅", "城东供电所", "W9"], "sites"),
        (["供电所", "营业网点", "柜台"], ["城东供电所", "城东供电所营业厅", "9号柜台"], "posts"),
        (["供电所名称", "姓　名", "工号"], ["城东供电所", "张三", "007"], "employees"),
        (["姓名", "所属部门", "身份"], ["王五", "城东供电所", "联络员"], "inspectors"),
    ],
)
def test_usual_headers_of_other_lists(db, cast, headers, row, kind):
    (counted,) = imported(db, files.book({"Sheet1": [headers, row]})).counted
    assert (counted.kind, counted.new) == (kind, 1)


def test_full_width_signs_aligned_names_and_numbers_as_text_or_not(db, cast):
    rows = [
        ["工　号", "姓　名", "单位"],
        ["００１２３", "张　三", "城东供电所"],
        [124, " 李四 ", "　城东供电所"],
        [125, "王五", "城东供电所"],
    ]

    def padded(sheets):
        sheets["人员"]["A4"].number_format = "00000"

    imported(db, files.book({"人员": rows}, padded))
    found = {(e.code, e.name) for e in staff.employees(db, cast.east.id)}
    assert found == {("00123", "张三"), ("124", "李四"), ("00125", "王五")}


@pytest.mark.parametrize(
    "day",
    [datetime(2026, 11, 1), "2026/11/1", "2026年11月1日", "2026.11.1", "２０２６－１１－０１", "20261101", 20261101],
)
def test_days(db, cast, day):
    rows = [["姓名", "单位"], ["张三", "城东供电所"]]
    times = [["网点", "岗位", "姓名", "上岗日期"], ["城东供电所营业厅", "1号柜台", "张三", day]]
    imported(db, files.book({"人员": rows, "任职": times}))
    post = sites.post_ids(db, cast.hall.id)["1号柜台"]
    assert [held.since for held in staff.held(db, post)] == ["2026-11-01"]


def test_hidden_and_unknown_sheets_and_columns_are_named_and_not_read(db, cast):
    sheets = {"网点": [[*SITES[0], "备注"], *SITES[1:]], "封面": [["你好"]], "检查员": files.INSPECTORS}

    def hide(found):
        found["检查员"].sheet_state = "hidden"

    preview = imported(db, files.book(sheets, hide))
    assert preview.ignored == ["封面"]
    assert preview.unused == ["网点 备注 (C)"]
    assert not preview.accounts


def test_headers_that_repeat_on_each_page_are_no_rows(db, cast):
    imported(db, files.text([*SITES, SITES[0], ["北关营业厅", "城东供电所"]]), "a.csv")
    assert "北关营业厅" in {site.name for site in sites.everywhere(db)}


def test_formulas_count_with_their_value_and_errors_are_named(db, cast):
    body = files.book({"网点": [*SITES, ["=A2", "城东供电所"], ["#REF!", "城东供电所"]]})
    assert [(row, column) for _, row, column, _ in refused(db, body)] == [(4, "网点名称 (A)"), (5, "网点名称 (A)")]
    assert "公式" in refused(db, body)[0][3]
    assert "错误" in refused(db, body)[1][3]
    valued = changed(body, "<f>A2</f><v></v>", "<f>A2</f><v>12</v>", "<f>A2</f><v />", "<f>A2</f><v>12</v>")
    assert [row for _, row, *_ in refused(db, valued)] == [5]


def changed(body, *pairs):
    """The workbook with texts of its first sheet replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                content = content.replace(before, after) if "sheet1" in name else content
            new.writestr(name, content)
    return stream.getvalue()


def bomb() -> bytes:
    """Some kilobytes that unpack into more than a hundred megabytes."""
    stream = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(files.book({"网点": SITES})))
    with old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if "sheet1" not in name:
                new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(140):
                sheet.write(b" " * 1_000_000)
    return stream.getvalue()


def a_long_cell() -> bytes:
    return changed(
        files.book({"网点": SITES}), "</sheetData>", f"<row><c t='str'><v>{'长' * 150_000}</v></c></row></sheetData>"
    )


def merged_over_and_over() -> bytes:
    """The same cells merged with each other twenty thousand times, down to the last row that there can be."""
    body = files.book({"网点": [["网点名称", "单位名称"], *(["", f"{n}"] for n in range(300))]})
    merged = "<mergeCells>" + "<mergeCell ref='B2:B1048576'/>" * 20_000 + "</mergeCells>"
    return changed(body, "</sheetData>", "</sheetData>" + merged)


def deep() -> bytes:
    return changed(files.book({"网点": SITES}), "</sheetData>", "<a>" * 100_000)


def many_cells() -> bytes:
    body = files.book({"网点": SITES})
    cells = "<row>" + "<c><v>1</v></c>" * 199 + "</row>"
    return changed(body, "</sheetData>", cells * 2600 + "</sheetData>")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "空的"),
        (b"\r\n\r\n", "空的"),
        (files.book({"网点": []}), "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (files.book({"网点": SITES})[:900], "损坏"),
        (b"PK\x03\x04nothing", "损坏"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "网页"),
        (files.text([*SITES, ["北\0关", "城东供电所"]]), "第 4 行有 NUL"),
        (b"\xff\xff\x80\x80\xff", "GB18030"),
        (files.book({"Sheet1": [["甲", "乙"], [1, 2]]}), "没有找到认得的表"),
        (files.text([["甲", "乙"], ["1", "2"]]), "没有找到认得的表"),
        (bomb(), "128 MB"),
        (many_cells(), "500,000"),
        (a_long_cell(), "损坏"),
        (deep(), "损坏"),
        (merged_over_and_over(), "损坏"),
        (changed(files.book({"网点": SITES}), "<sheetData>", "<sheetData><row r='x'/>"), "损坏"),
        (b"x" * (reading.MOST_BYTES + 1), "20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_opened_has_one_problem_without_a_place(db, cast, body, words):
    (problem,) = refused(db, body)
    assert problem[:3] == ("", 0, "")
    assert words in problem[3]


def test_entities_are_refused(db, cast):
    laughs = "<!DOCTYPE a [<!ENTITY b 'ha'>]>"
    body = changed(files.book({"网点": SITES}), "<worksheet", laughs + "<worksheet")
    assert "损坏" in refused(db, body)[0][3]


def test_a_sheet_of_a_known_name_without_its_headers_is_named(db, cast):
    assert refused(db, files.book({"网点": [["甲", "乙"], [1, 2]], "单位": files.UNITS}))[0][:2] == ("网点", 0)


def test_a_required_column_that_is_missing_and_a_header_twice_are_named(db, cast):
    found = refused(db, files.book({"网点": [["网点名称", "类型", "网点名称"], ["甲", "营业厅", "乙"]]}))
    assert ("网点", 1, "网点名称 (C)", "A 列的标题与它相同，请只保留一列。") in found
    assert ("网点", 1, "", "缺少“单位名称”列。") in found
