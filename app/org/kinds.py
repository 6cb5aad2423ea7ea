"""The kinds of a roster file and their columns: what the template says, and the usual names in other lists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`header` as the template writes it, `others` usual synonyms."""

    name: str
    header: str
    others: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of rows. `sheet` is its sheet in the template."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    others: tuple[str, ...] = ()


_UNIT = (
    *("供电单位", "单位", "所属单位", "所属供电单位", "单位编号", "单位编码", "所在单位", "部门", "单位全称"),
    *("供电所", "供电所名称", "所属供电所", "所属机构", "机构名称", "管理单位", "所属部门", "所在部门"),
)
_CLOSED = Column(
    "closed_on",
    "停用日期",
    ("停用", "撤销日期", "注销日期", "关闭日期", "停用时间"),
)

UNITS = Kind(
    "units",
    "单位",
    (
        Column("code", "单位编号", ("编号", "单位编码", "编码", "单位代码", "代码")),
        Column(
            "name",
            "单位名称",
            (
                *("供电单位", "单位", "名称", "供电单位名称", "部门名称", "部门"),
                *("单位全称", "全称", "机构名称", "供电所名称", "供电所"),
            ),
            True,
        ),
        Column("short", "简称", ("单位简称",)),
        Column(
            "parent",
            "上级单位",
            (
                "上级",
                "上级单位名称",
                "上级名称",
                "上级单位编号",
                "主管单位",
                "上级部门",
                "所属上级",
                "上级机构",
                "上级供电单位",
            ),
        ),
        Column(
            "kind",
            "类型",
            ("单位类型", "单位类别", "类别", "单位性质", "性质"),
        ),
        Column("county", "是否县级", ("县级", "县级单位", "是否县级单位", "是否县公司")),
        Column(
            "scored",
            "是否计分",
            ("计分", "是否参评", "参评", "是否考核", "是否排名", "参与排名"),
        ),
        _CLOSED,
        Column(
            "into",
            "合并到",
            ("并入", "并入单位", "合并到单位", "合并至"),
        ),
    ),
    ("供电单位", "组织机构", "机构"),
)
SITES = Kind(
    "sites",
    "网点",
    (
        Column(
            "code",
            "网点编号",
            ("编号", "网点编码", "编码", "网点代码", "营业厅编号"),
        ),
        Column(
            "name",
            "网点名称",
            ("网点", "营业厅", "营业厅名称", "名称", "站点名称", "网点全称", "营业网点", "营业网点名称"),
            True,
        ),
        Column("unit", "单位名称", _UNIT, True),
        Column("kind", "类型", ("网点类型", "网点类别", "类别")),
        Column("lat", "纬度", ("网点纬度", "lat")),
        Column("lon", "经度", ("网点经度", "lon", "lng")),
        _CLOSED,
    ),
    ("营业厅",),
)
_SITE = ("网点", "营业厅", "营业厅名称", "所属网点", "所在网点", "网点编号", "网点编码", "站点名称", "营业网点")
POSTS = Kind(
    "posts",
    "岗位",
    (
        Column("unit", "单位名称", _UNIT),
        Column("site", "网点名称", _SITE, True),
        Column("name", "岗位名称", ("岗位", "柜台", "岗位（柜台）", "柜台名称"), True),
    ),
)
EMPLOYEES = Kind(
    "employees",
    "人员",
    (
        Column(
            "code",
            "工号",
            ("员工编号", "人员编号", "编号", "职工编号", "员工号"),
        ),
        Column("name", "姓名", ("名字", "人员姓名", "员工姓名", "服务人员"), True),
        Column("unit", "单位名称", _UNIT, True),
    ),
    ("员工", "服务人员"),
)
HOLDERS = Kind(
    "holders",
    "任职",
    (
        Column("unit", "单位名称", _UNIT),
        Column("site", "网点名称", _SITE, True),
        Column("post", "岗位名称", ("岗位", "柜台", "柜台名称"), True),
        Column("code", "工号", ("员工编号", "人员编号", "职工编号", "员工号")),
        Column("name", "姓名", ("名字", "人员姓名", "员工姓名", "任职人员")),
        Column(
            "since",
            "开始日期",
            ("任职日期", "上岗日期", "起始日期", "开始", "任职开始", "到岗日期", "开始时间", "起"),
            True,
        ),
        Column(
            "until",
            "结束日期",
            ("离岗日期", "截止日期", "终止日期", "结束", "任职结束", "离任日期", "结束时间", "止"),
        ),
    ),
)
INSPECTORS = Kind(
    "inspectors",
    "检查员",
    (
        Column(
            "code",
            "工号",
            ("员工编号", "人员编号", "编号", "账号编号", "员工号"),
        ),
        Column("name", "姓名", ("名字", "人员姓名", "账号姓名", "检查员"), True),
        Column("roles", "角色", ("身份", "权限", "岗位角色", "角色名称"), True),
        Column("unit", "单位名称", _UNIT),
    ),
    ("账号", "用户"),
)
KINDS = (UNITS, SITES, POSTS, EMPLOYEES, HOLDERS, INSPECTORS)
