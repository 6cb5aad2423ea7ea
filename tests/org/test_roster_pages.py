"""The administrator's room: a template to fill in, a preview that changes nothing, and then exactly that import."""

import io

import pytest
from openpyxl import load_workbook

from app import journal
from app.org import importing, sites, units
from app.people import assertions
from tests.org import files


@pytest.fixture
def admin(cast, sign_in):
    return sign_in(cast.admin)


def upload(client, body, name="roster.xlsx"):
    return client.post("/roster/previews/", data={"file": (io.BytesIO(body), name)})


# Below the company of the cast, so that there is one root.
WHOLE = {
    "单位": [["单位编号", "单位名称", "上级单位"], ["01", "城南供电所", "示范供电公司"]],
    "网点": [["网点名称", "单位名称"], ["大庆营业厅", "城南供电所"]],
}


def test_a_preview_imports_nothing_and_the_import_what_it_showed(db, admin):
    place = upload(admin, files.book(WHOLE)).location
    page = admin.get(place).text
    assert "还没有导入" in page
    assert [unit.name for unit in units.everyone(db)] == ["示范供电公司", "城东供电所", "城西供电所"]
    answer = admin.post(place + "/import")
    assert (answer.status_code, answer.location) == (303, "/roster/?imported=1")
    assert "城南供电所" in admin.get("/roster/").text
    assert admin.get(place).status_code == 404
    entry = journal.since(db, 0, "roster.imported")[-1]
    assert len(entry["subject"]) == 64
    assert '"sites": 1' in entry["detail"]


def test_a_problem_is_named_by_sheet_row_and_column_and_keeps_all_out(db, admin):
    rows = [*WHOLE["网点"], ["北关营业厅", "不存在的所"]]
    place = upload(admin, files.book({**WHOLE, "网点": rows})).location
    page = admin.get(place).text
    for text in ("单位名称 (B)", "没有“不存在的所”这个单位", '<td class="num">3</td>'):
        assert text in page
    assert f'action="{place}/import"' not in page
    assert admin.post(place + "/import").status_code == 422
    assert len(units.everyone(db)) == 3


def test_an_import_is_refused_when_the_roster_changed_in_between(db, admin, cast):
    place = upload(admin, files.book(WHOLE)).location
    units.add(db, "城南供电所", parent=cast.company.id)
    answer = admin.post(place + "/import")
    assert answer.status_code == 409
    assert "花名册有了变动" in answer.text
    assert [site.name for site in sites.everywhere(db)] == ["城东供电所营业厅", "城西供电所营业厅"]


def test_accounts_need_the_passkey(db, admin, cast):
    place = upload(admin, files.book({"检查员": [["姓名", "角色"], ["王五", "检查员"]]})).location
    assert f'data-assert="roster:{place[17:]}"' in admin.get(place).text
    assert admin.post(place + "/import").status_code == 403
    assert importing.imports(db) == []
    assert assertions.may_make(db, cast.admin.id)


def test_without_a_file_the_page_says_so(admin):
    answer = admin.post("/roster/previews/", data={})
    assert answer.status_code == 422
    assert "请先选择文件" in answer.text


def test_anothers_preview_does_not_exist(db, admin, sign_in):
    from app.people import persons

    place = upload(admin, files.book(WHOLE)).location
    other = sign_in(persons.add(db, "另一位", "admin"))
    assert other.get(place).status_code == 404
    assert other.post(place + "/import").status_code == 404


@pytest.mark.parametrize("role", ["inspector", "shopper", "planner", "publisher", "unit", "leader", "supervisor"])
def test_for_others_the_room_does_not_exist(cast, sign_in, role):
    client = sign_in(getattr(cast, role))
    for path in ("/roster/", "/roster/template.xlsx", f"/roster/units/{cast.east.id}"):
        assert client.get(path).status_code == 404
    assert upload(client, files.book(WHOLE)).status_code == 404


def test_the_template_has_a_sheet_for_each_kind_and_imports_nothing(db, admin):
    body = admin.get("/roster/template.xlsx").data
    assert load_workbook(io.BytesIO(body)).sheetnames == ["说明", "单位", "网点", "岗位", "人员", "任职", "检查员"]
    preview = importing.straight(db, "t.xlsx", body)
    assert preview.problems == []
    assert len(preview.counted) == 6
    assert all((each.new, each.changed, each.same) == (0, 0, 0) for each in preview.counted)


def test_the_room_is_searched_and_a_unit_is_looked_into(db, admin, cast):
    importing.straight(db, "a.xlsx", files.book({"人员": [["姓名", "单位名称"], ["阿迪力·买买提", "城东供电所"]]}))
    assert "阿迪力·买买提" in admin.get("/roster/?q=adl").text
    assert "城东供电所营业厅" in admin.get("/roster/?q=cdgds").text
    assert "周敏" in admin.get("/roster/?q=zm").text
    assert "花名册里没有找到“xyz”" in admin.get("/roster/?q=xyz").text
    page = admin.get(f"/roster/units/{cast.east.id}").text
    for text in ("城东供电所营业厅", "1号柜台", "阿迪力·买买提"):
        assert text in page
