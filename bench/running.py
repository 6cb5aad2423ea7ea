"""Programs under measure: the product under each server, and the floor. Each a process group of its own."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

import psutil

from app.config import PREFIX, ROOT
from bench.load import Figures, Order

STARTING = 120.0
PYTHON = sys.executable


@dataclass(frozen=True)
class Shape:
    """A server and its shape: `name` as the table has it, `command` with {folder} and {port}, its own settings."""

    name: str
    command: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()


def product(threads: int = 8) -> Shape:
    """`mingcha serve`, as an operator starts it."""
    command = (PYTHON, "-m", "app.cli", "serve", "--port", "{port}")
    return Shape(f"mingcha serve, {threads} threads", command, (("THREADS", str(threads)),))


def floor(threads: int = 8) -> Shape:
    return Shape(f"floor, {threads} threads", (PYTHON, "-m", "bench.floor", "{folder}/floor", "{port}", str(threads)))


class Program:
    """One program on a data folder. Starting waits until `/healthz` answers; `started` is how many seconds that took,
    `peak` the most memory (PSS of all its processes, in bytes) that `look` has seen."""

    def __init__(self, shape: Shape, folder: Path) -> None:
        self.shape, self.folder, self.port = shape, folder, free_port()
        self.peak, self.started = 0, 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Program":
        places = {"folder": str(self.folder), "port": str(self.port)}
        begun = time.perf_counter()
        with (self.folder / "bench.log").open("ab") as log:
            self._process = subprocess.Popen(
                [part.format(**places) for part in self.shape.command],
                cwd=ROOT,
                env=environment(self.folder, PORT=str(self.port), **dict(self.shape.settings)),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self._healthy():
            if self._process.poll() is not None or time.perf_counter() - begun > STARTING:
                self._end()
                raise RuntimeError(f"{self.shape.name} did not start; see {self.folder / 'bench.log'}")
            time.sleep(0.01)
        self.started = time.perf_counter() - begun
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def look(self) -> int:
        """The memory of the process tree now, in bytes."""
        assert self._process
        total = 0
        for process in _tree(self._process.pid):
            try:
                total += int(process.memory_full_info().pss)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        self.peak = max(self.peak, total)
        return total

    def load(self, order: Order) -> Figures:
        """Lets the phones send, and looks at the memory meanwhile. Raises RuntimeError when one of them is refused."""
        player = subprocess.Popen(
            [PYTHON, "-m", "bench.load"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert player.stdin
        player.stdin.write(json.dumps(asdict(order)).encode())
        player.stdin.close()
        player.stdin = None
        while player.poll() is None:
            self.look()
            time.sleep(0.25)
        said, wrong = player.communicate()
        if player.returncode:
            raise RuntimeError(f"{self.shape.name}: {wrong.decode()[-2000:]}")
        return Figures(**json.loads(said))

    def ask(self, path: str, cookie: str = "", **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
        """One GET on a connection of its own: status, body as it was sent, headers."""
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=60)) as line:
            line.request("GET", path, headers={"Cookie": cookie, **headers})
            found = line.getresponse()
            return found.status, found.read(), dict(found.headers)

    def enter(self, url: str) -> str:
        """Signs in by a link of the demo and gives the cookies."""
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=60)) as line:
            line.request("POST", urlsplit(url).path, headers={"Content-Length": "0"})
            found = line.getresponse()
            found.read()
        if found.status != 303:
            raise RuntimeError(f"the door of the demo answered {found.status}")
        return "; ".join(cookie.partition(";")[0] for cookie in found.headers.get_all("Set-Cookie") or ())

    def here(self, url: str) -> str:
        """The address of a path, or of a door that another port was printed for."""
        return f"http://localhost:{self.port}{urlsplit(url).path}"

    def people(self, role: str) -> list[str]:
        """The doors of the demo's people with a role."""
        lines = (self.folder / "demo-people.tsv").read_text(encoding="utf-8").splitlines()
        return [url for found, _, url in (line.split("\t") for line in lines) if found == role]

    def _healthy(self) -> bool:
        try:
            return self.ask("/healthz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def _end(self) -> None:
        assert self._process
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a program: ours without our own variables, then the folder and what is given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return inherited | {PREFIX + "DATA": str(folder)} | {PREFIX + name: value for name, value in settings.items()}


def copy_of(world: Path, folder: Path) -> Path:
    """A folder of one's own with the same world in it."""
    return Path(shutil.copytree(world, folder))


def free_port() -> int:
    """A port on which nobody listens right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _tree(process: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(process)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
