"""What a closed month gives a notice to say, as values. Names are names as they are printed, never ids."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Since:
    """What happened to a closed month afterwards: checks accepted late, checks replaced by a correction, failings
    withdrawn, and the months whose scores took the difference."""

    accepted: int = 0
    replaced: int = 0
    withdrawn: int = 0
    months: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """What a closed month counted: numbers of units, sites and visits, visits by approach, judgements by verdict
    (unanswered items are `unseen`), failings confirmed, and the titles of the standards applied. `since` changes none
    of these numbers."""

    units: int
    sites: int
    visits: int
    approaches: tuple[tuple[str, int], ...]
    verdicts: dict[str, int]
    confirmed: int
    standards: tuple[str, ...]
    since: Since = Since()


@dataclass(frozen=True)
class Failing:
    """A confirmed failing as it may be published. `when` is 10月12日 or, for covert work, 10月中旬; `post` is empty for
    covert work; `withdrawn` says that it no longer stands. The failings of a notice come in their order: by clause,
    item, roster, then `when`."""

    clause: str
    topic: str
    item: str
    unit: str
    post: str
    when: str
    redline: bool
    withdrawn: bool = False


@dataclass(frozen=True)
class Standing:
    """A unit's line of the ranking; `rank` is None for thin samples and vetoes."""

    unit: str
    rank: int | None
    score: str
    grade: str
    veto: bool
    thin: bool


@dataclass(frozen=True)
class Month:
    """Everything that the text of a notice is made from, besides what is typed."""

    month: str
    counts: Counts
    failings: tuple[Failing, ...]
    standings: tuple[Standing, ...]

    @property
    def vetoed(self) -> frozenset[str]:
        """The names of the units under a veto."""
        return frozenset(s.unit for s in self.standings if s.veto)
