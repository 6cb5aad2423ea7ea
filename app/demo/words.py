"""What inspectors and reviewers of the demo world write, from `words.yaml`: notes with time, post and what was said."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("words.yaml")


@dataclass(frozen=True)
class Words:
    """Mappings are by item; `{t}`, `{t2}` and `{p}` stand for times and the post."""

    failed: dict[str, list[str]]
    covertly: dict[str, str]
    errands: list[str]
    entered: list[str]
    nothing: list[str]
    overall: list[str]
    praise: dict[str, list[str]]
    dismissed: dict[str, str]
    doubted: list[str]
    milder: str
    harsher: str
    red: str


@cache
def words() -> Words:
    return Words(**yaml.safe_load(FILE.read_text(encoding="utf-8")))
