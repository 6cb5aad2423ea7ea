"""Nothing in the repository knows the machine on which it was made or where that machine gets its packages."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.config import ROOT
from tests.house.source import tracked

PERSONAL = re.compile(r"(?<![\w./~$}-])/(?:home|root|Users|work|srv)/[\w.-]+")
REGISTRY = re.compile(
    r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://(?:[\w.-]*\.)?(?:pypi|npmjs|pythonhosted|npmmirror)\."
)
PUBLIC = {"pypi.org", "files.pythonhosted.org", "registry.npmjs.org", "localhost", ""}


def test_no_path_of_a_machine():
    here = re.compile(re.escape(str(ROOT)) + r"(?![\w-])")
    wrong = [f"{place}: {line}" for place, line in lines() if here.search(line) or PERSONAL.search(line)]
    assert wrong == []


def test_no_registry():
    hosts = registries()
    wrong = [
        f"{place}: {line}" for place, line in lines() if REGISTRY.search(line) or any(host in line for host in hosts)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_pin_every_package_by_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^([\w.\[\]-]+)==\S+(.*?)(?=^[\w]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(packages) > 15
    assert [package for package, rest in packages if "--hash=sha256:" not in rest] == []
    assert re.findall(r"^[\w.\[\]-]+(?!.*==)\s*(?:[<>@].*)?$", text, re.MULTILINE) == []


def test_planted_traces_are_found():
    assert PERSONAL.search("data = '/" + "home/anna/mingcha'")
    assert not PERSONAL.search("https://mingcha.example.cn/home/x and /homework/ and ~/work/x")
    assert REGISTRY.search("--index" + "-url x")


def lines() -> Iterator[tuple[str, str]]:
    """Every line of every text file, with its place; this file, which names what it looks for, is left out."""
    for file in tracked():
        if file == Path(__file__):
            continue
        content = file.read_bytes()
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            yield f"{file.relative_to(ROOT)}:{number}", line[:2000]


def registries() -> set[str]:
    """The hosts and folders from which this machine would install, apart from the public ones."""
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    texts = [asked.stdout, *(os.environ.get(n, "") for n in ("PIP_INDEX_URL", "UV_INDEX_URL", "npm_config_registry"))]
    urls = re.findall(r"(?:https?|file)://[^\s'\"]+", " ".join(texts))
    return {urlsplit(url).hostname or urlsplit(url).path for url in urls} - PUBLIC
