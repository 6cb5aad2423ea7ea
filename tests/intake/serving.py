"""A real server in a process of its own, to be spoken to over a socket and to be killed."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from app.config import ROOT


@dataclass(frozen=True)
class Answer:
    """`new` says that the status is 201."""

    status: int
    type: str
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Server:
    """`mingcha serve` on a data folder and a free port; the port stays the same after a restart."""

    def __init__(self, data: Path, cookie: str, *under: str, program: tuple[str, ...] = ("app.cli",)) -> None:
        """`under` is a command that runs the server's own, and watches it; `program` another module in its place, with
        words of its own."""
        self.data, self.cookie, self.port, self.under, self.program = data, cookie, free_port(), under, program
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()

    def start(self) -> None:
        """Returns when it listens. Raises AssertionError with its output when it does not come up."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MINGCHA_")}
        self.process = subprocess.Popen(
            [*self.under, sys.executable, "-m", *self.program, "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=environment | {"MINGCHA_DATA": str(self.data)},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        assert self.process.stderr
        said = []
        for line in self.process.stderr:
            said.append(line.decode())
            if line.startswith(b"http"):
                return
        raise AssertionError("".join(said))

    def kill(self) -> None:
        """SIGKILL, and waits until it is gone."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=30)
            assert self.process.stderr
            self.process.stderr.close()
        self.process = None

    def stop(self) -> None:
        """Ends it as an operator would; who watches it ends with it."""
        assert self.process
        children = psutil.Process(self.process.pid).children()
        (children[0] if self.under else psutil.Process(self.process.pid)).terminate()
        self.process.wait(timeout=60)
        self.kill()

    def ask(self, method: str, path: str, content: Any = None, **headers: str) -> Answer:
        """One request on a connection of its own. An iterable as content is sent in chunks, without a length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            chunked = not isinstance(content, bytes | None)
            connection.request(method, path, content, self.headers() | headers, encode_chunked=chunked)
            found = connection.getresponse()
            return Answer(found.status, found.headers.get_content_type(), found.read())
        finally:
            connection.close()

    def send_raw(self, *pieces: bytes) -> bytes:
        """Sends bytes as they are, says that no more will come, and gives whatever comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as line:
            for piece in pieces:
                line.sendall(piece)
            line.shutdown(socket.SHUT_WR)
            answer = b""
            while part := line.recv(65536):
                answer += part
        return answer

    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
