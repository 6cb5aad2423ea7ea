"""`python -m e2e.browser`: makes sure that there is a Chromium for the end-to-end tests, or says what to install. Other
engines have stories of their own, which are left out where they are not; root on Debian gets them, too."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

# What keeps a browser quiet in a closed network.
ARGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]
ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "MINGCHA_CHROMIUM"
# Other engines, by the program that their stories look for, and the packages of Debian that bring it.
OTHERS = {"firefox-esr": ("firefox-esr",), "WebKitWebDriver": ("webkit2gtk-driver", "xvfb")}
MISSING = (
    "There is no browser for the end-to-end tests: install Chromium (on Debian: apt install chromium fonts-noto-cjk) "
    f"or name one with {VARIABLE}."
)


@cache
def executable() -> str | None:
    """The first Chromium that starts: the one named in MINGCHA_CHROMIUM, Playwright's own, one on the PATH."""
    return next((found for found in candidates() if starts(found)), None)


def candidates(environment: Mapping[str, str] = os.environ) -> Iterator[str]:
    """Where a Chromium may be, best first. One that is named rules out all others."""
    if environment.get(VARIABLE):
        yield environment[VARIABLE]
        return
    yield from map(str, playwrights_own(environment))
    for name in ON_PATH:
        if found := shutil.which(name, path=environment.get("PATH")):
            yield found


def playwrights_own(environment: Mapping[str, str]) -> list[Path]:
    """The Chromium that `playwright install` puts down for the installed version."""
    import playwright

    if environment.get("PLAYWRIGHT_BROWSERS_PATH"):
        folder = Path(environment["PLAYWRIGHT_BROWSERS_PATH"])
    elif sys.platform == "darwin":
        folder = Path.home() / "Library/Caches/ms-playwright"
    else:
        folder = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"
    listed = json.loads((Path(playwright.__file__).parent / "driver/package/browsers.json").read_text())
    revision = next(entry["revision"] for entry in listed["browsers"] if entry["name"] == "chromium")
    place = folder / f"chromium-{revision}"
    return [*place.glob("chrome-linux*/chrome"), *place.glob("chrome-mac*/*.app/Contents/MacOS/*")]


def starts(path: str) -> bool:
    """Whether the program runs at all; stubs and browsers that lack a library do not."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
        return asked.returncode == 0 and b"Chrom" in asked.stdout
    return False


def install() -> None:
    """Tries Playwright's download and, for root on Debian, the distribution's packages."""
    run([sys.executable, "-m", "playwright", "install", "chromium"], 120)
    executable.cache_clear()
    if not executable() and not os.environ.get(VARIABLE):
        from_debian("chromium", "fonts-noto-cjk")
        executable.cache_clear()


def install_others() -> None:
    """The engines that are not here, tried once for each environment of Python: a machine may be without a network."""
    tried = Path(sys.prefix) / ".engines"
    missing = [package for program, packages in OTHERS.items() if not shutil.which(program) for package in packages]
    if missing and not tried.exists():
        tried.touch()
        from_debian(*missing)


def from_debian(*packages: str) -> None:
    """Installs packages where this is root on Debian, and does nothing elsewhere."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        return
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-qq"], 120, quiet)
    run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], 600, quiet)


def run(command: list[str], limit: float, environment: Mapping[str, str] | None = None) -> None:
    """Runs a command for at most `limit` seconds, with everything it started; how it ends does not matter."""
    print(" ".join(command), file=sys.stderr)
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
        )
    except OSError:
        return
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def main() -> None:
    """Exits 1 with one sentence when there is no browser and none could be had."""
    if not executable() and VARIABLE not in os.environ:
        install()
    found = executable()
    if not found:
        sys.exit(MISSING)
    install_others()
    print(found)


if __name__ == "__main__":
    main()
