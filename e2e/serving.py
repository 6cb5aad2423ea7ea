"""The application as a process of its own: started, killed and started again on the same port and folder."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.config import PREFIX, ROOT

STARTING = 180.0


@dataclass(frozen=True)
class Member:
    """One line of the demo world's cast: who they are and the link that signs them in."""

    role: str
    name: str
    url: str


class Server:
    """`mingcha serve --demo` on a folder. `start()` returns when it is healthy; its output is in `log`. Without `demo`
    the folder has its own people; `tree` is where another build lies."""

    def __init__(self, folder: Path, *, demo: bool = True, tree: Path = ROOT) -> None:
        self.folder, self.demo, self.tree = folder, demo, tree
        self.log = folder.with_name(folder.name + ".log")
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        """Raises RuntimeError with the output when the server dies or does not get healthy."""
        assert self._process is None, "it runs already"
        # Our own variables are left out: a browser's name or another folder is no setting of this server.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        environment[PREFIX + "DATA"] = str(self.folder)
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port)]
        command += ["--demo"] if self.demo else []
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                command, cwd=self.tree, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        limit = time.monotonic() + STARTING
        while not self.healthy():
            if self._process.poll() is not None or time.monotonic() > limit:
                self.kill()
                raise RuntimeError(f"The server did not start. Its output:\n{self.output()}")
            time.sleep(0.05)
        return self

    def healthy(self) -> bool:
        """Whether `/healthz` answers 200 now."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """SIGKILL for the whole process group, as a power cut would; `start()` begins anew on what is on the disk."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ends it as an operator would. Raises RuntimeError when that fails or the output tells of an error."""
        if self._process is None:
            return
        self._end(signal.SIGTERM)
        if "Traceback (most recent call last)" in self.output():
            raise RuntimeError(f"The server met an error. Its output:\n{self.output()}")

    @property
    def people(self) -> list[Member]:
        """The cast, as the server wrote it before it became healthy."""
        lines = (self.folder / "demo-people.tsv").read_text(encoding="utf-8").splitlines()
        return [Member(*line.split("\t")) for line in lines]

    def person(self, role: str, number: int = 0) -> Member:
        """The first person with the role, or another one."""
        return [member for member in self.people if member.role == role][number]

    def output(self) -> str:
        """The end of what the server printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-8000:] if self.log.exists() else ""

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, number)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise RuntimeError(f"The server did not stop. Its output:\n{self.output()}") from None

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop() if error is None else self.kill()


def free_port() -> int:
    """A port on which nobody listens right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_world(folder: Path) -> Path:
    """Fills a folder with the demo world once, to be copied from then on."""
    with Server(folder):
        pass
    return folder


def copy_of(world: Path, folder: Path) -> Path:
    """A world of one's own, filled already."""
    shutil.copytree(world, folder)
    return folder
