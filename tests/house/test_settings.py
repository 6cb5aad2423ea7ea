"""Settings come from the environment, once; what is not understood is refused with a sentence."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from app.config import Settings, read
from app.errors import Refused
from tests.house.source import modules


def test_every_setting_has_a_meaning():
    for each in fields(Settings):
        assert each.metadata["meaning"], each.name
        assert isinstance(each.default, str)


def test_the_environment_decides(tmp_path: Path):
    settings = read({"MINGCHA_DATA": str(tmp_path), "MINGCHA_PORT": "8123", "PATH": "/bin"})
    assert settings.folder == tmp_path
    assert settings.database == tmp_path / "mingcha.db"
    assert settings.photos == tmp_path / "photos"
    assert settings.secrets == tmp_path / "secrets"
    assert settings.site_origin == "http://localhost:8123"


def test_an_origin_of_ones_own_is_kept():
    assert read({"MINGCHA_ORIGIN": "https://mingcha.example.cn"}).site_origin == "https://mingcha.example.cn"


@pytest.mark.parametrize("origin", ["", "https://mingcha.example.cn"])
def test_a_name_that_is_not_the_origins_is_refused_since_nothing_would_be_bound_to_it(origin):
    with pytest.raises(Refused, match=r"MINGCHA_HOST is 'mingcha\.lan'.*Set MINGCHA_ORIGIN"):
        read({"MINGCHA_HOST": "mingcha.lan", "MINGCHA_ORIGIN": origin})
    assert read({"MINGCHA_HOST": "mingcha.lan", "MINGCHA_ORIGIN": "https://mingcha.lan"}).host == "mingcha.lan"


def test_a_setting_that_does_not_exist_is_refused_by_name():
    with pytest.raises(Refused, match=r"MINGCHA_DATTA.*mingcha settings"):
        read({"MINGCHA_DATTA": "/tmp"})


@pytest.mark.parametrize("name", ["PORT", "SESSION_DAYS", "THREADS"])
@pytest.mark.parametrize("value", ["", "eight", "-1", "8.5"])
def test_a_number_that_is_none_is_refused(name, value):
    with pytest.raises(Refused, match=f"MINGCHA_{name} must be a whole number"):
        read({f"MINGCHA_{name}": value})


def test_settings_do_not_change():
    with pytest.raises(FrozenInstanceError):
        read({}).port = "1"  # type: ignore[misc]


def test_nobody_else_reads_the_environment():
    readers = {
        each.name
        for each in modules()
        for name in ("os.environ", "os.getenv")
        if name in each.path.read_text(encoding="utf-8")
    }
    assert readers <= {"app.config", "app.cli", "app.org.spelling"}  # the last one tells pypinyin something
