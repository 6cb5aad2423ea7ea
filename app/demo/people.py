"""The cast of the demo world, the links with which they sign in, and the file in which the links stand."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import clock
from app.config import Settings
from app.db import Database
from app.demo.roster import LONG, Roster
from app.errors import Refused
from app.org import accounts
from app.pages import ROLES
from app.people import links, persons
from app.people.persons import Person

CAST = {
    "inspector": ("周敏", "吴桐", "高远", "徐静怡", "马晓东", "林雪梅", "郭振华", "罗佳宁"),
    "shopper": ("郑秋", "谢雨彤"),
    "planner": ("李文静", "孙立"),
    "publisher": ("王建国", "宋玉兰"),
    "supervisor": ("冯岚",),
    "admin": ("何晓",),
}
UNITS = {
    "南山供电分公司": "许志强",
    "高新供电分公司": "沈梦洁",
    LONG: "欧阳慧敏",
    "城东供电所": "赵海",
    "城西供电所": "钱江",
    "滨湖供电所": "韩冰",
    "石桥供电所": "曹永福",
    "河西供电所": "彭丽娟",
    "开发区供电所": "董卫东",
    "北郊供电所": "袁春生",
    "清泉县供电公司": "邓小红",
    "云岭县供电公司": "萧国平",
}
LEADERS = {"示范供电公司": "陈志远", "清泉县供电公司": "梁宏伟"}


@dataclass(frozen=True)
class Cast:
    """Everybody by role, in the order in which they are printed; `unit_of` names the node of unit accounts."""

    by_role: dict[str, tuple[Person, ...]]
    unit_of: dict[str, str]

    def __getitem__(self, role: str) -> tuple[Person, ...]:
        return self.by_role[role]


def settle(db: Database, roster: Roster, since: datetime) -> Cast:
    """Adds everybody, a second after the other so that their order stays, and attaches accounts to their nodes."""
    names = CAST | {"unit": tuple(UNITS.values()), "leader": tuple(LEADERS.values())}
    found: dict[str, tuple[Person, ...]] = {}
    second = 0
    for role in ROLES:
        for name in names[role]:
            with clock.at(since + timedelta(seconds=second)):
                found[role] = (*found.get(role, ()), persons.add(db, name, role))
            second += 1
    unit_of = {}
    for person, unit in zip(found["unit"], UNITS, strict=True):
        accounts.attach(db, person.id, roster.units[unit].id)
        unit_of[person.id] = unit
    for person, node in zip(found["leader"], LEADERS, strict=True):
        accounts.attach(db, person.id, (roster.units.get(node) or roster.company).id)
    return Cast(found, unit_of)


def lines(db: Database, settings: Settings) -> list[str]:
    """One line for each person: role, name, sign-in URL, separated by tabs; by role, then in the order of the cast.

    Raises Refused where nobody was made by the demo: real accounts get no open doors.
    """
    everyone = [person for person in persons.everyone(db) if links.open_door(db, person.id)]
    if not everyone:
        raise Refused(
            f"{settings.folder} holds real work, not the demo world. Serve it without --demo, or set MINGCHA_DATA to "
            "an empty folder."
        )
    return [
        f"{role}\t{person.name}\t{settings.site_origin}/enter/{links.make_demo_link(db, settings, person)}"
        for role in ROLES
        for person in everyone
        if person.roles and role == min(person.roles, key=ROLES.index)
    ]


def write(db: Database, settings: Settings) -> list[str]:
    """Puts the lines into `demo-people.tsv` of the data folder, whole or not at all, and gives them. Raises Refused."""
    found = lines(db, settings)
    aside = settings.folder / f"demo-people.tsv.{os.getpid()}"
    aside.write_text("".join(line + "\n" for line in found), encoding="utf-8")
    os.replace(aside, settings.folder / "demo-people.tsv")
    return found
