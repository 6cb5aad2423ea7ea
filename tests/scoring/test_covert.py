"""Of covert work a unit and a leader read the approach and the ten-day band, and nothing depends on the inspector."""

import re
from datetime import datetime

import pytest

from app.scoring import months
from tests.scoring.stories import fails, inspected, passes

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
EARLY = datetime.fromisoformat("2026-11-12T09:10:11+08:00")
LATE = datetime.fromisoformat("2026-11-17T15:16:17+08:00")


def pages(sign_in, cast):
    """What unit and leader can fetch of the scores."""
    return [
        sign_in(person).get(path).get_data(as_text=True)
        for person, path in (
            (cast.unit, "/home/"),
            (cast.leader, f"/scores/2026-11?unit={cast.east.id}"),
            (cast.leader, "/scores/2026-11"),
        )
    ]


@pytest.mark.parametrize("approach", ["covert", "shopper"])
def test_a_covert_line_tells_the_band_only(db, sign_in, cast, approach):
    inspected(db, cast, *passes("CL02-04"), *fails("CL02-10", post="2号柜台"), approach=approach, at=EARLY)
    for page in pages(sign_in, cast):
        assert {"covert": "暗访", "shopper": "神秘客户"}[approach] + " 11月中旬" in page
        assert "11月12日" not in page
        assert "柜台" not in page


def test_no_page_names_inspector_visit_submission_or_observation(db, sign_in, cast):
    told = fails("CL02-10", post="2号柜台", note="canary-note")
    covert = inspected(db, cast, *passes("CL02-04"), *told, approach="covert", at=EARLY)
    opened = inspected(db, cast, *passes("CL02-04"), *fails("CL02-10"))
    hidden = {covert, opened, cast.inspector.id, cast.inspector.name, cast.inspector.code, told[0]["id"], "canary-note"}
    hidden |= {row["visit"] for row in db.rows("SELECT visit FROM submissions")}
    hidden |= {row["id"] for row in db.rows("SELECT id FROM findings")}
    for page in pages(sign_in, cast):
        assert not [secret for secret in hidden if secret in page]


def test_the_order_of_covert_lines_tells_nothing_of_time(db, sign_in, cast):
    for at in (LATE, EARLY):
        items = ("CL02-10", "CL02-11") if at == EARLY else ("CL02-05", "CL02-12")
        inspected(db, cast, *passes("CL02-04"), *fails(*items), approach="covert", at=at)
    items = [line.item for line in months.ledger(db, "2026-11", cast.east.id) if line.item]
    assert items == ["CL02-05", "CL02-10", "CL02-11", "CL02-12"]


def test_what_unit_and_leader_fetch_does_not_depend_on_who_inspected(db, sign_in, cast):
    """The same covert work by A at one time, and by B at another of the same ten days, instead."""

    def world(inspector, at):
        with db.write():  # the other world is forgotten
            db.execute("DELETE FROM visit_scores")
            db.execute("DELETE FROM findings")
        told = [*passes("CL02-04"), *fails("CL02-10", post="2号柜台"), *fails("CL02-10", post="1号柜台")]
        inspected(db, cast, *told, approach="covert", at=at, inspector=inspector)
        inspected(db, cast, *passes("CL02-04"), *fails("CL02-15", "CL02-25"), approach="shopper", at=at)
        return [UUID.sub("…", page) for page in pages(sign_in, cast)]

    assert world(cast.inspector.id, EARLY) == world(cast.inspector2.id, LATE)
