"""The columns of the sheet of items and the lines of the sheet of the form: one table for reading, writing and the
explanations."""

from dataclasses import dataclass
from functools import cache

from app.checklists.excel import words
from app.checklists.excel.words import Vocabulary
from app.checklists.words import APPROACH_NAMES, FIELD_NAMES
from app.errors import N_


@dataclass(frozen=True)
class Column:
    """`field` is the item's property, or `approach:open` for the tick of one approach. `sort` says how its cells are
    read; `group` how common it is; `width` is in characters; `others` are further headers that are understood."""

    field: str
    message: str
    sort: str = "text"
    group: str = "usual"
    width: int = 12
    needed: bool = False
    vocabulary: Vocabulary | None = None
    others: tuple[str, ...] = ()

    def header(self, language: str) -> str:
        return words.word(self.message, language)


def _of(field: str, sort: str = "text", group: str = "usual", width: int = 12, **more: object) -> Column:
    return Column(field, FIELD_NAMES[field], sort, group, width, **more)  # type: ignore[arg-type]


COLUMNS: tuple[Column, ...] = (
    _of("id", "id", width=11),
    _of("section", width=14, needed=True, others=("分组", "类别")),
    _of("text", width=46, needed=True, others=("检查内容", "要点")),
    _of("short", width=12, needed=True, others=("暗访短语", "短名")),
    _of("clause", "clause", width=13, others=("依据", "依据条款")),
    _of("severity", "word", width=9, needed=True, vocabulary=words.SEVERITIES, others=("等级",)),
    _of("kind", "word", width=12, needed=True, vocabulary=words.KINDS),
    _of("subject", "word", width=9, needed=True, vocabulary=words.SUBJECTS),
    *(Column(f"approach:{code}", message, "tick", width=7, needed=True) for code, message in APPROACH_NAMES.items()),
    _of("evidence", width=34, needed=True, others=("证据",)),
    _of("photo", "word", width=9, needed=True, vocabulary=words.PHOTOS),
    _of("on", "flag", width=7),
    _of("source", width=16),
    _of("occasion", width=24),
    _of("options", "options", width=26),
    _of("unit", width=10, others=("单位", "计量单位")),
    _of("hint", width=24, others=("填写提示", "提示语")),
    _of("ask_if", "condition", "rare", 24),
    _of("photo_if", "condition", "rare", 20),
    _of("fail_if", "condition", "rare", 20),
    _of("valid_if", "condition", "rare", 20),
    _of("valid_message", "text", "rare", 22, others=("不满足时提示",)),
    _of("default", "text", "rare", 12, others=("默认", "默认值")),
    _of("required", "flag", "rare", 8),
    _of("judged", "flag", "rare", 12, others=("下结论",)),
    _of("kinds", "list", "rare", 16, vocabulary=words.SITES),
    _of("county", "flag", "rare", 11),
    _of("whole", "flag", "rare", 9, others=("整数",)),
    Column("section_en", N_("Section, in English"), "text", "english", 20),
    _of("text_en", "text", "english", 46),
    _of("short_en", "text", "english", 18),
    _of("evidence_en", "text", "english", 34),
    _of("occasion_en", "text", "english", 24),
    _of("hint_en", "text", "english", 24),
    Column("options_en", N_("Options, in English"), "options", "english", 26),
)
# Written only where a form needs them; understood always.
APPROACHES = _of("approaches", "list", width=18, vocabulary=words.APPROACHES)
SECTION = Column("section_id", N_("Number of the section"), "id", "rare", 12)

LINES: tuple[Column, ...] = (
    _of("id", "id", needed=True),
    _of("title", needed=True),
    _of("title_en"),
    _of("purpose", "word", vocabulary=words.PURPOSES),
    _of("unplanned", "flag"),
    _of("kinds", "list", vocabulary=words.SITES),
    _of("about"),
    _of("about_en"),
    _of("same_facts", "ids"),
    _of("version"),
)


@cache
def by_header() -> dict[str, Column]:
    """Every column by each header that means it."""
    return _by_name((*COLUMNS, APPROACHES, SECTION))


@cache
def by_label() -> dict[str, Column]:
    """Every line of the form's sheet by each label that means it."""
    return _by_name(LINES)


def _by_name(columns: tuple[Column, ...]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in columns:
        for name in (*sorted(words.spellings(column.message)), *column.others, column.field):
            found.setdefault(words.bare(name), column)
    return found
