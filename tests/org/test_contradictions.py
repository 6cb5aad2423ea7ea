"""Rows that contradict each other or the roster are named, each with its row and column, and nothing is imported."""

import pytest

from app import clock
from app.org import accounts, importing, search, sites, staff, units
from app.people import changing, persons
from tests.org import files
from tests.org.test_file_forms import imported, refused

U = ["单位编号", "单位名称", "上级单位", "合并到", "停用日期"]
TOP = "示范供电公司"


def places(db, sheets):
    return [(sheet, row, column.rpartition(" ")[2]) for sheet, row, column, _ in refused(db, files.book(sheets))]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([["1", "甲所", "没有的公司"]], [(2, "(C)")]),
        ([["1", "甲所", TOP], ["1", "乙所", TOP]], [(3, "(A)")]),
        ([["", "甲所", TOP], ["", "甲所", TOP]], [(3, "(B)")]),
        ([["1", "甲所", TOP], ["2", "甲所", TOP]], [(3, "(B)")]),
        ([["1", "甲所", "乙所"], ["2", "乙所", "丙所"], ["3", "丙所", "甲所"]], [(2, "(C)"), (3, "(C)"), (4, "(C)")]),
        ([["1", "甲所", "甲所"]], [(2, "(C)")]),
        ([["1", "另一公司", ""]], [(2, "(C)")]),
        ([["", TOP, "城东供电所"]], [(2, "(C)")]),
        ([["1", "甲所", TOP, "乙所"]], [(2, "(D)")]),
        ([["1", "甲所", TOP, "甲所"]], [(2, "(D)")]),
        ([["1", "甲所", TOP, "乙所"], ["2", "乙所", TOP, "甲所"]], [(2, "(D)"), (3, "(D)")]),
        ([["1", "甲所", TOP, "城东供电所", "2027-01-01"]], [(2, "(E)")]),
        ([["1", "甲所", TOP, "", "2026-02-30"]], [(2, "(E)")]),
        ([["", TOP, "", "", "2026-11-01"]], [(2, "(E)")]),
        ([["1", "", TOP]], [(2, "(B)")]),
        ([["1", "甲\u200b所", TOP]], [(2, "(B)")]),
        ([["1", "甲" * 81, TOP]], [(2, "(B)")]),
    ],
)
def test_units(db, cast, rows, wrong):
    assert [(row, column) for _, row, column in places(db, {"单位": [U, *rows]})] == wrong


def test_two_roots_in_one_file(db):
    assert places(db, {"单位": [U, ["1", "甲公司"], ["2", "乙公司"]]}) == [("单位", 3, "(C)")]


@pytest.mark.parametrize(
    ("sheets", "wrong"),
    [
        ({"网点": [["网点名称", "单位名称"], ["甲厅", "城东供电所"], ["甲厅", "城东供电所"]]}, [("网点", 3, "(A)")]),
        ({"网点": [["网点名称", "单位名称"], ["甲厅", ""]]}, [("网点", 2, "(B)")]),
        ({"网点": [["网点名称", "单位名称", "类型"], ["甲厅", "城东供电所", "茶馆"]]}, [("网点", 2, "(C)")]),
        (
            {"网点": [["网点名称", "单位名称", "纬度", "经度"], ["甲厅", "城东供电所", "125.1", "46.5"]]},
            [("网点", 2, "(C)")] * 2,
        ),
        ({"网点": [["网点名称", "单位名称", "纬度"], ["甲厅", "城东供电所", "46.5"]]}, [("网点", 2, "")]),
        ({"岗位": [["网点名称", "岗位名称"], ["没有的厅", "1号柜台"]]}, [("岗位", 2, "(A)")]),
        ({"人员": [["姓名", "单位名称"], ["张三", "城东供电所"], ["张三", "城东供电所"]]}, [("人员", 3, "(A)")]),
        (
            {"人员": [["工号", "姓名", "单位名称"], ["1", "张三", "城东供电所"], ["1", "李四", "城东供电所"]]},
            [("人员", 3, "(A)")],
        ),
        ({"检查员": [["姓名", "角色"], ["王五", "检查员"], ["王五", "检查员"]]}, [("检查员", 3, "(A)")]),
        ({"检查员": [["姓名", "角色"], ["王五", "掌柜"]]}, [("检查员", 2, "(B)")]),
        ({"检查员": [["姓名", "角色", "单位"], ["王五", "联络员", ""]]}, [("检查员", 2, "(C)")]),
        ({"检查员": [["姓名", "角色", "单位"], ["孙局", "纪检监督、领导", ""]]}, [("检查员", 2, "(C)")]),
        ({"检查员": [["姓名", "角色", "单位"], ["王五", "联络员", "没有的所"]]}, [("检查员", 2, "(C)")]),
    ],
)
def test_other_kinds(db, cast, sheets, wrong):
    assert places(db, sheets) in (wrong, wrong[:1])


def holders(*rows):
    people = [["姓名", "单位名称"], ["张三", "城东供电所"], ["李四", "城东供电所"]]
    times = [["网点", "岗位", "姓名", "开始日期", "结束日期"]]
    return {"人员": people, "任职": times + [["城东供电所营业厅", "1号柜台", *row] for row in rows]}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([["张三", "2026-03-01", "2026-02-01"]], [("任职", 2, "(E)")]),
        ([["张三", "2026-01-01", ""], ["李四", "2026-02-01", ""]], [("任职", 3, "(D)")]),
        ([["张三", "2026-01-01", "2026-03-01"], ["李四", "2026-03-01", ""]], [("任职", 3, "(D)")]),
        ([["张三", "2026-01-01", ""], ["张三", "2026-01-01", ""]], [("任职", 3, "(D)")]),
        ([["没有人", "2026-01-01", ""]], [("任职", 2, "(C)")]),
        ([["张三", "2026-01-01", "作废"]], [("任职", 2, "(E)")]),
        ([["张三", "", ""]], [("任职", 2, "(D)")]),
    ],
)
def test_times_at_posts(db, cast, rows, wrong):
    assert places(db, holders(*rows)) == wrong


def test_a_successor_ends_who_held_the_post_and_a_second_import_changes_nothing(db, cast):
    imported(db, files.book(holders(["张三", "2026-01-01", ""])))
    successor = files.book(holders(["李四", "2026-11-01", ""]))
    preview = importing.straight(db, "a.xlsx", successor, dry=True)
    assert [(c.row, c.values) for c in preview.changes] == [(0, [("结束日期", "—", "2026-10-31")])]
    imported(db, successor)
    post = sites.post_ids(db, cast.hall.id)["1号柜台"]
    assert [(h.employee.name, h.until) for h in staff.held(db, post)] == [("张三", "2026-10-31"), ("李四", None)]
    again = imported(db, successor)
    assert (again.changes, [(each.new, each.changed) for each in again.counted]) == ([], [(0, 0), (0, 0)])


def test_a_time_at_a_post_that_never_was_is_made_void_and_makes_room(db, cast):
    imported(db, files.book(holders(["张三", "2026-03-01", ""])))
    corrected = files.book(holders(["张三", "2026-03-01", "作废"], ["张三", "2026-01-01", ""]))
    preview = importing.straight(db, "a.xlsx", corrected, dry=True)
    assert [(c.row, c.values) for c in preview.changes] == [(2, [("结束日期", "—", "作废")])]
    imported(db, corrected)
    post = sites.post_ids(db, cast.hall.id)["1号柜台"]
    assert [(h.employee.name, h.since, h.until) for h in staff.held(db, post)] == [("张三", "2026-01-01", None)]


def test_a_second_import_updates_and_leaves_what_is_absent(db):
    imported(db, files.book(files.WHOLE))
    again = imported(db, files.book(files.WHOLE))
    assert all((each.new, each.changed) == (0, 0) for each in again.counted)
    rows = [files.UNITS[0], ["01", "城南新区供电所", "龙江供电公司"]]
    preview = imported(db, files.book({"单位": rows}))
    assert [change.values for change in preview.changes] == [
        [("单位名称", "城南供电所", "城南新区供电所"), ("简称", "城南供电所", "城南新区供电所")]
    ]
    assert [unit.name for unit in units.everyone(db)] == ["龙江供电公司", "城南新区供电所", "城北供电所"]
    assert search.units(db, "cnxq")[0].code == "01"
    assert len(sites.everywhere(db)) == 2


def test_accounts_are_made_once_with_code_roles_and_unit(db):
    for _ in range(2):
        imported(db, files.book(files.WHOLE))
    made = {person.name: person for person in persons.everyone(db)}
    assert set(made) == {"王五", "赵六"}
    assert made["王五"].roles == {"inspector", "shopper"}
    assert made["王五"].code
    assert [units.get(db, unit).name for unit in accounts.nodes(db, made["赵六"].id)] == ["城南供电所"]


def test_two_people_of_one_name_need_numbers(db, cast):
    rows = [["工号", "姓名", "角色"], ["1", "王五", "检查员"], ["2", "王五", "神秘客户"]]
    imported(db, files.book({"检查员": rows}))
    assert sum(person.name == "王五" for person in persons.everyone(db)) == 2
    assert places(db, {"检查员": [["姓名", "角色"], ["王五", "检查员"]]}) == [("检查员", 2, "")]
    imported(db, files.book({"检查员": rows}))
    assert sum(person.name == "王五" for person in persons.everyone(db)) == 2


def test_roles_are_added_and_never_taken_away(db, cast):
    imported(db, files.book({"检查员": [["姓名", "角色"], ["周敏", "神秘客户"]]}))
    assert persons.load(db, cast.inspector.id).roles == {"inspector", "shopper"}


def test_a_site_moves_by_its_code(db, cast):
    head = ["网点编号", "网点名称", "单位名称"]
    imported(db, files.book({"网点": [head, ["W1", "城东供电所营业厅", "城东供电所"]]}))
    imported(db, files.book({"网点": [head, ["W1", "新营业厅", "城西供电所"]]}))
    moved = sites.get(db, cast.hall.id)
    assert (moved.name, moved.unit) == ("新营业厅", cast.west.id)
    assert sites.unit_at(db, cast.hall.id, clock.now() - clock.seconds(1)) == cast.east.id


def test_an_account_out_of_service_is_not_given_roles(db, cast):
    changing.disable(db, cast.shopper, cast.admin.id)
    assert places(db, {"检查员": [["姓名", "角色"], ["郑秋", "检查员"]]}) == [("检查员", 2, "(A)")]


def test_the_number_of_another_account_is_named(db, cast):
    imported(db, files.book({"检查员": [["工号", "姓名", "角色"], ["7", "周敏", "检查员"]]}))
    rows = [["工号", "姓名", "角色"], ["7", "周小敏", "检查员"]]
    assert places(db, {"检查员": rows}) == [("检查员", 2, "(B)")]


def test_a_unit_without_a_code_below_another_parent_is_neither_moved_nor_doubled(db, cast):
    sheets = {"单位": [["单位名称", "上级单位"], ["城东供电所", "城西供电所"]]}
    assert places(db, sheets) == [("单位", 2, "(B)")]
