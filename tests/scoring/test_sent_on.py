"""What was settled after a closing is readable at once, on the closed month, before the next one has a score."""

from datetime import datetime

import pytest

from app import clock
from app.scoring import export, months
from tests.scoring.stories import fails, inspected, passes
from tests.scoring.test_closing import DECEMBER
from tests.scoring.test_covert import EARLY, LATE, UUID


@pytest.fixture
def closed(db, cast):
    """November of the east, 50.00, closed before its end."""
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    months.close(db, cast.publisher, "2026-11")


def pages(sign_in, cast, month="2026-11"):
    return [
        sign_in(person).get(path).get_data(as_text=True)
        for person, path in (
            (cast.unit, f"/home/?month={month}"),
            (cast.leader, f"/scores/{month}?unit={cast.east.id}"),
        )
    ]


def test_it_stands_below_the_closed_lines_with_the_words_that_the_ledger_will_have(db, sign_in, cast, closed):
    before = export.as_json(db, "2026-11")
    late = inspected(db, cast, *fails("CL02-05", "CL02-12"))
    assert export.as_json(db, "2026-11") == before
    shown = (
        "关账后的调整，计入2026年12月",
        "2026年11月已关账，关账后的结果在本月调整",
        "明察 11月24日 · 城东供电所营业厅",
        "关账后才通过复核；新增不符合：4.1.14 ",
        "−25.00",
        "50.00",
    )
    for page in pages(sign_in, cast):
        assert not [words for words in shown if words not in page]
        assert page.index("合计") < page.index("关账后的调整")
        assert late not in page
    bureau = sign_in(cast.planner).get(f"/scores/2026-11?unit={cast.east.id}").get_data(as_text=True)
    assert f'href="/review/{late}"' in bureau
    with clock.at(DECEMBER):
        inspected(db, cast, *passes("CL02-04"), at=DECEMBER)
        (line,) = [line for line in months.ledger(db, "2026-12", cast.east.id) if line.rule == "adjustment"]
        assert line.remark in bureau
        assert "计入2026年12月" in pages(sign_in, cast)[0]


def test_without_adjustments_nothing_is_shown(sign_in, cast, closed):
    assert not [page for page in pages(sign_in, cast) if "关账后的调整" in page]


def test_a_unit_without_a_score_reads_at_home_why_nothing_changes(db, sign_in, cast):
    inspected(db, cast, *passes("CL02-04"), site=cast.hall2.id)
    months.close(db, cast.publisher, "2026-11")
    inspected(db, cast, *passes("CL02-04"))
    page = pages(sign_in, cast)[0]
    assert "暂无得分" in page
    assert "2026年11月已关账且没有可比的得分" in page


def test_what_waits_is_moved_on_with_its_heading(db, sign_in, cast, closed):
    inspected(db, cast, *fails("CL02-05"))
    with clock.at(datetime.fromisoformat("2026-12-30T09:00:00+08:00")):
        months.close(db, cast.publisher, "2026-12")
        assert "关账后的调整，计入2027年1月" in pages(sign_in, cast)[0]


@pytest.mark.parametrize("approach", ["covert", "shopper"])
def test_of_covert_work_no_byte_tells_more_than_the_ten_days(db, sign_in, cast, closed, approach):
    def told(inspector, *order):
        with db.write():  # the other world is forgotten
            db.execute("DELETE FROM visit_scores WHERE submission NOT IN (SELECT submission FROM closed_visits)")
            db.execute("DELETE FROM findings WHERE submission NOT IN (SELECT submission FROM closed_visits)")
            db.execute("DELETE FROM adjustments")
        for at in order:
            failing = fails("CL02-05", post="3号柜台", note="canary")
            inspected(db, cast, *failing, approach=approach, inspector=inspector.id, at=at)
        found = pages(sign_in, cast)
        for page in found:
            assert "11月中旬 · 城东供电所营业厅" in page
            hidden = ("11月12日", "11月17日", "柜台", "canary", inspector.name, inspector.code)
            assert not [word for word in hidden if word in page]
        return [UUID.sub("…", page) for page in found]

    assert told(cast.inspector, EARLY, LATE) == told(cast.inspector2, LATE, EARLY)
