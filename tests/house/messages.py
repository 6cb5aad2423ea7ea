"""What the source says to people, and what the catalogues make of it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import jinja2
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from app.config import ROOT
from app.language import FOLDER

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None, "say": None}
SPOKEN = {"title", "alt", "placeholder", "aria-label", "aria-description", "label"}
CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# Blocks of base.html that stand inside a tag.
IN_A_TAG = re.compile(r"{% block (?:html|body|skin|main_class) %}.*?{% endblock %}", re.DOTALL)
WORD = re.compile(r"[a-z]{3,}")


@cache
def said() -> dict[str, str]:
    """Every message of the source, in the singular, with the first place where it is said."""
    found: dict[str, str] = {}
    for folder, pattern, method in (("app", "*.py", "python"), ("templates", "*.*", "jinja2")):
        for path in sorted((ROOT / folder).rglob(pattern)):
            for line, message, _, _ in extract_from_file(method, path, keywords=KEYWORDS):
                first = message if isinstance(message, str) else message[0]
                found.setdefault(first, f"{path.relative_to(ROOT)}:{line}")
    return found


@cache
def catalogues(language: str = "zh") -> dict[Path, list[Message]]:
    """The entries of each .po file; the header is left out."""
    found = {}
    for file in sorted((FOLDER / language).glob("*.po")):
        with file.open("rb") as stream:
            found[file] = [message for message in read_po(stream, locale=language) if message.id]
    return found


def obsolete(file: Path) -> list[str]:
    """The entries that are only commented out."""
    with file.open("rb") as stream:
        return [str(message) for message in read_po(stream).obsolete]


def first(text: str | tuple[str, ...]) -> str:
    """The singular of a message with plural forms."""
    return text if isinstance(text, str) else text[0]


def places() -> dict[str, list[str]]:
    """In which files each message is translated."""
    found = defaultdict(list)
    for file, entries in catalogues().items():
        for entry in entries:
            found[first(entry.id)].append(file.name)
    return found


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", text))


def stray_percent(text: str) -> bool:
    """Whether a % stands alone, which would break the filling in of values."""
    return "%" in re.sub(r"%\(\w+\)[sd]|%%", "", text)


def written_in(template: str) -> Iterator[str]:
    """The words that a template says by itself, outside of messages: in the text or in what a screen reader reads."""
    reader = _Reader()
    reader.feed(_without_code(template))
    reader.close()
    yield from (text.strip() for text in reader.texts if WORD.search(text) or CJK.search(text))


def _without_code(template: str) -> str:
    """The template's own text; every expression becomes `0`, blocks and comments become nothing."""
    kept, inside, raw = [], "", jinja2.Environment(autoescape=True)
    for _, token, value in raw.lex(IN_A_TAG.sub("", template)):
        if token == "data" and not inside:
            kept.append(value)
        elif token == "raw_begin":
            continue
        elif token.endswith("_begin"):
            inside = token
            kept.append("0" if token == "variable_begin" else "")
        elif token.endswith("_end"):
            inside = ""
    return "".join(kept)


class _Reader(HTMLParser):
    """Gathers what people read or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.texts += [value for name, value in attrs if value and name in SPOKEN]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def script_words(script: str) -> Iterator[str]:
    """What a script says to people: Chinese, sentences, or a literal put on the page."""
    code = re.sub(r"/\*.*?\*/|(?<![:'\"`])//[^\n]*", "", script, flags=re.DOTALL)
    yield from (found.group() for found in re.finditer(f"{CJK.pattern}+", code))
    for found in re.finditer(r"([\"'`])((?:\\.|(?!\1).)*)\1", code, re.DOTALL):
        if re.match(r"[A-Z][a-z]* [a-z]", found.group(2)):
            yield found.group(2)
    put = r"(?:textContent|innerText|innerHTML|ariaLabel|placeholder|\.title)\s*\+?=\s*[\"'`][^\"'`$]*[A-Za-z]{2}"
    yield from (found.group() for found in re.finditer(put, code))
    yield from (found.group() for found in re.finditer(r"\b(?:alert|confirm|prompt)\(", code))
