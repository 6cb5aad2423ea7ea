"""The statements by which a migration fills in what older databases do not hold."""

import importlib.util
from types import ModuleType

from app.config import ROOT


def filled_in(table: str, file: str = "0003_adjustments_tell_why") -> list[str]:
    """The statements of the migration's FILL that write to a table."""
    return [
        text
        for text in migration(file).FILL.split(";\n")
        if f"INSERT INTO {table} " in text or f"UPDATE {table} " in text
    ]


def migration(file: str) -> ModuleType:
    """The module of a migration."""
    spec = importlib.util.spec_from_file_location(file, ROOT / "migrations" / f"{file}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
