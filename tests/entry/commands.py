"""`mingcha` as an operator calls it, on a folder of the test's own and with none of the tests' own variables."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import cli
from app.config import PREFIX

Command = Callable[..., Result]


def on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command; what it prints on both streams is in `output`. A traceback fails the test."""
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)

    def run(*words: str) -> Result:
        result = CliRunner().invoke(cli.main, words, env={PREFIX + "DATA": str(folder)})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
