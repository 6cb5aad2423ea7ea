"""Every message has its Chinese; nothing is said past the catalogues."""

import re

from app.config import ROOT
from tests.house import messages

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,.;:!?()]|[,;!?(][\u4e00-\u9fff]|\.\.\.|(?<!…)…(?!…)")


def test_every_message_is_translated():
    translated = {
        messages.first(entry.id)
        for entries in messages.catalogues().values()
        for entry in entries
        if messages.first(entry.string).strip() and not entry.fuzzy
    }
    assert {place: text for text, place in messages.said().items() if text not in translated} == {}


def test_every_translation_is_of_something_that_is_said():
    said = messages.said()
    assert {text: files for text, files in messages.places().items() if text not in said} == {}


def test_no_message_is_translated_twice():
    assert {text: files for text, files in messages.places().items() if len(files) > 1} == {}


def test_no_entry_is_obsolete():
    assert {file.name: messages.obsolete(file) for file in messages.catalogues() if messages.obsolete(file)} == {}


def test_placeholders_are_the_same_in_both_languages():
    wrong = [
        f"{file.name}: {entry.id}"
        for file, entries in messages.catalogues().items()
        for entry in entries
        for text in (entry.string if isinstance(entry.string, tuple) else (entry.string,))
        if messages.placeholders(text) != messages.placeholders(messages.first(entry.id))
        or messages.stray_percent(text)
        or messages.stray_percent(messages.first(entry.id))
    ]
    assert wrong == []


def test_what_scripts_fill_in_is_right_for_one_and_for_many():
    """They know no plural: what is counted stands before the figure, as in `Photos: {count}`."""
    counted = re.compile(r"\{(?:count|checks|photos|items|drafts|aside|notes)\} (?:[a-z]+s|are|were|have)\b")
    assert [text for text in messages.said() if counted.search(text)] == []


def test_chinese_punctuation_is_full_width():
    wrong = [
        f"{file.name}: {messages.first(entry.string)}"
        for file, entries in messages.catalogues().items()
        for entry in entries
        if HALF_WIDTH.search(messages.first(entry.string))
    ]
    assert wrong == []


def test_templates_say_nothing_past_the_catalogues():
    wrong = [
        f"{template.relative_to(ROOT)}: {text}"
        for template in TEMPLATES
        for text in messages.written_in(template.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_scripts_say_nothing():
    wrong = [
        f"{script.relative_to(ROOT)}: {text}"
        for script in SCRIPTS
        for text in messages.script_words(script.read_text(encoding="utf-8"))
    ]
    assert wrong == []


def test_planted_words_are_found():
    assert list(messages.written_in("<p>{{ _('Saved') }} {# 注 #}<!-- 注 --></p>")) == []
    assert list(messages.written_in("<p>{{ n }} 张</p>")) == ["0 张"]
    assert list(messages.written_in('<p title="close it">{% if a %}{{ b }}{% endif %}</p>')) == ["close it"]
    assert (
        list(messages.script_words("const a = 1; // 注 here\n/* 注 */ get('/api/pack'); x.querySelector('.a b');"))
        == []
    )
    assert (
        len(list(messages.script_words("say('Not saved yet'); b.textContent = \"saved\"; alert(c); d = '已存';"))) == 4
    )


def test_every_message_that_is_said_is_found():
    assert "Not found" in messages.said()
    assert "Main navigation" in messages.said()
