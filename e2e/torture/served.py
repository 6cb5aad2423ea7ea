"""The victim as the proxy sees it: up, killed by a fault, started anew, or put back to an older copy."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from app.config import PREFIX, ROOT
from e2e.serving import free_port

STARTING = 120.0


class Served:
    """A data folder served by `e2e.torture.victim`. What it prints is in `log`."""

    def __init__(self, folder: Path, plant: str = "") -> None:
        self.folder, self.plant = folder, plant
        self.log = folder.with_name(folder.name + ".log")
        self.port = free_port()
        self.deaths = 0
        self._held = False
        self._down = threading.Event()
        environment = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)}
        environment[PREFIX + "DATA"] = str(folder)
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "e2e.torture.victim", str(self.port), plant],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
                start_new_session=True,
            )
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    async def up(self) -> None:
        """Returns once it answers. Raises RuntimeError with its output when it does not get there."""
        limit = time.monotonic() + STARTING
        while not await self._healthy():
            if self._process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"The server did not start:\n{self.output()}")
            await asyncio.sleep(0.02)

    async def restore(self, copy: Path) -> None:
        """Ends it, puts the copy in the place of the database, and starts it again."""
        self._held = True
        self._down.clear()
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        await asyncio.to_thread(self._down.wait, 30)
        for beside in ("", "-wal", "-shm"):
            (self.folder / f"mingcha.db{beside}").unlink(missing_ok=True)
        shutil.copyfile(copy, self.folder / "mingcha.db")
        self._held = False
        self._again()
        await self.up()

    def output(self) -> str:
        """The end of what the server printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-6000:]

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._watcher.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def _watch(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.strip() == "down":
                self.deaths += 1
                self._down.set()
                if not self._held:
                    self._again()

    def _again(self) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write("again\n")
            self._process.stdin.flush()
        except OSError:
            return  # it is being closed

    async def _healthy(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            line = await asyncio.wait_for(reader.readline(), 5)
            writer.close()
            return b" 200 " in line
        except (OSError, TimeoutError):
            return False
