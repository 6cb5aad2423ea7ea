"""The administrator's room: a template to fill in, a preview that changes nothing, and then exactly that import."""

import io
import re

import pytest
from openpyxl import load_workbook

from app import audit, journal
from app.org import importing, sites, units
from app.people import assertions, persons
from tests.org import files
from tests.people.authenticator import Authenticator


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
    added = re.findall(r'<th scope="row">(\S+) <span class="meta no-wrap">\S+</span></th><td>(.+?)</td>', page)
    assert ("城南供电所", "示范供电公司") in added
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


def test_with_the_passkey_accounts_are_imported_and_their_roles_journaled(db, admin, cast, settings):
    device = Authenticator(settings.site_origin)
    admin.post("/passkeys/", data={"credential": device.creates(admin.get("/passkeys/creation").json)})
    place = upload(admin, files.book({"检查员": [["姓名", "角色"], ["王五", "检查员"]]})).location
    asked = admin.get(f"/passkeys/assertion?purpose=roster:{place[17:]}").json
    answer = admin.post(place + "/import", data={"assertion": device.signs(asked)})
    assert answer.status_code == 303
    made = next(person for person in persons.everyone(db) if person.name == "王五")
    granted = journal.since(db, 0, "role.granted")[-1]
    assert (granted["subject"], granted["who"]) == (made.id, cast.admin.id)
    assert list(audit.breaks(db)) == []


def test_without_a_file_the_page_says_so(admin):
    answer = admin.post("/roster/previews/", data={})
    assert answer.status_code == 422
    assert "请先选择文件" in answer.text


def test_anothers_preview_does_not_exist(db, admin, sign_in):
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


def test_both_languages_show_every_page(db, admin):
    admin.set_cookie("lang", "en")
    bad = upload(admin, files.book({"网点": [["网点名称", "单位名称"], ["甲厅", "没有的所"]]})).location
    assert "There is no unit 没有的所, neither in this file nor in the roster." in admin.get(bad).text
    assert "Nothing in the roster is called “xyz”." in admin.get("/roster/?q=xyz").text


def test_what_a_name_holds_is_shown_as_text(db, admin):
    rows = [["网点名称", "单位名称"], ["<b>甲</b>%s厅", "城东供电所"], ["乙厅", "<i>%(x)s"]]
    page = admin.get(upload(admin, files.book({"网点": rows})).location).text
    assert "<i>" not in page
    assert "%(x)s" in page


def test_a_file_name_that_is_no_text_is_kept_readable(db):
    importing.straight(db, "\udcbb\udca8.xlsx", files.book(files.WHOLE))
    assert importing.imports(db)[0].file == "??.xlsx"


def test_two_names_from_right_to_left_do_not_trade_places_around_the_arrow(admin, db):
    rows = [["工号", "姓名", "单位名称"], ["1", "ئالىم", "城东供电所"]]
    importing.straight(db, "a.xlsx", files.book({"人员": rows}))
    rows[1][1] = "ئابدۇرېھىم"
    page = admin.get(upload(admin, files.book({"人员": rows})).location).text
    assert "\u2068ئالىم\u2069 → \u2068ئابدۇرېھىم\u2069" in page
