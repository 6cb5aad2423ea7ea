"""The files a browser gets: their build hash, and icons inlined into the pages that use them."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Flask, g
from markupsafe import Markup

from app.config import ROOT

_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)
_COMMENT = re.compile(rb"^[ ]*(?://[^\n]*|/\*\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
FOLDER = ROOT / "static"


class Assets:
    """The static folder, read once, under a directory named for its content, so that every file in it is immutable."""

    def __init__(self) -> None:
        self.files = read(FOLDER)
        self.build = build_of(self.files)
        icons = self.files["icons/icons.svg"].decode()
        symbols = re.findall(r'<symbol id="i-(\w+)".*?</symbol>', icons, re.DOTALL)
        drawn = re.findall(r"<symbol .*?</symbol>", icons, re.DOTALL)
        self._imported: dict[str, list[str]] = {}
        self._symbols = dict(zip(symbols, drawn, strict=True))

    def install(self, app: Flask) -> None:
        app.extensions["assets"] = self
        app.jinja_env.globals.update(
            static=self.url, modules=self.modules, icon=self.icon, icons=self.used, build=self.build
        )

    def url(self, path: str) -> str:
        """The URL of a file of the static folder."""
        return f"/static/{self.build}/{path}"

    def modules(self, path: str) -> list[str]:
        """The URLs of everything that a script imports, and those import in turn. A page that names them all gets them
        at once; else the browser learns of each only when it has read the one before. Raises KeyError."""
        if path not in self._imported:
            self._imported[path] = [self.url(found) for found in _closure(self.files, path)]
        return self._imported[path]

    def icon(self, name: str, size: str = "") -> Markup:
        """A symbol, to be drawn from the ones that the end of the page carries. Raises KeyError for an unknown one."""
        assert self._symbols[name]
        used: set[str] = g.setdefault("icons", set())
        used.add(name)
        return _drawn(name, size)

    def used(self) -> Markup:
        """The symbols that this page has used so far."""
        drawn = "\n".join(self._symbols[name] for name in sorted(getattr(g, "icons", ())))
        return Markup("<svg hidden><defs>{}</defs></svg>").format(Markup(drawn))


def _closure(files: Mapping[str, bytes], path: str) -> list[str]:
    found, waiting = dict[str, None](), [path]
    while waiting:
        importing = waiting.pop(0)
        for named in _IMPORT.findall(files[importing].decode()):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(importing), named))
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return list(found)


@cache
def _drawn(name: str, size: str) -> Markup:
    """A page of a list draws a hundred of them."""
    return Markup('<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>').format(
        " " + size if size else "", name
    )


def read(folder: Path) -> dict[str, bytes]:
    """Every file of the folder by its path in it; of the field's scripts without the lines that only people read."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    return {path: _COMMENT.sub(b"", content) if _for_the_phone(path) else content for path, content in found.items()}


def _for_the_phone(path: str) -> bool:
    return path.startswith("js/field/") and path.endswith(".js")


def build_of(files: Mapping[str, bytes]) -> str:
    """A short hash over every file and its path."""
    digest = hashlib.sha256()
    for path, content in files.items():
        digest.update(path.encode() + b"\0" + content)
    return digest.hexdigest()[:12]
