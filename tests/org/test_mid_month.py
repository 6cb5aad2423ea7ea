"""Renamed, merged or closed in mid-month: what was closed and published stands, and results have a home."""

from datetime import datetime

import pytest

from app import audit, clock
from app.notices import gather
from app.org import accounts, importing, search, sites, units
from app.review import findings
from app.scoring import months
from tests.builders import a_visit
from tests.org import files
from tests.scoring.stories import OCTOBER, fails, inspected, passes, reviewed, sent

EARLY = datetime.fromisoformat("2026-11-10T10:00:00+08:00")
MERGER = datetime.fromisoformat("2026-11-16T12:00:00+08:00")
LATE = datetime.fromisoformat("2026-11-20T10:00:00+08:00")
TO_MERGE = [["单位名称", "上级单位", "合并到"], ["城东供电所", "示范供电公司", "城西供电所"]]


def roster(db, rows, sheet="单位", at=MERGER):
    with clock.at(at):
        preview = importing.straight(db, "a.xlsx", files.book({sheet: rows}))
    assert preview.problems == []
    return preview


@pytest.fixture
def october(db, cast):
    """A closed October in which the east was checked."""
    inspected(db, cast, *fails("CL02-10"), at=OCTOBER)
    with clock.at(EARLY):
        months.close(db, cast.publisher, "2026-10")
    return {line.unit.id: (line.unit.name, line.score) for line in months.table(db, "2026-10")}


def standing(db, month="2026-10"):
    return {line.unit.id: (line.unit.name, line.score) for line in months.table(db, month)}


def test_a_closed_month_keeps_the_names_of_its_closing(db, cast, october):
    roster(db, [["单位编号", "单位名称"], ["E", "城东供电所"]])
    before = gather.closed_month(db, "2026-10")
    roster(db, [["单位编号", "单位名称", "简称"], ["E", "新城供电所", ""]])
    assert units.get(db, cast.east.id).name == "新城供电所"
    assert units.get(db, cast.east.id).short == "城东"
    assert standing(db) == october
    assert gather.closed_month(db, "2026-10") == before
    assert [line.unit.name for line in months.table(db, "2026-11")] == []


def test_a_renamed_unit_keeps_its_results_under_way(db, cast):
    roster(db, [["单位编号", "单位名称"], ["E", "城东供电所"]], at=EARLY)
    inspected(db, cast, *passes("CL02-10"), at=EARLY)
    before = standing(db, "2026-11")[cast.east.id][1]
    roster(db, [["单位编号", "单位名称"], ["E", "新城供电所"]])
    assert standing(db, "2026-11") == {cast.east.id: ("新城供电所", before)}


def test_after_a_merger_each_check_counts_for_the_unit_of_its_moment(db, cast, october):
    inspected(db, cast, *fails("CL02-10"), at=EARLY)
    waiting = sent(db, cast, *fails("CL02-10"), at=EARLY)
    preview = roster(db, TO_MERGE)
    assert [(change.kind, change.name) for change in preview.changes] == [
        ("units", "城东供电所"),
        ("sites", "城东供电所营业厅"),
    ]
    reviewed(db, cast, waiting, at=LATE)
    after = inspected(db, cast, *fails("CL02-10"), at=LATE)
    assert {line.unit.name: line.visits for line in months.table(db, "2026-11")} == {"城东供电所": 2, "城西供电所": 1}
    found = findings.confirmed(db, frozenset({cast.west.id}), "2026-11")
    assert len(found) == 1
    assert after
    assert standing(db) == october
    with clock.at(LATE):
        months.close(db, cast.publisher, "2026-11")
    assert {unit.name for unit in months.roster(db, "2026-11")} == {"城东供电所", "城西供电所"}
    assert {unit.name for unit in months.roster(db, "2026-12")} == {"城西供电所"}
    assert list(audit.breaks(db)) == []


def test_a_correction_of_a_closed_month_stays_with_the_unit_of_then(db, cast):
    visit = a_visit(db, cast, opens=OCTOBER.date(), closes=OCTOBER.date())
    inspected(db, cast, *fails("CL02-10"), at=OCTOBER, visit=visit)
    with clock.at(EARLY):
        months.close(db, cast.publisher, "2026-10")
    before = standing(db)
    roster(db, TO_MERGE)
    late = sent(db, cast, *passes("CL02-10"), at=OCTOBER)
    reviewed(db, cast, late, at=LATE)
    assert standing(db) == before
    assert {row["unit"] for row in db.rows("SELECT unit FROM adjustments")} == {cast.east.id}
    assert list(audit.breaks(db)) == []


def test_who_takes_up_a_unit_sees_what_it_had(db, cast):
    roster(db, TO_MERGE)
    assert accounts.visible(db, cast.unit2.id) == {cast.west.id, cast.east.id}
    assert accounts.visible(db, cast.unit.id) == {cast.east.id}
    assert sites.get(db, cast.hall.id).unit_name == "城西供电所"


def test_a_closed_unit_takes_its_sites_out_of_service(db, cast):
    inspected(db, cast, *passes("CL02-10"), at=EARLY)
    roster(db, [["单位名称", "停用日期"], ["城东供电所", "2026年11月1日"]])
    assert [site.name for site in sites.everywhere(db)] == ["城西供电所营业厅"]
    assert search.sites(db, "cdgds") == []
    assert search.sites(db, "cdgds", closed=True) != []
    assert [line.unit.name for line in months.table(db, "2026-11")] == ["城东供电所"]
    assert [unit.name for unit in units.scored(db)] == ["城西供电所"]
    assert [unit.name for unit in months.roster(db, "2026-12")] == ["城西供电所"]


def test_a_day_to_come_closes_only_then(db, cast):
    roster(db, [["网点名称", "单位名称", "停用日期"], ["城东供电所营业厅", "城东供电所", "2026.12.1"]], "网点")
    assert len(sites.everywhere(db)) == 2
    with clock.at(datetime.fromisoformat("2026-12-01T00:00:01+08:00")):
        assert [site.name for site in sites.everywhere(db)] == ["城西供电所营业厅"]


def test_a_closure_can_be_taken_back(db, cast):
    roster(db, [["单位名称", "停用日期"], ["城东供电所", "2026-11-01"]])
    roster(db, [["单位名称", "停用日期"], ["城东供电所", "无"]])
    roster(db, [["网点名称", "单位名称", "停用日期"], ["城东供电所营业厅", "城东供电所", "无"]], "网点")
    assert len(sites.everywhere(db)) == 2
    assert len(units.scored(db)) == 2
