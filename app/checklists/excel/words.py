"""The words of the workbook in both languages: whichever a person types is understood, width, case and blanks aside."""

import re
from collections.abc import Iterable, Mapping

from app.checklists.words import (
    APPROACH_NAMES,
    KIND_NAMES,
    PHOTO_NAMES,
    PURPOSE_NAMES,
    SEVERITY_NAMES,
    SITE_KIND_NAMES,
    SUBJECT_NAMES,
    VERDICT_NAMES,
)
from app.errors import N_
from app.language import LANGUAGES, catalogue
from app.org.cells import alike

YES, NO = N_("Yes"), N_("No")
TICK = "√"
APPROACHES_TOGETHER = N_("Open visit … Check of the website")
FORM, ITEMS, GUIDE, CLAUSES = N_("Checklist"), N_("Items"), N_("How to fill this in"), N_("Clauses")
_YES = ("√", "✓", "✔", "☑", "1", "y", "true", "对", "有", "on")
_NO = ("×", "✗", "✕", "✘", "☐", "0", "n", "false", "无", "-", "—", "off")
_SEPARATORS = re.compile(r"[、，,；;/／\s]+")
_BRACKETS = re.compile(r"\([^()]*\)$")


def word(message: str, language: str) -> str:
    """A message in a language of the workbook, which need not be the reader's."""
    return catalogue(language).gettext(message)


def spellings(message: str) -> set[str]:
    """How a message may be typed: in either language."""
    return {alike(word(message, language)) for language in LANGUAGES}


def bare(header: str) -> str:
    """A header without blanks, stars, colons and what stands in brackets behind it."""
    usual = re.sub(r"[*:\"']", "", alike(header))
    return _BRACKETS.sub("", usual) or usual


class Vocabulary:
    """The fixed words of one column, by the codes of the model."""

    def __init__(self, names: Mapping[str, str], others: Mapping[str, Iterable[str]] = {}) -> None:
        self.names = dict(names)
        self.others = {code: {alike(one) for one in ways} for code, ways in others.items()}

    def code(self, text: str) -> str | None:
        """The code of a word, or None for a word that is not one of these."""
        typed = alike(text)
        known = (
            code
            for code, message in self.names.items()
            if typed in spellings(message) or typed == code or typed in self.others.get(code, ())
        )
        return next(known, None)

    def word(self, code: str, language: str) -> str:
        return word(self.names[code], language)

    def words(self, language: str) -> list[str]:
        return [word(message, language) for message in self.names.values()]

    def told(self, language: str) -> str:
        """All its words in one line."""
        return ("、" if language == "zh" else ", ").join(self.words(language))


SEVERITIES = Vocabulary(SEVERITY_NAMES)
KINDS = Vocabulary(
    KIND_NAMES,
    {
        "verdict": ("是非", "是非题", "判断题"),
        "conditional": ("条件题", "条件是非"),
        "seconds": ("计时", "秒", "计时+是非"),
        "choice": ("单选题", "select_one"),
        "choices": ("多选题", "select_multiple"),
        "number": ("填数", "数字", "数值"),
        "text": ("填文字", "填空"),
        "date": ("填日期",),
        "parts": ("双项", "四项", "分项题"),
        "time": ("时间", "填时间"),
        "image": ("照片", "拍照"),
        "place": ("定位",),
        "info": ("说明",),
    },
)
SUBJECTS = Vocabulary(SUBJECT_NAMES, {"post": ("个人",), "department": ("单位",)})
PHOTOS = Vocabulary(
    PHOTO_NAMES,
    {
        "no": ("否", "不用", "no"),
        "conditional": ("条件", "视情况"),
        "yes": ("是", "必拍", "yes"),
        "screenshot": ("截屏",),
    },
)
PURPOSES = Vocabulary(PURPOSE_NAMES, {"inspection": ("明察暗访",), "record": ("登记",)})
SITES = Vocabulary(SITE_KIND_NAMES, {"hall": ("供电营业厅",), "hotline": ("95598", "95598热线"), "office": ("办公室",)})
APPROACHES = Vocabulary(
    APPROACH_NAMES,
    {
        "open": ("明",),
        "covert": ("暗",),
        "shopper": ("神",),
        "desk": ("资", "资料"),
        "phone": ("电",),
        "web": ("网",),
    },
)
VERDICTS = Vocabulary(VERDICT_NAMES)
FLAGS = Vocabulary({"yes": YES, "no": NO}, {"yes": _YES, "no": _NO})


def flag(text: str) -> bool | None:
    """What a tick or its absence says; None for what is neither."""
    code = FLAGS.code(text)
    return None if code is None else code == "yes"


def listed(text: str) -> list[str]:
    """The entries of a list, whatever sign or blank parts them."""
    return [one for one in _SEPARATORS.split(text) if one]


def parted(text: str) -> list[str]:
    """The entries of a list, each of which may hold blanks."""
    return [one.strip() for one in re.split(r"[、，,；;/／\n]", text) if one.strip()]
