"""The sentences of a notice, from values alone."""

from dataclasses import replace

import pytest

from app.notices import wording
from app.notices.figures import Counts, Failing, Since, Standing
from app.notices.model import Heading, Paragraph, Table, Typed

TYPED = Typed(
    "示供营销", "〔2026〕11号", "各供电单位：", "一段\n\n 二段 ", "2.自查。\n复查。", "2026-12-11", "2026-12-22"
)
COUNTS = Counts(
    units=12,
    sites=40,
    visits=61,
    approaches=(("open", 43), ("covert", 18)),
    verdicts={"pass": 2087, "fail": 143, "na": 40, "unseen": 48},
    confirmed=118,
    standards=("《甲办法》",),
)


def a_failing(**changes) -> Failing:
    usual = {"clause": "4.1.15", "topic": "接待礼仪", "item": "营业人员接待客户时首先起立", "unit": "城东供电所"}
    return Failing(**usual | {"post": "2号柜台", "when": "10月9日", "redline": False} | changes)


def a_standing(unit: str, **changes) -> Standing:
    return Standing(
        **{"unit": unit, "rank": 1, "score": "96.00", "grade": "优秀", "veto": False, "thin": False} | changes
    )


def texts(section):
    return [block.text for block in section.blocks]


def test_the_basic_facts_are_one_paragraph_of_counts():
    assert texts(wording.basics("2026-10", "营销部", COUNTS)) == [
        "2026年10月，共检查12个单位的40个网点，计61次，其中明察43次、暗访18次。依据《甲办法》核查2318项次，符合2087项次，"
        "不符合143项次，未发生40项次，未观察到48项次。不符合项经营销部复核，成立118项。"
    ]


def test_what_happened_since_the_closing_is_said_after_the_counts():
    since = Since(accepted=2, replaced=1, withdrawn=3, months=("2026-11", "2026-12"))
    (text,) = texts(wording.basics("2026-10", "营销部", replace(COUNTS, since=since)))
    assert text.endswith(
        "成立118项。关账后，有2次检查才通过复核、1次检查由后来的提交更正、3项不符合撤销；本通报数据以关账时为准，"
        "得分差额作为调整计入2026年11月、2026年12月。"
    )


def test_a_month_without_visits_says_so():
    none = Counts(0, 0, 0, (), {"pass": 0, "fail": 0, "na": 0, "unseen": 0}, 0, ())
    assert texts(wording.basics("2026-10", "营销部", none)) == ["2026年10月没有复核通过的检查。"]


def test_failings_stand_under_their_clause_with_units_posts_and_days():
    section = wording.problems(
        [
            a_failing(
                clause="4.1.14", topic="文明用语", item="必须讲普通话", unit="城西供电所", post="", when="10月中旬"
            ),
            a_failing(),
            a_failing(post="", when="10月中旬"),
            a_failing(post="", when="10月中旬"),
            a_failing(post="", when="10月中旬", withdrawn=True),
            a_failing(unit="城西供电所", post="", when="10月上旬"),
        ],
        frozenset(),
    )
    assert section.blocks == (
        Heading("（一）文明用语（第4.1.14条）"),
        Paragraph("不符合“必须讲普通话”要求的有：城西供电所（10月中旬）。"),
        Heading("（二）接待礼仪（第4.1.15条）"),
        Paragraph(
            "不符合“营业人员接待客户时首先起立”要求的有：城东供电所（2号柜台10月9日，10月中旬2处，10月中旬〔关账后撤销〕）、城西供电所（10月上旬）。"
        ),
    )


def test_red_lines_come_last_and_name_the_veto():
    red = a_failing(clause="4.4.3(2)", topic="四不准", item="不准对用户失礼", unit="北郊供电所", redline=True)
    section = wording.problems([a_failing(), red], frozenset({"北郊供电所"}))
    assert section.blocks[-2:] == (
        Heading("（二）红线问题"),
        Paragraph("违反“不准对用户失礼”的有：北郊供电所（2号柜台10月9日）。经复核成立，北郊供电所按规定一票否决。"),
    )


def test_quotation_marks_within_an_item_become_single_ones():
    assert wording.quoted("微笑问“您好！”") == "“微笑问‘您好！’”"


def test_a_month_without_failings_says_so():
    assert texts(wording.problems([], frozenset())) == ["检查中没有经复核成立的问题。"]


def test_thin_samples_and_vetoes_stand_last_without_a_rank():
    table = wording.ranking(
        "2026-10",
        [
            a_standing("北郊供电所", rank=None, veto=True, grade="不合格", score="97.55"),
            a_standing("开发区供电所", rank=None, thin=True, score="99.10"),
            a_standing("城东供电所", rank=2, score="92.40", grade="良好"),
            a_standing("南山供电分公司"),
        ],
    ).blocks[0]
    assert isinstance(table, Table)
    assert table.rows == (
        ("1", "南山供电分公司", "96.00", "优秀"),
        ("2", "城东供电所", "92.40", "良好"),
        ("—", "开发区供电所", "99.10", "样本不足"),
        ("—", "北郊供电所", "97.55", "不合格（一票否决）"),
    )
    assert table.note == "注：开发区供电所检查次数少，样本不足，不排名。分值和等次标准为本单位设定。"


def test_demands_begin_with_both_days_and_are_numbered_once():
    assert texts(wording.demands(TYPED)) == [
        "1.各单位收到通报后，于12月11日前在系统签收，于12月22日前报送整改结果和佐证。",
        "2.自查。",
        "3.复查。",
    ]


def test_typed_lines_are_paragraphs():
    assert texts(wording.highlights(TYPED)) == ["一段", "二段"]


def test_the_first_wording_of_the_highlights_comes_from_the_figures():
    ranked = [a_standing(f"{n}号所", rank=n) for n in range(1, 6)]
    thin = a_standing("开发区供电所", rank=None, thin=True)
    assert wording.praise([*ranked, thin], frozenset({"5号所"})) == (
        "1号所、2号所、3号所得分居前。\n1号所、2号所、3号所等4个单位在检查中没有经复核成立的问题。"
    )
    assert wording.praise([thin], frozenset()) == "检查样本不足，本期不作评价。"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (36, "三十六"), (99, "九十九")]
)
def test_headings_count_in_chinese(number, word):
    assert wording.chinese(number) == word
