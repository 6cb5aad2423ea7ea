"""Roster files as bureaus have them."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

UNITS = [
    ["单位编号", "单位名称", "上级单位"],
    ["00", "龙江供电公司", ""],
    ["01", "城南供电所", "龙江供电公司"],
    ["02", "城北供电所", "龙江供电公司"],
]
SITES = [
    ["网点编号", "网点名称", "单位名称", "类型"],
    ["W1", "大庆营业厅", "城南供电所", "营业厅"],
    ["W2", "北关营业厅", "城北供电所", "营业厅"],
]
POSTS = [["网点名称", "岗位名称"], ["大庆营业厅", "1号柜台"], ["大庆营业厅", "2号柜台"], ["北关营业厅", "1号柜台"]]
EMPLOYEES = [["工号", "姓名", "单位名称"], ["00123", "张三", "城南供电所"], ["00124", "李四", "城北供电所"]]
HOLDERS = [
    ["网点名称", "岗位名称", "姓名", "开始日期", "结束日期"],
    ["大庆营业厅", "1号柜台", "张三", "2026-01-01", ""],
]
INSPECTORS = [
    ["工号", "姓名", "角色", "单位名称"],
    ["T1", "王五", "检查员、神秘客户", ""],
    ["T2", "赵六", "联络员", "城南供电所"],
]
WHOLE = {
    "单位": UNITS,
    "网点": SITES,
    "岗位": POSTS,
    "人员": EMPLOYEES,
    "任职": HOLDERS,
    "检查员": INSPECTORS,
}


def book(
    sheets: dict[str, list[list[Any]]], change: Callable[[dict[str, Worksheet]], object] = lambda _: None
) -> bytes:
    """A workbook of these sheets; `change` may alter them before they are saved."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change({sheet.title: sheet for sheet in workbook.worksheets})
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def text(rows: list[list[str]], encoding: str = "utf-8", parting: str = ",") -> bytes:
    return "\r\n".join(parting.join(row) for row in rows).encode(encoding)
