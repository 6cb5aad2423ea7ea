"""Forms that the stories need beside those of the product: one with every kind of answer, and ones as long as all there
are; published and given in the folder of a server."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from app import clock
from app.checklists import versions
from app.checklists.model import Checklist, from_content
from app.config import read
from app.db import Database
from app.org import sites
from app.visits import visits


def every_kind(name: str = "ZK01", **changes: Any) -> Checklist:
    """An inspection that asks in every way there is."""
    judged = [
        _item(name, 1, "打断客户说话几次", kind="count", unit="次", fail_if=". >= 2", short="打断"),
        _item(name, 2, "客户等候多久才有人接待", kind="seconds", fail_if=". > 180", short="等候"),
        _item(
            name,
            3,
            "电子屏的状态",
            kind="choice",
            options=[
                {"id": "on", "text": "正常", "verdict": "pass"},
                {"id": "off", "text": "黑屏", "verdict": "fail"},
                {"id": "none", "text": "没有电子屏"},
            ],
        ),
        _item(
            name,
            4,
            "公示了哪些内容",
            kind="choices",
            options=[{"id": "price", "text": "电价"}, {"id": "phone", "text": "投诉电话"}],
        ),
        _item(
            name,
            5,
            "营业厅内的温度",
            kind="number",
            unit="℃",
            valid_if=". >= -30 and . <= 45",
            valid_message="温度在 −30 到 45 之间。",
        ),
        _item(name, 6, "电子屏黑屏时说了什么", kind="text", ask_if=f"${{{name}-03}} = 'off'"),
        _item(name, 7, "制度的生效日期", kind="date", required=True, hint="写在制度末尾"),
        _item(
            name,
            8,
            "首问负责制",
            kind="parts",
            options=[{"id": "rule", "text": "制度"}, {"id": "check", "text": "考核办法"}],
        ),
        _item(name, 9, "雨天有防滑措施", kind="conditional", occasion="当天下雨或下雪", photo="yes"),
    ]
    plain = [
        _item(name, 11, "到达的时间", kind="time", judged=False),
        _item(name, 12, "门头的照片", kind="image", judged=False),
        _item(name, 13, "停车的地方", kind="place", judged=False),
        _item(name, 14, "已告知值班主任", kind="acknowledge", judged=False),
        _item(name, 15, "以上由检查员填写。", kind="info", judged=False),
        _item(name, 16, "陪同的人", kind="text", judged=False, default="值班主任"),
        _item(name, 17, "只在县公司问", judged=True, county=True),
        _item(name, 18, "柜台的数目", kind="number", whole=True, judged=False),
    ]
    content = {
        "id": name,
        "title": "各种答法",
        "unplanned": True,
        "sections": [
            {"id": "judged", "title": "要判断的", "items": judged},
            {"id": "plain", "title": "要填写的", "items": plain},
        ],
    }
    return from_content(content | changes)


def a_record(name: str = "ZR01") -> Checklist:
    """A form that is filled in and not judged."""
    items = [
        {"id": f"{name}-01", "text": "停电的线路", "kind": "text", "required": True},
        {"id": f"{name}-02", "text": "停电多少分钟", "kind": "number", "unit": "分钟"},
    ]
    sections = [{"id": "a", "title": "登记", "items": items}]
    return from_content({"id": name, "title": "停电登记", "purpose": "record", "unplanned": True, "sections": sections})


def long(items: int = 215, name: str = "ZL01") -> Checklist:
    """A form as long as all checklists together, with the kinds and conditions that those have."""
    kinds = ("verdict",) * 8 + ("count", "conditional")
    made = []
    for number in range(1, items + 1):
        kind = kinds[number % 10]
        more: dict[str, Any] = {"kind": kind, "subject": "post" if number % 3 else "department"}
        if kind == "conditional":
            more["occasion"] = "有客户在窗口前等候时"
        if kind == "count":
            more |= {"fail_if": ". >= 3", "unit": "次"}
        if number % 20 == 7:
            more["photo_if"] = f"${{{name}-{number - 1:03}}} = 'fail'"
        if number % 25 == 12:
            more["ask_if"] = f"${{{name}-{number - 2:03}}} != 'na'"
        text = f"第 {number} 项：营业人员接待客户应起身相迎、微笑示座、认真倾听、准确答复，办完后双手递交并道别"
        made.append(_item(name, number, text, digits=3, **more))
    parts = [made[at : at + 10] for at in range(0, items, 10)]
    sections = [{"id": f"s{n}", "title": f"第 {n} 部分", "items": part} for n, part in enumerate(parts, 1)]
    return from_content({"id": name, "title": "全部检查表", "unplanned": True, "sections": sections})


def given(folder: Path, form: Checklist, person: str, approach: str = "open", *, county: bool = False) -> str:
    """Publishes a form and gives a visit of a hall by it to the person of this name; the path of its page."""
    db = Database(read({}, data=str(folder)).database)
    try:
        versions.publish(db, form)
        today = clock.today()
        visit = visits.give(
            db,
            site=next(s.id for s in sites.everywhere(db) if s.kind == "hall" and s.county == county),
            approach=approach,
            checklists=(form.id,),
            inspector=db.one("SELECT id FROM people WHERE name = :name", name=person)["id"],
            opens=today,
            closes=today + timedelta(days=1),
            by=None,
        )
    finally:
        db.close()
    return f"/field/visits/{visit.id}"


def published(folder: Path, form: Checklist) -> str:
    """Publishes a form; the path of an unplanned check by it."""
    db = Database(read({}, data=str(folder)).database)
    try:
        versions.publish(db, form)
    finally:
        db.close()
    return f"/field/unplanned/{form.id}/{form.version}"


def _item(form: str, number: int, text: str, digits: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{form}-{number:0{digits}}",
        "text": text,
        "short": f"第{number}项",
        "clause": "",
        "source": "本单位",
        "severity": "minor",
        "subject": "department",
        "approaches": ["open", "covert", "shopper"],
        "evidence": "照片或现场所见",
        "photo": "no",
    } | changes
