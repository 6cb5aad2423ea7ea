"""The ledger as other programs read it."""

from decimal import Decimal

import pytest

from app.errors import Invalid
from app.scoring import export, months
from tests.scoring.stories import OCTOBER, fails, inspected, passes, reviewed, sent

LINE = {"visit", "post", "item", "clause", "rule", "rule_version", "points", "yuan", "reason"}


def test_every_line_names_visit_item_clause_and_rule_and_they_add_up(db, cast):
    submission = inspected(db, cast, *passes("CL02-04"), *fails("CL02-10", "CL02-11", "CL02-12", post="2号柜台"))
    inspected(db, cast, *passes("CL01-01"), site=cast.hall2.id, checklists=("CL01",), approach="covert")
    found = export.as_json(db, "2026-11")
    assert (found["month"], found["closed"]) == ("2026-11", False)
    assert [unit["name"] for unit in found["units"]] == ["城西供电所", "城东供电所"]
    east = found["units"][1]
    assert set(east) == {"unit", "name", "score", "grade", "veto", "visits", "thin", "lines"}
    assert (east["unit"], east["score"], east["thin"], east["veto"]) == (cast.east.id, "28.57", True, False)
    assert all(set(line) == LINE for line in east["lines"])
    visit = db.one("SELECT visit FROM submissions WHERE id = :id", id=submission)["visit"]
    assert [line["visit"] for line in east["lines"]] == [None, visit, visit, visit]
    assert east["lines"][1] == {
        "visit": visit,
        "post": "2号柜台",
        "item": "CL02-10",
        "clause": "D2-4.1.15",
        "rule": "failing",
        "rule_version": months.table(db, "2026-11")[0].rule_version,
        "points": "-28.57",
        "yuan": "0.00",
        "reason": "营业人员接待客户时首先起立（一般）",
    }
    for unit in found["units"]:
        assert sum(Decimal(line["points"]) for line in unit["lines"]) == Decimal(unit["score"])


def test_a_closed_month_says_so_and_its_adjustments_add_up_in_the_next(db, cast):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10", "CL02-12"), at=OCTOBER)
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-12"))
    months.close(db, cast.publisher, "2026-10")
    reviewed(db, cast, sent(db, cast, *fails("CL02-10"), at=OCTOBER))
    assert export.as_json(db, "2026-10")["closed"]
    (unit,) = export.as_json(db, "2026-11")["units"]
    assert unit["lines"][-1]["rule"] in {"adjustment", "remainder"}
    assert sum(Decimal(line["points"]) for line in unit["lines"]) == Decimal(unit["score"])


def test_a_month_without_checks_has_no_units(db, cast):
    assert export.as_json(db, "2026-11") == {"month": "2026-11", "closed": False, "units": []}


def test_a_text_that_is_no_month_is_refused(db):
    with pytest.raises(Invalid):
        export.as_json(db, "November")
