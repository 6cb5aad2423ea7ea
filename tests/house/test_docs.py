"""What the documents claim: links lead somewhere, commands and settings exist, the table of jobs is the timetable."""

import re
from dataclasses import fields

import click
import pytest

from app import cli, jobs
from app.config import PREFIX, ROOT, Settings

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TEXTS = {file.relative_to(ROOT).as_posix(): file.read_text() for file in DOCUMENTS}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name):
    links = re.findall(r"\]\(([^)#\s]+)", TEXTS[name])
    inner = [link for link in links if "://" not in link]
    assert [link for link in inner if not ((ROOT / name).parent / link).exists()] == []


@pytest.mark.parametrize("name", TEXTS)
def test_commands_exist(name):
    called = re.findall(r"(?:^ {4,}|`)(?:\.venv/bin/)?mingcha ((?:[a-z][a-z-]*\b ?)+)", TEXTS[name], re.MULTILINE)
    assert [words for words in called if not exists(words.split())] == []


@pytest.mark.parametrize("name", TEXTS)
def test_targets_of_make_exist(name):
    made = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    called = set(re.findall(r"(?:^ {4,}|`)(?:[A-Z]+=\S+ )?make ([a-z./]+)", TEXTS[name], re.MULTILINE))
    assert called - made == set()


@pytest.mark.parametrize("name", TEXTS)
def test_settings_exist(name):
    known = {PREFIX + field.name.upper() for field in fields(Settings)} | {"MINGCHA_KILLS", "MINGCHA_EXAMPLES"}
    assert set(re.findall(r"MINGCHA_[A-Z_]+[A-Z]", TEXTS[name])) - known == set()


def test_the_table_of_settings_is_complete():
    rows = dict(re.findall(r"^\| `(MINGCHA_\w+)` \| (.*) \|$", TEXTS["docs/operations.md"], re.MULTILINE))
    for field in fields(Settings):
        default = f"`{field.default}`" if field.default else ""
        assert rows.get(PREFIX + field.name.upper()) == f"{default} | {field.metadata['meaning']}"
    assert len(rows) == len(fields(Settings))


def test_the_table_of_jobs_is_the_timetable():
    rows = re.findall(r"^\| (`.*`) \| (nightly|within (\d+) s of need) \|", TEXTS["docs/operations.md"], re.MULTILINE)
    told = {name: int(seconds or 0) for names, _, seconds in rows for name in re.findall(r"`(\w+)`", names)}
    assert told == {name: job.every for name, job in jobs.TIMETABLE.items()}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_both_readmes_tell_of_every_role_and_both_commands(name):
    roles = ("检查员", "神秘客户", "营销部专责", "营销部负责人", "供电单位联络员", "领导", "纪检监督", "系统管理员")
    assert [role for role in roles if role not in TEXTS[name]] == []
    assert "make run" in TEXTS[name]
    assert "make test" in TEXTS[name]


def exists(words: list[str]) -> bool:
    """Whether the words begin with a command of ours; what follows a complete one are its arguments."""
    found: click.Command = cli.main
    for word in words:
        if not isinstance(found, click.Group):
            return True
        if word not in found.commands:
            return False
        found = found.commands[word]
    return True
