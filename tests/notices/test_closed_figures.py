"""A notice tells a closed month as it was closed; what happened to it since is said, and never changes a number."""

import re

import pytest

from app import clock
from app.notices import archive, compose
from app.scoring import export
from app.visits import visits
from tests.notices import worlds
from tests.notices.worlds import Failed


def drafted(db, cast, month="2026-10"):
    return archive.draft(db, compose.draft(db, cast.planner, month)).notice


def facts(notice):
    return notice.sections[0].blocks[0].text


def problems(notice):
    return "\n".join(block.text for block in notice.sections[2].blocks)


def corrected(db, cast, submission, *failed):
    """A later submission of the same visit, accepted on 12 November."""
    row = db.one("SELECT visit, started_at FROM submissions WHERE id = :id", id=submission)
    day = clock.local(row["started_at"]).date().isoformat()
    return worlds.inspect(db, cast, day, *failed, visit=visits.get(db, row["visit"]), reviewed="2026-11-12")


@pytest.fixture
def first(db, cast):
    """October of the east, closed: an open check with two failings, a covert and another open one with none."""
    submission = worlds.inspect(db, cast, "2026-10-09", Failed("CL02-10", "2号柜台"), Failed("CL02-05", "1号柜台"))
    worlds.inspect(db, cast, "2026-10-14", approach="covert")
    worlds.inspect(db, cast, "2026-10-26")
    worlds.close(db, cast, "2026-10")
    return submission


def test_the_numbers_are_those_of_the_closed_ledger(db, cast, october):
    def counted():
        units = export.as_json(db, "2026-10")["units"]
        lines = [line for unit in units for line in unit["lines"]]
        failings = [line for line in lines if line["rule"] in {"failing", "same-fact"}]
        return {
            "visits": sum(unit["visits"] for unit in units),
            "confirmed": len(failings),
            "clauses": {line["clause"].rpartition("-")[2] for line in failings},
            "scores": {unit["name"]: unit["score"] for unit in units},
        }

    def told():
        notice = drafted(db, cast)
        (count, confirmed) = re.search(r"计(\d+)次，.*成立(\d+)项", facts(notice)).groups()
        return {
            "visits": int(count),
            "confirmed": int(confirmed),
            "clauses": set(re.findall(r"（第([^条]+)条）", problems(notice))) | {"4.4.3(2)"},
            "scores": {row[1]: row[2] for row in notice.sections[3].blocks[0].rows},
        }

    before = counted()
    assert told() == before
    row = db.one("SELECT submission FROM findings WHERE item = 'CL02-10' AND approach = 'open'")
    corrected(db, cast, row["submission"])
    worlds.inspect(db, cast, "2026-10-30", Failed("CL02-04"), reviewed="2026-11-12")
    assert counted() == before
    assert told() == before


def test_what_was_withdrawn_since_stays_and_is_marked(db, cast, first):
    before = drafted(db, cast)
    corrected(db, cast, first, Failed("CL02-05", "1号柜台"))
    after = drafted(db, cast)
    assert "“营业人员接待客户时首先起立”要求的有：城东供电所（2号柜台10月9日〔关账后撤销〕）。" in problems(after)
    assert facts(after).removeprefix(facts(before)) == (
        "关账后，有1次检查由后来的提交更正、1项不符合撤销；本通报数据以关账时为准，得分差额作为调整计入2026年11月。"
    )
    assert "（1号柜台10月9日）" in problems(after)  # confirmed again by the correction
    assert after.sections[3] == before.sections[3]


def test_what_was_accepted_since_is_said_but_not_counted(db, cast, first):
    before = drafted(db, cast)
    worlds.inspect(db, cast, "2026-10-30", Failed("CL02-04"), reviewed="2026-11-12")
    after = drafted(db, cast)
    assert facts(after).removeprefix(facts(before)) == (
        "关账后，有1次检查才通过复核；本通报数据以关账时为准，得分差额作为调整计入2026年11月。"
    )
    assert problems(after) == problems(before)
    assert after.typed.highlights == before.typed.highlights


def test_both_are_said_together(db, cast, first):
    corrected(db, cast, first)
    worlds.inspect(db, cast, "2026-10-30", Failed("CL02-04"), reviewed="2026-11-12")
    assert "关账后，有1次检查才通过复核、1次检查由后来的提交更正、2项不符合撤销；" in facts(drafted(db, cast))


def test_what_changed_no_score_is_said_to_change_none(db, cast, first):
    corrected(db, cast, db.one("SELECT id FROM submissions WHERE started_at LIKE '2026-10-26%'")["id"])
    assert facts(drafted(db, cast)).endswith("本通报数据以关账时为准，得分没有差额。")


def test_covert_work_that_was_withdrawn_tells_no_more_than_the_ten_days(db, cast):
    submission = worlds.inspect(db, cast, "2026-10-14", Failed("CL02-10", "1号柜台"), approach="covert")
    worlds.inspect(db, cast, "2026-10-16", Failed("CL02-10", "3号柜台"), approach="covert")
    worlds.inspect(db, cast, "2026-10-12", Failed("CL02-10"), approach="covert")
    worlds.close(db, cast, "2026-10")
    corrected(db, cast, submission)
    assert problems(drafted(db, cast)).endswith("城东供电所（10月中旬2处，10月中旬〔关账后撤销〕）。")


def test_a_draft_that_is_saved_again_keeps_its_numbers(db, cast, first):
    notice = compose.draft(db, cast.planner, "2026-10")
    before = archive.draft(db, notice).notice
    corrected(db, cast, first)
    compose.revise(db, cast.planner, notice, before.typed)
    after = archive.draft(db, notice).notice
    assert facts(after).startswith(facts(before))
    assert after.sections[3] == before.sections[3]
