"""The settings, read once from the environment. `mingcha settings` lists them with default and meaning."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import Refused

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "MINGCHA_"


def setting(default: str, meaning: str) -> str:
    """A dataclass field that knows what it means; its variable is the upper-case name behind `MINGCHA_`."""
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """Everything an operator decides. All values are strings as given; the properties below give them their types."""

    data: str = setting("./data", "folder that holds everything the system knows")
    host: str = setting("localhost", "name under which people open the pages; passkeys are bound to it")
    port: str = setting("8000", "port to listen on")
    bind: str = setting("127.0.0.1", "address to listen on; the demo accepts loopback only")
    origin: str = setting(
        "", "origin seen by browsers, such as https://mingcha.example.cn; empty: http://localhost:PORT"
    )
    zone: str = setting("Asia/Shanghai", "time zone of the bureau")
    session_days: str = setting("30", "days after which an unused session ends")
    threads: str = setting("8", "threads that serve requests")

    @property
    def folder(self) -> Path:
        return Path(self.data).absolute()

    @property
    def database(self) -> Path:
        return self.folder / "mingcha.db"

    @property
    def photos(self) -> Path:
        return self.folder / "photos"

    @property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @property
    def site_origin(self) -> str:
        return self.origin or f"http://localhost:{self.port}"


def read(environment: Mapping[str, str] = os.environ, **changes: str) -> Settings:
    """The settings of this process. Raises Refused for a variable with our prefix that means nothing."""
    known = {f.name for f in fields(Settings)}
    given = {k.removeprefix(PREFIX).lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
    unknown = sorted(set(given) - known)
    if unknown:
        names = ", ".join(PREFIX + name.upper() for name in unknown)
        raise Refused(f"No such setting: {names}. `mingcha settings` lists them.")
    settings = Settings(**{**given, **changes})
    for name in ("port", "session_days", "threads"):
        if not getattr(settings, name).isdigit():
            raise Refused(f"{PREFIX}{name.upper()} must be a whole number, not {getattr(settings, name)!r}.")
        if int(getattr(settings, name)) < 1:
            raise Refused(f"{PREFIX}{name.upper()} must be at least 1.")
    if int(settings.port) > 65535:
        raise Refused(f"{PREFIX}PORT must be at most 65535, not {settings.port}.")
    try:
        ZoneInfo(settings.zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise Refused(f"{PREFIX}ZONE: there is no time zone {settings.zone!r}.") from error
    return settings


def version() -> str:
    """The version of the program, as pyproject.toml names it."""
    return metadata.version("mingcha")
