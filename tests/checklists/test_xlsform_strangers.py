"""XLSForms as strangers write them for other tools, hard and plain: each comes in whole, or every cell that cannot be
carried is told; none loses a question in silence."""

from pathlib import Path

import pytest
import yaml

from tests.checklists.xlsforms import back, form, told

FORMS = yaml.safe_load(Path(__file__).with_name("strangers.yaml").read_text(encoding="utf-8"))
REFUSED, TAKEN = FORMS["refused"], FORMS["taken"]


@pytest.mark.parametrize("sheets", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_carried_is_told_at_each_cell(sheets):
    cells = sheets["told"]
    assert list(told(form(**_without(sheets, "told")))) == cells


@pytest.mark.parametrize("sheets", TAKEN.values(), ids=TAKEN)
def test_what_is_plain_comes_in_whole(sheets):
    found = back(form(**_without(sheets, "items")), "stranger.xlsx")
    assert [f"{item.id}:{item.kind}" for item in found.items] == sheets["items"]


def _without(sheets, name):
    return {sheet: text for sheet, text in sheets.items() if sheet != name}
