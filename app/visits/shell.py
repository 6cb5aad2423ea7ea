"""Which files the field's pages name: they are kept on the phone with every packed visit."""

from app.assets import FOLDER, Assets

SCRIPT = FOLDER / "js/field/sw.js"
OFFLINE = "/field/offline"


def assets(static: Assets) -> list[str]:
    """The URLs of every file that a page of the field can name."""
    scripts = sorted(file.name for file in (FOLDER / "js/field").glob("*.js") if file != SCRIPT)
    files = ["css/mingcha.css", "js/theme.js", "icons/mark.svg", "icons/note.svg"]
    files += [f"js/field/{name}" for name in scripts]
    files += [
        f"vendor/{file.name}" for pattern in ("idb-*", "client-zip-*") for file in (FOLDER / "vendor").glob(pattern)
    ]
    return [static.url(path) for path in files]


def shell(static: Assets) -> list[str]:
    """What the worker keeps from its installation on."""
    return [OFFLINE, *assets(static)]
