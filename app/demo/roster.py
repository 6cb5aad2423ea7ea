"""The units of 示范供电公司 and their sites and posts. Every name is invented; the places lie near one another."""

from dataclasses import dataclass

from app.db import Database
from app.org import sites, units
from app.org.sites import Site
from app.org.units import Unit

COMPANY = "示范供电公司"
HALL = ("1号柜台", "2号柜台", "3号柜台", "引导台", "值班主任")
SMALL = ("1号柜台", "2号柜台", "值班主任")
REPAIR = ("班长", "抢修一组", "抢修二组")
METERS = ("班长", "一组", "二组")
OFFICE = ("负责人", "内勤")

Place = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """A scored unit as the roster has it. `quality` says how often its people fail: 1 is usual, less is better.

    `north` and `east` are degrees from the company's seat. `sites` are the names of its sites without its own;
    the first is its large hall, and what the others are their names tell.
    """

    name: str
    short: str
    kind: str
    quality: float
    north: float
    east: float
    sites: tuple[str, ...]

    @property
    def county(self) -> bool:
        return self.kind == "county"

    @property
    def places(self) -> list[Place]:
        """Name, kind and posts of every site."""
        return [(self.name + site, *_kind(site, number)) for number, site in enumerate(self.sites)]


def _kind(site: str, number: int) -> tuple[str, tuple[str, ...]]:
    if site.endswith("营业厅"):
        return "hall", SMALL if number else HALL
    if site.endswith("班"):
        return "crew", REPAIR if "抢修" in site else METERS
    return "office", OFFICE


LONG = "示范市临江新区供电分公司"
ROSTER = (
    Row("南山供电分公司", "南山", "branch", 0.35, -0.06, 0.02, ("营业厅", "学府路营业厅", "配电抢修班")),
    Row("高新供电分公司", "高新", "branch", 0.5, 0.03, 0.08, ("营业厅", "软件园营业厅", "用电检查班")),
    Row(
        LONG,
        "示范市临江新区",
        "branch",
        1.0,
        0.09,
        -0.11,
        ("乘风大街客户服务营业厅", "江湾营业厅", "配电抢修班", "客户服务办公室"),
    ),
    Row("城东供电所", "城东", "station", 0.7, 0.01, 0.05, ("营业厅", "东湖路营业厅", "抄表催费班")),
    Row("城西供电所", "城西", "station", 1.1, 0.0, -0.05, ("营业厅", "纺织路营业厅", "配电抢修班")),
    Row("滨湖供电所", "滨湖", "station", 0.6, -0.03, 0.09, ("营业厅", "观澜营业厅", "配电抢修班")),
    Row("石桥供电所", "石桥", "station", 1.4, -0.08, -0.07, ("营业厅", "老街营业厅", "抄表催费班")),
    Row("河西供电所", "河西", "station", 1.8, 0.02, -0.09, ("营业厅", "胜利路营业厅", "配电抢修班")),
    Row("开发区供电所", "开发区", "station", 0.8, 0.06, 0.12, ("营业厅", "配电抢修班")),
    Row("北郊供电所", "北郊", "station", 1.3, 0.12, 0.01, ("营业厅", "双塔营业厅", "配电抢修班")),
    Row(
        "清泉县供电公司",
        "清泉县",
        "county",
        0.75,
        0.31,
        0.22,
        ("城关营业厅", "柳河镇营业厅", "白沙镇营业厅", "配电抢修班", "营销部办公室"),
    ),
    Row("云岭县供电公司", "云岭县", "county", 1.2, -0.27, -0.35, ("县城营业厅", "双河镇营业厅", "配电抢修班")),
)
CENTRAL: tuple[Place, ...] = (
    ("95598供电服务热线", "hotline", ("早班坐席", "中班坐席", "夜班坐席", "值班长")),
    ("示范供电公司网上营业厅", "website", ("在线客服", "栏目编辑")),
)
CENTRE = Row(COMPANY, "公司", "company", 0.8, 0.0, 0.0, ())
SEAT = (46.58, 125.10)


@dataclass(frozen=True)
class Roster:
    """What was built: the company's node, and each scored unit, and the company, with its sites in order."""

    company: Unit
    units: dict[str, Unit]
    sites: dict[str, tuple[Site, ...]]
    central: tuple[Site, ...]

    @property
    def everywhere(self) -> list[Site]:
        return [*self.central, *(site for row in ROSTER for site in self.sites[row.name])]


def build(db: Database) -> Roster:
    """Writes the tree, the sites and the posts."""
    company = units.add(db, COMPANY, short="公司", kind="company", scored=False)
    central = tuple(_site(db, company, place, (0.0, 0.0), n) for n, place in enumerate(CENTRAL))
    built, places = {}, {}
    for row in ROSTER:
        unit = units.add(db, row.name, short=row.short, kind=row.kind, parent=company.id, county=row.county)
        built[row.name] = unit
        places[row.name] = tuple(_site(db, unit, place, (row.north, row.east), n) for n, place in enumerate(row.places))
    return Roster(company, built, places | {COMPANY: central}, central)


def _site(db: Database, unit: Unit, place: Place, offset: tuple[float, float], number: int) -> Site:
    """A site beside its unit's seat; what has no door has no place."""
    name, kind, posts = place
    lat, lon = SEAT[0] + offset[0] + 0.008 * number, SEAT[1] + offset[1] - 0.011 * number
    somewhere = kind not in {"hotline", "website"}
    return sites.add(
        db,
        unit.id,
        name,
        kind=kind,
        lat=round(lat, 5) if somewhere else None,
        lon=round(lon, 5) if somewhere else None,
        posts=posts,
    )
