"""Two languages: messages are English in the source; `translations/zh/` holds the Chinese, one file per package."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, request
from flask_babel import Babel, Domain

from app import clock

FOLDER = Path(__file__).parent / "translations"
DEFAULT = "zh"
COOKIE = "lang"
COOKIE_DAYS = 400  # the most that browsers keep
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Language:
    """`code` names the catalogue and is what the cookie holds, `tag` stands in `lang` attributes, `name` is its own."""

    code: str
    tag: str
    name: str


LANGUAGES = {"zh": Language("zh", "zh-CN", "中文"), "en": Language("en", "en", "English")}


class Messages(Domain):  # type: ignore[misc]
    """The catalogue of the request's language, read from the .po files without a compile step."""

    def get_translations(self) -> Translations:
        return catalogue(chosen())

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """One or many; templates fill in the values by themselves."""
        text: str = self.get_translations().ungettext(one, many, number)
        return text % values if values else text


def install(app: Flask) -> None:
    """Makes `_()` in templates speak the chosen language, and adds the filters for dates."""
    Babel(app, default_locale=DEFAULT, locale_selector=chosen)
    messages = Messages()
    app.extensions["babel"].domain = messages
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        messages.gettext, messages.ngettext, newstyle=True
    )
    app.jinja_env.filters.update(
        day=day, dated=dated, weekday=weekday, moment=moment, clock=time_of_day, month_name=month_name
    )
    app.jinja_env.globals["lang"] = lambda: LANGUAGES[chosen()].tag
    app.jinja_env.globals["other_language"] = lambda: LANGUAGES["en" if chosen() == "zh" else "zh"]


def chosen() -> str:
    """The language of this request: `zh` unless the person chose otherwise."""
    return "en" if request and request.cookies.get(COOKIE) == "en" else DEFAULT


def say(sentence: str, /, **values: object) -> str:
    """Translates a sentence marked with `N_` and fills in its `%(name)s`."""
    text = catalogue(chosen()).gettext(sentence) if sentence else ""
    return text % values if values else text


@cache
def catalogue(language: str) -> Translations:
    """All .po files of a language as one set of translations; English is the source itself."""
    merged = Catalog(locale=language)
    for file in sorted((FOLDER / language).glob("*.po")):
        with file.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id and message.string:
                    merged[message.id] = message
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)


def day(value: str | date) -> str:
    """11月24日; in English 24 Nov."""
    when = _moment(value)
    return f"{when.month}月{when.day}日" if chosen() == "zh" else f"{when.day} {when:%b}"


def bare_month(day: date) -> str:
    """11月; in English November."""
    return f"{day.month}月" if chosen() == "zh" else f"{day:%B}"


def dated(value: str | date) -> str:
    """11月24日 周二; in English Tue 24 Nov."""
    parts = day(value), weekday(value)
    return " ".join(parts if chosen() == "zh" else reversed(parts))


def weekday(value: str | date) -> str:
    when = _moment(value)
    return "周" + _WEEKDAYS[when.weekday()] if chosen() == "zh" else f"{when:%a}"


def moment(value: str | date) -> str:
    """2026-11-24 10:38:12, in the bureau's zone."""
    return f"{_moment(value):%Y-%m-%d %H:%M:%S}"


def time_of_day(value: str | date) -> str:
    return f"{_moment(value):%H:%M:%S}"


def month_name(month: str) -> str:
    """2026年11月; in English November 2026."""
    first = date.fromisoformat(month + "-01")
    return f"{first.year}年{first.month}月" if chosen() == "zh" else f"{first:%B %Y}"


def _moment(value: str | date) -> date:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return clock.midnight(value)
    return clock.midnight(date.fromisoformat(value)) if len(value) == 10 else clock.local(value)
