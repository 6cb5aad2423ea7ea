"""Which files the field's pages name: they are kept on the phone with every packed visit."""

from pathlib import PurePosixPath

from app.assets import Assets

SCRIPT = "js/field/sw.js"
NAMED = ("js/field/*.js", "vendor/idb-*", "vendor/client-zip-*")
OFFLINE = "/field/offline"


def assets(static: Assets) -> list[str]:
    """The URLs of every file that a page of the field can name."""
    files = ["css/mingcha.css", "js/theme.js", "icons/mark.svg", "icons/note.svg", "icons/item.svg"]
    for pattern in NAMED:
        files += [path for path in static.files if PurePosixPath(path).match(pattern) and path != SCRIPT]
    return [static.url(path) for path in files]


def shell(static: Assets) -> list[str]:
    """What the worker keeps from its installation on."""
    return [OFFLINE, *assets(static)]
