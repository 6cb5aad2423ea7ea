"""One world: a served folder, the network before it, and some phones in one browser, which play the scripts."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser

from app.assets import Assets
from e2e.torture import planted
from e2e.torture.control import Control
from e2e.torture.ledger import Ledger
from e2e.torture.passing import Answer, Request, Upstream
from e2e.torture.proxy import Fault, Proxy
from e2e.torture.report import Report
from e2e.torture.script import Plan
from e2e.torture.served import Served

Found = TypeVar("Found")
PHONES = 3
PATIENCE = 120.0  # seconds without a finished run after which something hangs


class World:
    """Pages are opened past Playwright, whose ear on each of their requests costs more than the pages do.

    `with World(browser, folder) as world: report = world.play(plans)`."""

    def __init__(self, browser: Browser, folder: Path, plant: str = "") -> None:
        self.browser, self.folder = browser, folder
        self.served = Served(folder, plant)
        self.upstream = Upstream(self.served.port)
        self.fired: Counter[Fault] = Counter()
        self.about = Ledger(folder).site_and_checklist()
        self._build = Assets().build
        self._scripts: dict[str, Answer] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> "World":
        try:
            self._wait(self.served.up())
        except BaseException:
            self.served.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.served.close()
        self._wait(_ended(self.upstream))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def play(self, plans: Iterable[Plan], phones: int = PHONES, keep: bool = False) -> Report:
        """Plays them all, some at the same time, and gives what was found; `keep`: with the log of every run."""
        control = Control(self.served, plans, self.fired, keep)
        proxy = Proxy(self.upstream, control, self._script, self.fired)
        server = self._wait(asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=1 << 20))
        url = f"http://localhost:{server.sockets[0].getsockname()[1]}"
        began = time.monotonic()
        window = self.browser.new_browser_cdp_session()
        contexts = [window.send("Target.createBrowserContext")["browserContextId"] for _ in range(phones)]
        try:
            for context, door in zip(contexts, self._doors(), strict=False):
                page = f"{url}/torture/driver.html?{door}"
                window.send("Target.createTarget", {"url": page, "browserContextId": context})
            self._watch(control, phones)
        finally:
            for context in contexts:
                window.send("Target.disposeBrowserContext", {"browserContextId": context})
            self._wait(proxy.still())
            self._wait(_closed(server))
        control.report.seconds = time.monotonic() - began
        return control.report

    def _watch(self, control: Control, phones: int) -> None:
        """Until every phone has asked for a run and there was none. Raises RuntimeError when nothing moves any more."""
        seen, since = -1, time.monotonic()
        while not control.over.acquire(timeout=1) or (phones := phones - 1):
            if control.report.runs != seen:
                seen, since = control.report.runs, time.monotonic()
            if time.monotonic() - since > PATIENCE:
                raise RuntimeError(f"nothing moves any more: runs {control.running}\n{self.served.output()}")

    def _doors(self) -> list[str]:
        """The paths that sign inspectors in, each another one."""
        lines = (self.folder / "demo-people.tsv").read_text(encoding="utf-8").splitlines()
        people = [line.split("\t") for line in lines]
        return ["/enter/" + url.rpartition("/")[2] for role, _, url in people if role == "inspector"]

    async def _script(self, request: Request) -> Answer:
        """A shipped file under a build's name of ours, with the bug that is planted in it."""
        _, _, build, path = request.path.split("/", 3)
        if request.path not in self._scripts:
            real = Request("GET", f"/static/{self._build}/{path}", [("Host", "localhost")], b"")
            answer = await self.upstream.ask(real, [])
            assert answer.status == 200, path
            bug = planted.by_build(build)
            if bug and path == f"js/field/{bug.module}.js":
                answer.body = planted.put_in(bug, answer.body.decode()).encode()
            self._scripts[request.path] = answer
        return self._scripts[request.path]

    def _wait(self, work: Coroutine[Any, Any, Found]) -> Found:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(180)


async def _ended(upstream: Upstream) -> None:
    """What still waits for a phone or the server waits no more."""
    upstream.forget()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(0.05)  # the loop closes what they left


async def _closed(server: asyncio.Server) -> None:
    server.close()
    with suppress(TimeoutError):
        await asyncio.wait_for(server.wait_closed(), 1)
