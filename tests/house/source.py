"""The source as the house tests read it: every module with its syntax tree and its room."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.config import ROOT

BASE = ("config", "clock", "errors", "db", "schema", "journal", "bureau", "choices", "pages", "language", "assets")
ORDER = (
    "base",
    "people",
    "org",
    "checklists",
    "photos",
    "visits",
    "intake",
    "review",
    "duties",
    "scoring",
    "notices",
    "entry",
)


@dataclass(frozen=True)
class Module:
    """`name` is dotted (`app.people.persons`), `path` absolute."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        return room_of(self.name)

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"

    def at(self, line: int) -> str:
        """A place that a person can click on."""
        return f"{self.path.relative_to(ROOT)}:{line}"


def room_of(name: str) -> str:
    """The room of a dotted name: a package of the order, `base`, or `entry` for everything else directly in app/."""
    second = name.removeprefix("app").lstrip(".").partition(".")[0]
    if second in BASE:
        return "base"
    return second if second in ORDER else "entry"


def module(name: str, text: str, path: Path = ROOT / "planted.py") -> Module:
    """A module made from text, to show that a test sees what it should see."""
    return Module(name, path, ast.parse(text))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the application."""
    found = []
    for path in sorted((ROOT / "app").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported: at the top, in functions, under TYPE_CHECKING, by importlib."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Import():
                for alias in node.names:
                    yield node.lineno, alias.name
            case ast.ImportFrom():
                source = _absolute(module, node)
                for alias in node.names:
                    yield node.lineno, f"{source}.{alias.name}"
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def _absolute(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = module.name.split(".")
    above = node.level - (1 if module.is_package else 0)
    base = package[: len(package) - above]
    return ".".join([*base, *([node.module] if node.module else [])])


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git knows or would add; without git, every file outside of hidden and generated folders."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
    else:
        names = [str(p.relative_to(ROOT)) for p in ROOT.rglob("*") if not _generated(p)]
    return tuple(sorted(p for p in (ROOT / name for name in names) if p.is_file()))


def _generated(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] in {"data", "build"} or any(p == "__pycache__" or p.startswith(".") for p in parts)
