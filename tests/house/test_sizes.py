"""A file is one idea; past these sizes it is two."""

import pytest

from app.config import ROOT
from tests.house.source import tracked

SOURCE = ("app/", "tests/", "e2e/", "bench/", "migrations/")


def lines_over(files, limit: int) -> dict[str, int]:
    counts = {str(f.relative_to(ROOT)): len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    return {name: count for name, count in counts.items() if count > limit}


def test_python_files_have_at_most_260_lines():
    files = [f for f in tracked() if f.suffix == ".py" and str(f.relative_to(ROOT)).startswith(SOURCE)]
    assert len(files) > 50
    assert lines_over(files, 260) == {}


def test_scripts_have_at_most_120_lines():
    assert lines_over((ROOT / "static/js").rglob("*.js"), 120) == {}


def test_the_stylesheet_has_at_most_28_kb():
    assert (ROOT / "static/css/mingcha.css").stat().st_size <= 28_000


def test_templates_have_at_most_200_lines():
    assert lines_over((ROOT / "templates").rglob("*.html"), 200) == {}


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "data", "process"])
def test_names_are_the_fields_own_words(name):
    assert [f for f in tracked() if f.stem == name and f.suffix in {".py", ".js"}] == []
