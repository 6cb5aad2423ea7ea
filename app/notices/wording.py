"""The sentences of a notice, made from values; nothing here reads the database. Chinese always.

Parts: 一、基本情况 二、主要做法和亮点 三、存在问题 四、得分与排名 五、整改要求. A failing names units and, on open
visits, posts and the day; never persons, and of covert work no more than the ten-day band that its `when` already is.
"""

import re
from collections import Counter
from itertools import groupby

from app.notices.figures import Counts, Failing, Since, Standing
from app.notices.model import Block, Heading, Paragraph, Section, Table, Typed, short_date

APPROACHES = {
    "open": "明察",
    "covert": "暗访",
    "shopper": "神秘客户",
    "desk": "资料检查",
    "phone": "电话检查",
    "web": "网站检查",
}
_DIGITS = "零一二三四五六七八九"


def basics(month: str, department: str, counts: Counts) -> Section:
    """一、基本情况."""
    period = month_text(month)
    if not counts.visits:
        return Section("一、基本情况", (Paragraph(f"{period}没有复核通过的检查。"),))
    approaches = "、".join(f"{APPROACHES[approach]}{number}次" for approach, number in counts.approaches)
    verdicts = counts.verdicts
    done = f"{period}，共检查{counts.units}个单位的{counts.sites}个网点，计{counts.visits}次，其中{approaches}。"
    judged = (
        f"依据{_standards(counts.standards)}核查{sum(verdicts.values())}项次，符合{verdicts['pass']}项次，"
        f"不符合{verdicts['fail']}项次，未发生{verdicts['na']}项次，未观察到{verdicts['unseen']}项次。"
    )
    confirmed = (
        f"不符合项经{department}复核，成立{counts.confirmed}项。"
        if counts.confirmed
        else f"经{department}复核，没有成立的不符合项。"
    )
    return Section("一、基本情况", (Paragraph(done + judged + confirmed + _since(counts.since)),))


def highlights(typed: Typed) -> Section:
    """二、主要做法和亮点: what was typed, a paragraph to a line."""
    return Section("二、主要做法和亮点", tuple(Paragraph(line) for line in lines(typed.highlights)))


def problems(failings: list[Failing], vetoed: frozenset[str]) -> Section:
    """三、存在问题: one heading for each clause, red lines under a heading of their own at the end."""
    if not failings:
        return Section("三、存在问题", (Paragraph("检查中没有经复核成立的问题。"),))
    blocks: list[Block] = []
    plain = [f for f in failings if not f.redline]
    number = 0
    for (clause, topic), group in groupby(plain, key=lambda f: (f.clause, f.topic)):
        number += 1
        blocks.append(Heading(f"（{chinese(number)}）{topic}（第{clause}条）"))
        blocks += [Paragraph(text) for text in _by_item(list(group))]
    red = [f for f in failings if f.redline]
    if red:
        blocks.append(Heading(f"（{chinese(number + 1)}）红线问题"))
        blocks += [Paragraph(text) for text in _red_lines(red, vetoed)]
    return Section("三、存在问题", tuple(blocks))


def ranking(month: str, standings: list[Standing]) -> Section:
    """四、得分与排名: the ranked, then thin samples (样本不足), then vetoes (一票否决), each in the order given."""
    last = sorted(standings, key=lambda s: (s.veto, s.rank is None, s.rank or 0))
    rows = tuple((str(s.rank or "—"), s.unit, s.score, _grade(s)) for s in last)
    thin = [s.unit for s in last if s.thin and not s.veto]
    note = f"{'、'.join(thin)}检查次数少，样本不足，不排名。" if thin else ""
    table = Table(
        f"表1　{month_text(month)}得分与排名",
        ("名次", "单位", "得分", "等次"),
        (2,),
        rows,
        f"注：{note}分值和等次标准为本单位设定。",
    )
    return Section("四、得分与排名", (table,))


def demands(typed: Typed) -> Section:
    """五、整改要求: the days of signing and repair first, then what was typed, numbered."""
    first = (
        f"各单位收到通报后，于{short_date(typed.sign_by)}前在系统签收，"
        f"于{short_date(typed.rectify_by)}前报送整改结果和佐证。"
    )
    texts = [first, *(re.sub(r"^\d+[.．、]\s*", "", line) for line in lines(typed.requirements))]
    return Section("五、整改要求", tuple(Paragraph(f"{n}.{text}") for n, text in enumerate(texts, 1)))


def praise(standings: list[Standing], failing_units: frozenset[str]) -> str:
    """A first wording of the highlights, from the figures alone, for the drafter to go on from."""
    ranked = sorted((s for s in standings if s.rank), key=lambda s: s.rank or 0)
    if not ranked:
        return "检查样本不足，本期不作评价。"
    clean = [s.unit for s in ranked if s.unit not in failing_units]
    texts = [f"{few([s.unit for s in ranked if (s.rank or 0) <= 3])}得分居前。"]
    if clean:
        texts.append(f"{few(clean)}在检查中没有经复核成立的问题。")
    return "\n".join(texts)


def lines(text: str) -> list[str]:
    """The paragraphs of a typed text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def month_text(month: str) -> str:
    """2026年10月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


def quoted(text: str) -> str:
    """In Chinese quotation marks; those within become single ones."""
    return f"“{text.translate(str.maketrans('“”', '‘’'))}”"


def few(names: list[str]) -> str:
    """Up to three names in full, more as 甲、乙、丙等5个单位."""
    return "、".join(names[:3]) + (f"等{len(names)}个单位" if len(names) > 3 else "")


def chinese(number: int) -> str:
    """一 … 九十九, as headings count."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def _by_item(failings: list[Failing]) -> list[str]:
    return [
        f"不符合{quoted(item)}要求的有：{_units(list(group))}。"
        for item, group in groupby(failings, key=lambda f: f.item)
    ]


def _red_lines(failings: list[Failing], vetoed: frozenset[str]) -> list[str]:
    texts = []
    for item, group in groupby(failings, key=lambda f: f.item):
        members = list(group)
        struck = list(dict.fromkeys(f.unit for f in members if f.unit in vetoed))
        veto = f"，{'、'.join(struck)}按规定一票否决" if struck else ""
        texts.append(f"违反{quoted(item)}的有：{_units(members)}。经复核成立{veto}。")
    return texts


def _units(failings: list[Failing]) -> str:
    """城东供电所（2号柜台10月12日，10月中旬2处）、城西供电所（10月上旬〔关账后撤销〕）."""
    texts = []
    for unit, group in groupby(failings, key=lambda f: f.unit):
        places = Counter((f.post + f.when, "〔关账后撤销〕" if f.withdrawn else "") for f in group)
        named = (place + (f"{n}处" if n > 1 else "") + mark for (place, mark), n in places.items())
        texts.append(f"{unit}（{'，'.join(named)}）")
    return "、".join(texts)


def _since(since: Since) -> str:
    happened = (
        (since.accepted, "次检查才通过复核"),
        (since.replaced, "次检查由后来的提交更正"),
        (since.withdrawn, "项不符合撤销"),
    )
    told = "、".join(f"{number}{what}" for number, what in happened if number)
    months = "、".join(month_text(month) for month in since.months)
    points = f"得分差额作为调整计入{months}" if months else "得分没有差额"
    return f"关账后，有{told}；本通报数据以关账时为准，{points}。" if told else ""


def _standards(titles: tuple[str, ...]) -> str:
    return "和".join(titles[:2]) + ("等制度" if len(titles) > 2 else "") if titles else "检查表"


def _grade(standing: Standing) -> str:
    if standing.veto:
        return f"{standing.grade}（一票否决）"
    return "样本不足" if standing.thin else standing.grade
