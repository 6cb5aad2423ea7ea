"""A checklist goes out as an XLSForm and comes back exactly the same; other tools can open it meanwhile."""

import pytest

from app.checklists import loading
from app.checklists.model import Checklist, Item, Option, Section
from app.checklists.xlsform import reading
from app.checklists.xlsform.writing import workbook
from tests.checklists.books import a_choice, a_form, an_item
from tests.checklists.xlsforms import back


@pytest.mark.parametrize("checklist", loading.load_all(), ids=lambda checklist: checklist.id)
def test_every_shipped_checklist_comes_back_exactly(checklist):
    content, problems = reading.read("any.xlsx", workbook(checklist))

    assert problems == []
    assert content == checklist.content()


def _hard() -> Checklist:
    plain = [
        Item(f"R-{n}", f"题{n}", kind=kind, judged=n % 2 == 0)
        for n, kind in enumerate(("text", "time", "image", "place"))
    ]
    more = (
        Item(
            "X.1",
            "别的编号",
            kind="number",
            default="3",
            valid_if=". > 0",
            valid_message="大于零",
            unit="次",
            required=True,
            whole=True,
        ),
        Item("R-9", "_x000D_ \xa0 <b>=1</b>\n第二行", kind="info", judged=False, hint_en="only English", on=False),
        Item("R-ack", "已阅", kind="acknowledge", county=True, kinds=("hall", "office"), ask_if="${X.1} > 2"),
        Item("verdict", "选", kind="choices", options=(Option("a", "甲", "A", "fail"), Option("b", "乙"))),
    )
    sections = (Section("第一", "一", tuple(plain)), Section("R-9", "二", more, "Two"))
    return Checklist(
        "R", "登记", False, sections, (("R-1", "Z-1"), ("R-2", "R-3")), "Record", "record", "说明", "About", ("crew",)
    )


@pytest.mark.parametrize(
    "checklist",
    [
        _hard(),
        a_form(an_item(), a_choice(), an_item(3, kind="parts", options=(Option("x", "制度"), Option("y", "办法")))),
        a_form(
            an_item(1, kind="conditional", occasion="排队时", occasion_en="In a queue"),
            an_item(2, kind="seconds", fail_if=". >= 180", photo_if="verdict(.) = 'fail'", ask_if="${CL90-01} != 'na'"),
            an_item(3, judged=False),
            an_item(4, kind="date", severity="note", clause="", source="外加"),
            an_item(5, approaches=("web", "open")),
        ),
    ],
    ids=["record", "options", "judged"],
)
def test_forms_that_are_hard_to_carry_come_back_exactly(checklist):
    assert back(workbook(checklist)).content() == checklist.content()


def test_what_goes_out_is_an_xlsform_for_other_tools():
    from pyxform.xls2xform import convert

    xform = convert(workbook(a_form(an_item(), a_choice(), an_item(3, kind="text", text_en="Say")))).xform

    for text in ("CL90-01", "有公示牌", "No sign", "主动招呼", "Say"):
        assert text in xform
