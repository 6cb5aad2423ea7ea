"""What halls, hotline and website must offer (D2-4.2, 4.3): checked by script and by phone, and seen in one table."""

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.actors import Inspector, Planner, Reviewer
from e2e.pictures import photo
from e2e.stories import the_entry

COUNTY_HALL, OTHER_HALL = "清泉县供电公司城关营业厅", "城东供电所营业厅"


@pytest.fixture
def planner(context_for) -> Planner:
    return Planner(context_for("planner", "desk").pages[0])


@pytest.fixture
def publisher(context_for) -> Reviewer:
    return Reviewer(context_for("publisher", "desk").pages[0])


def row(page: Page, table: str, site: str) -> Locator:
    return page.get_by_role("region", name=table, exact=True).locator("tbody tr").filter(has_text=site)


def cell(page: Page, table: str, site: str, column: str) -> Locator:
    heads = page.get_by_role("region", name=table, exact=True).locator("thead th")
    place = next(number for number, head in enumerate(heads.all()) if column in head.inner_html())
    return row(page, table, site).locator("th, td").nth(place)


@pytest.mark.row("S35")
def test_a_county_hall_is_tried_at_the_weekend_by_a_script(planner, publisher, own_server, context_for):
    shopper = Inspector(context_for("shopper").pages[0])
    planner.gives(COUNTY_HALL, own_server.person("shopper").name, approach="神秘客户", script="M7 周末到县公司营业厅")
    visit = the_entry(shopper, COUNTY_HALL)
    shopper.goes_to(visit + "/script")
    expect(shopper.page.get_by_text("不在法定节假日做。")).to_be_visible()
    shopper.opens(visit)
    assert set(shopper.items()) == {"CL05-04", "CL05-09"}
    shopper.judges("CL05-09", "pass")
    shopper.judges("CL05-04", "fail")
    shopper.finishes()
    shopper.sees_received()
    (submission,) = shopper.submissions()
    publisher.opens(f"/review/{submission}")
    for path in publisher.failings():
        publisher.confirms(path, "属实")
    publisher.accepts(f"/review/{submission}")
    publisher.goes_to("/services/")
    expect(cell(publisher.page, "营业厅", COUNTY_HALL, "无周休日")).to_contain_text("符合")
    expect(cell(publisher.page, "营业厅", COUNTY_HALL, "交纳电费")).to_contain_text("不符合")
    expect(cell(publisher.page, "营业厅", OTHER_HALL, "无周休日")).to_contain_text("不适用")


@pytest.mark.row("S36")
def test_hotline_and_website_are_tried_and_what_is_missing_stands_out(planner, publisher, own_server, context_for):
    inspector = Inspector(context_for("inspector").pages[0])
    name = own_server.person("inspector").name
    planner.goes_to("/services/")
    tried = row(planner.page, "热线 24 小时拨测", "95598供电服务热线")
    expect(tried).to_contain_text("未拨")
    before = tried.inner_text()
    planner.gives("95598", name, approach="电话", script="M6 夜间、凌晨拨热线")
    planner.gives("网上营业厅", name, approach="网站", checklist="95598网站/网页")
    website = the_entry(inspector, "示范供电公司网上营业厅")
    call = the_entry(inspector, "95598供电服务热线")
    inspector.opens(call)
    inspector.judges("CL06-07", "pass")
    inspector.finishes()
    inspector.opens(website)
    inspector.judges("CL07-01", "pass")
    inspector.photographs("CL07-01", photo("page.jpg", seed=7))
    inspector.judges("CL07-02", "fail")
    inspector.notes("CL07-02", "用电信息查询打不开")
    inspector.finishes()
    inspector.sees_received(2)
    for submission in inspector.submissions():
        publisher.opens(f"/review/{submission}")
        for path in publisher.failings():
            publisher.confirms(path, "属实")
        publisher.accepts(f"/review/{submission}")
    publisher.goes_to("/services/")
    assert row(publisher.page, "热线 24 小时拨测", "95598供电服务热线").inner_text() != before
    expect(cell(publisher.page, "网站", "示范供电公司网上营业厅", "停电信息公告")).to_contain_text("有照片或截图")
    expect(cell(publisher.page, "网站", "示范供电公司网上营业厅", "用电信息查询")).to_contain_text("不符合")


@pytest.mark.row("S37")
def test_everybody_reads_who_interprets_the_standards_and_since_when(context_for, own_server):
    unit = context_for("unit", "desk").pages[0]
    unit.goto(own_server.url + "/home/")
    unit.get_by_role("link", name="条款库").click()
    bureau = unit.locator("article").filter(has_text="建设管理办法")
    expect(bureau).to_contain_text("客户服务中心（第二十二条）")
    expect(bureau).to_contain_text("自发布之日起执行")
    bureau.get_by_role("link").first.click()
    expect(unit.locator("[id='D1-22']")).to_contain_text("本办法由客户服务中心负责解释。")
    unit.goto(own_server.url + "/standards/?q=普通话")
    expect(unit.locator("[id='D2-4.1.14']")).to_contain_text("提倡使用普通话")
    expect(unit.locator("[id='D2-4.1.14']")).to_contain_text("必须讲普通话")
