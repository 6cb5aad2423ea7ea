"""`python -m tests.rows`: which of the 37 systems of the source documents work. A row is claimed only by its test.

A test claims a row with `@pytest.mark.row("S22")`. A row works when it has a test and all its tests pass.
"""

import contextlib
import json
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

SYSTEMS = {
    "S01": "检查方式",
    "S02": "检查对象名录",
    "S03": "检查主体与归口",
    "S04": "条款库与清单",
    "S05": "现场取证",
    "S06": "审核与评分",
    "S07": "通报",
    "S08": "营销综合竞赛考核",
    "S09": "加分",
    "S10": "处罚",
    "S11": "月度考核",
    "S12": "年度全面检查",
    "S13": "组织机构台账",
    "S14": "九项制度+考核办法",
    "S15": "优质服务方案与活动",
    "S16": "八类记录",
    "S17": "行风监督员与座谈会",
    "S18": "领导接待日",
    "S19": "培训与考试",
    "S20": "创新",
    "S21": "应急",
    "S22": "越级投诉工单",
    "S23": "定期报送",
    "S24": "首问负责(任)制",
    "S25": "限时办结",
    "S26": "一次性告知",
    "S27": "效能投诉",
    "S28": "效能告诫(个人)",
    "S29": "科室集体告诫",
    "S30": "领导责任追究",
    "S31": "与考评评优挂钩",
    "S32": "投诉属实赔礼道歉",
    "S33": "典型表彰/违纪查处",
    "S34": "四不准红线",
    "S35": "营业场所服务内容",
    "S36": "95598",
    "S37": "解释与版本",
}


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Outcomes:
    """A pytest plugin that remembers, for each row, its tests and whether they passed."""

    claims: dict[str, list[str]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for row in rows_of(item):
                self.claims.setdefault(row, []).append(item.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid)
        elif not report.passed:
            self.failed.add(report.nodeid)

    @property
    def unknown(self) -> set[str]:
        """Rows that tests claim but the source documents do not know."""
        return set(self.claims) - set(SYSTEMS)

    def works(self, row: str) -> bool:
        """Whether the row has a test and all its tests passed."""
        tests = set(self.claims.get(row, ()))
        return bool(tests) and tests <= self.passed - self.failed


def rows_of(item: pytest.Item) -> list[str]:
    return [str(row) for mark in item.iter_markers("row") for row in mark.args]


def table(outcomes: Outcomes) -> Iterable[str]:
    """One line for each row, and the sum."""
    for row, name in SYSTEMS.items():
        tests = outcomes.claims.get(row, [])
        state = "works" if outcomes.works(row) else "fails" if tests else "-"
        yield f"{row}  {wide(name, 22)}  {state:5}  {' '.join(tests)}".rstrip()
    yield f"{sum(map(outcomes.works, SYSTEMS))}/{len(SYSTEMS)}"


def wide(text: str, width: int) -> str:
    """Padded to a width in which a Chinese character counts two."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * (width - taken)


def run(*arguments: str) -> tuple[Outcomes, int]:
    """Runs the tests that claim a row and gives their outcomes with pytest's exit status."""
    outcomes = Outcomes()
    with contextlib.redirect_stdout(sys.stderr):
        status = pytest.main(["-m", "row", "-q", "--no-header", "-p", "no:cacheprovider", *arguments], [outcomes])
    return outcomes, int(status)


def main(arguments: list[str]) -> int:
    """0, or 1 when the tests could not be run or claim a row that does not exist."""
    outcomes, status = run()
    if "--json" in arguments:
        print(json.dumps({row: outcomes.works(row) for row in SYSTEMS}))
    else:
        print("\n".join(table(outcomes)))
    if outcomes.unknown:
        print(f"No such row: {', '.join(sorted(outcomes.unknown))}", file=sys.stderr)
    usual = {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED}
    return int(bool(outcomes.unknown) or status not in usual)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
