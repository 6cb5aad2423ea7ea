"""Who works at the posts: invented names, and hands that change within the months that were inspected."""

from collections.abc import Iterator
from datetime import date
from random import Random

from app.clock import days
from app.db import Database
from app.demo import people
from app.demo.roster import Roster
from app.org import sites, staff

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
)
PAIRS = (
    "晓燕佳怡海涛丽华志强婷婷建军玉梅国栋雪莹立新春梅俊杰慧玲永刚美玲振宇秀兰文博思雨"
    "红霞大勇艳秋景行淑珍明辉若曦长青桂英子轩凤霞学文巧云东升"
)
SINGLE = "静磊娜鹏欣涛敏超颖波倩斌洁刚璐伟丹凯琳峰瑶亮雯健薇宁莉旭芳勇"
GIVEN = (*(PAIRS[n : n + 2] for n in range(0, len(PAIRS), 2)), *SINGLE)


def fill(db: Database, roster: Roster, months: tuple[date, ...]) -> None:
    """Gives every post its holder.

    `months` are the first days of the inspected months: about one post in seven changes hands in one of them, now and
    then with a vacancy in between.
    """
    chance = Random("staff")
    names = invented(chance)
    for site in roster.everywhere:
        for post in sites.post_ids(db, site.id).values():
            first = staff.add_employee(db, site.unit, next(names))
            staff.hold(db, post, first.id, months[0] - days(chance.randrange(200, 1500)))
            if chance.random() < 0.15:
                change = chance.choice(months) + days(chance.randrange(4, 24))
                staff.leave(db, post, change - days(1 + (chance.random() < 0.3) * chance.randrange(2, 9)))
                second = staff.add_employee(db, site.unit, next(names))
                staff.hold(db, post, second.id, change)


def invented(chance: Random) -> Iterator[str]:
    """Names without end in which nobody of the cast is met and nobody twice."""
    met = {
        *people.UNITS.values(),
        *people.LEADERS.values(),
        *(name for names in people.CAST.values() for name in names),
    }
    while True:
        name = chance.choice(SURNAMES) + chance.choice(GIVEN)
        if name not in met:
            met.add(name)
            yield name
