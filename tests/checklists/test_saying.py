"""Values are read as people say them; whatever a phone sent, nothing breaks and nothing is hidden."""

import pytest

from app.checklists.model import Item, Option
from app.checklists.saying import said

LED = Option("led", "带领前往", "led there")
RULE, CHECK = Option("rule", "有制度"), Option("check", "有考核办法")


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        ({"kind": "count", "unit": "次"}, 3, "3 次"),
        ({"kind": "number", "unit": "分"}, 92.5, "92.5 分"),
        ({"kind": "seconds"}, 125, "2 分 5 秒"),
        ({"kind": "seconds"}, 7, "7 秒"),
        ({"kind": "count"}, 1234567, "1234567"),
        ({"kind": "number", "unit": "度"}, 1234567.25, "1234567.25 度"),
        ({"kind": "seconds"}, 65.1, "1 分 5.1 秒"),
        ({"kind": "count"}, 10**400, "Infinity"),
        ({"kind": "seconds"}, 10**400, "Infinity 分 40 秒"),
        ({"kind": "choice", "options": (LED,)}, "led", "带领前往"),
        ({"kind": "choice", "options": (LED,)}, "gone", "gone"),
        ({"kind": "choices", "options": (LED, RULE)}, ["led", "rule"], "带领前往、有制度"),
        (
            {"kind": "parts", "options": (RULE, CHECK)},
            {"rule": "pass", "check": "fail"},
            "有制度：符合、有考核办法：不符合",
        ),
        ({"kind": "text"}, "请稍等", "请稍等"),
        ({"kind": "verdict"}, None, ""),
        ({"kind": "count"}, "many", "many"),
        ({"kind": "count"}, True, "True"),
        ({"kind": "parts", "options": (RULE,)}, {"x": [1]}, "x：[1]"),
        ({"kind": "choice", "options": (LED,)}, [{"a": 1}], "{'a': 1}"),
        ({"kind": "acknowledge"}, True, "已确认"),
    ],
)
def test_a_value_in_words(item, value, expected):
    assert said(Item("A-1", "题", **item), value) == expected
