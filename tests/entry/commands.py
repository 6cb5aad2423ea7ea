"""`mingcha` as an operator calls it, on a folder of the test's own."""

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from app import cli
from app.config import PREFIX

Command = Callable[..., Result]


def on(folder: Path) -> Command:
    """Runs a command; what it prints on both streams is in `output`. A traceback fails the test."""

    def run(*words: str) -> Result:
        result = CliRunner().invoke(cli.main, words, env={PREFIX + "DATA": str(folder)})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run
