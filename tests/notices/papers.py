"""Notices for the tests of paper, made as values: the largest that a bureau is likely to print, and the least."""

from dataclasses import replace
from datetime import date

from app.notices import texts
from app.notices.figures import Counts, Failing, Month, Standing
from app.notices.model import Notice, Table, Typed
from app.notices.office import Office

DAY = date(2026, 11, 24)
LONG = "国网龙江省电力有限公司大庆供电公司萨尔图区客户服务中心东风新村供电营业厅"
RARE = ("𠮷祥供电所", "㛃河供电所", "阿迪力·买买提供电所", "ئۇيغۇر供电所", "ᠮᠣᠩᠭᠣᠯ供电所")
UNITS = ("城东供电所", "城西供电所", LONG, *RARE, "八面通供电所", "九站供电所", "十里堡供电所", "十二道河供电所")
MARKUP = r"#let x = 1 $a_b$ *粗* _斜_ [括号] \反斜 @引用 <label> `code` //注释 = 标题 &lt; <b>粗</b> ]]> “引号” 'x'"
ITEM = "营业窗口人员应当统一着装、佩戴工号牌，桌面整洁，在{}分钟内接待客户"
TYPED = Typed("示供营销", "〔2026〕11号", "各供电单位", MARKUP, "各单位要对照自查。", "2026-11-29", "2026-12-08")


def a_notice(
    highlights: str = MARKUP, units: tuple[str, ...] = UNITS, failings: int = 60, replaces: str = ""
) -> Notice:
    """A published notice of October 2026 with as many failings, over the given units."""
    found = Month("2026-10", _counts(units, failings), _failings(units, failings), _standings(units))
    typed = replace(TYPED, highlights=highlights)
    return replace(texts.whole(Office("示范供电公司", "营销部"), found, typed, replaces), date=DAY.isoformat())


def said(notice: Notice) -> list[str]:
    """Every sentence and figure of a notice, in its order."""
    parts = [notice.head, notice.number, *notice.title, notice.addressee, *notice.opening]
    for section in notice.sections:
        parts.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Table):
                parts += [block.caption, *block.columns, *(cell for row in block.rows for cell in row), block.note]
            else:
                parts.append(block.text)
    return [*parts, notice.issuer, notice.dated(DAY), notice.copies, notice.issuer, notice.printed(DAY)]


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def _counts(units: tuple[str, ...], failings: int) -> Counts:
    verdicts = {"pass": 1100, "fail": failings, "na": 50, "unseen": 40}
    approaches = (("open", 20), ("covert", 12), ("shopper", 4))
    return Counts(len(units), 15, 36, approaches, verdicts, failings, ("供电服务规范", "员工服务“十个不准”"))


def _failings(units: tuple[str, ...], number: int) -> tuple[Failing, ...]:
    lines = [
        Failing(
            clause=f"4.1.{at // 5 + 1}",
            topic="柜台服务",
            item=ITEM.format(at + 1),
            unit=units[at % len(units)],
            post="" if at % 3 else "2号柜台",
            when="10月中旬" if at % 3 else "10月12日",
            redline=at >= number - 2,
        )
        for at in range(number)
    ]
    return tuple(lines)


def _standings(units: tuple[str, ...]) -> tuple[Standing, ...]:
    return tuple(
        Standing(unit, None if at == 1 else at + 1, f"{99 - at}.50", "优秀" if at < 3 else "良好", at == 1, at == 2)
        for at, unit in enumerate(units)
    )
