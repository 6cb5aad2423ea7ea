"""The settings, read once from the environment. `mingcha settings` lists them with default and meaning."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import Refused

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "MINGCHA_"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST = {"port": 65535, "session_days": 3650, "threads": 256, "copies": 3650}


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
    night: str = setting("03:00", "time of day from which the nightly jobs run, in the bureau's zone")
    copies: str = setting("14", "nightly copies of the database that are kept")

    @cached_property
    def folder(self) -> Path:
        return Path(self.data).absolute()

    @cached_property
    def database(self) -> Path:
        return self.folder / "mingcha.db"

    @cached_property
    def photos(self) -> Path:
        return self.folder / "photos"

    @cached_property
    def secrets(self) -> Path:
        return self.folder / "secrets"

    @cached_property
    def copies_folder(self) -> Path:
        return self.folder / "copies"

    @cached_property
    def site_origin(self) -> str:
        return self.origin or f"http://localhost:{self.port}"

    @cached_property
    def origins(self) -> frozenset[str]:
        """What a browser may call this site: its origin; on plain http and loopback by any name of the machine."""
        own = urlsplit(self.site_origin)
        if own.scheme != "http" or own.hostname not in LOOPBACK:
            return frozenset({self.site_origin})
        names = (f"[{name}]" if ":" in name else name for name in LOOPBACK)
        return frozenset(f"http://{name}:{own.port}" if own.port else f"http://{name}" for name in names)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names under which pages are answered, without the port."""
        return frozenset(urlsplit(origin).hostname or "" for origin in self.origins)


def read(environment: Mapping[str, str] = os.environ, **changes: str) -> Settings:
    """The settings of this process. Raises Refused for a variable with our prefix that means nothing."""
    known = {f.name for f in fields(Settings)}
    given = {k.removeprefix(PREFIX).lower(): v for k, v in environment.items() if k.startswith(PREFIX)}
    unknown = sorted(set(given) - known)
    if unknown:
        names = ", ".join(PREFIX + name.upper() for name in unknown)
        raise Refused(f"No such setting: {names}. `mingcha settings` lists them.")
    settings = Settings(**{**given, **changes})
    for name, most in MOST.items():
        _number(name, getattr(settings, name), most)
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", settings.night):
        raise Refused(f"{PREFIX}NIGHT is a time of day like 03:00, not {settings.night!r}.")
    if settings.origin:
        _origin(settings.origin)
    bound = urlsplit(settings.site_origin).hostname
    if settings.host not in {"localhost", bound}:
        raise Refused(
            f"{PREFIX}HOST is {settings.host!r}, but people come to {settings.site_origin}, and passkeys are bound to "
            f"{bound!r}. Set {PREFIX}ORIGIN, and leave {PREFIX}HOST out."
        )
    try:
        ZoneInfo(settings.zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise Refused(f"{PREFIX}ZONE: there is no time zone {settings.zone!r}.") from error
    return settings


def _number(name: str, value: str, most: int) -> None:
    variable = PREFIX + name.upper()
    if not (value.isascii() and value.isdecimal()):
        raise Refused(f"{variable} must be a whole number, not {value!r}.")
    if not value.strip("0"):
        raise Refused(f"{variable} must be at least 1.")
    if len(value) > 9 or int(value) > most:
        raise Refused(f"{variable} must be at most {most}, not {value}.")


def _origin(value: str) -> None:
    """Browsers say an origin in one way only; any other would never be equal to theirs."""
    try:
        found = urlsplit(value)
        usual = {"http": 80, "https": 443}[found.scheme]
        port = "" if found.port in {None, usual} else f":{found.port}"
    except (ValueError, KeyError):
        usual_form = ""
    else:
        name = found.hostname or ""
        usual_form = f"{found.scheme}://" + (f"[{name}]" if ":" in name else name) + port if name else ""
    if value != usual_form:
        hint = f" Perhaps {usual_form}?" if usual_form else ""
        raise Refused(
            f"{PREFIX}ORIGIN is scheme, name and port as browsers say them, such as https://mingcha.example.cn, not "
            f"{value!r}.{hint}"
        )


def version() -> str:
    """The version of the program, as pyproject.toml names it."""
    return metadata.version("mingcha")
