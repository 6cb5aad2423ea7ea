"""Hands scripts to the drivers, and takes in what they heard: the oracle's side of the proxy."""

import asyncio
import io
import json
import sqlite3
import threading
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image

from e2e.torture import matrix
from e2e.torture.ledger import Ledger
from e2e.torture.oracle import Event, Oracle
from e2e.torture.passing import Answer, Request
from e2e.torture.proxy import Fault
from e2e.torture.report import Report
from e2e.torture.script import ALONE, DEADLY, MIXED, Plan
from e2e.torture.served import Served

DRIVER = Path(__file__).parent / "driver"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
JSON = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]


class Control:
    """Runs of one world. Those that have the server killed, or put back to an older copy, wait for their turn."""

    def __init__(self, served: Served, plans: Iterable[Plan], fired: Counter[Fault], keep: bool = False) -> None:
        self.served, self.fired, self.keep = served, fired, keep
        self.ledger = Ledger(served.folder)
        self.report = Report()
        self._left: dict[int, deque[Plan]] = {MIXED: deque(), DEADLY: deque(), ALONE: deque()}
        for plan in plans:
            self._left[plan["apart"]].append(plan)
        self._running: dict[int, Plan] = {}
        self._oracles: dict[int, Oracle] = {}
        self.over = threading.Semaphore(0)  # released by each phone that finds nothing more to do
        self._turn = asyncio.Condition()
        self._base = _base()

    @property
    def running(self) -> list[int]:
        return sorted(self._running)

    async def __call__(self, request: Request) -> Answer:
        name = request.path.removeprefix("/torture/").partition("?")[0]
        if request.method == "GET":
            return self._file(name)
        asked = json.loads(request.body)
        answer = await getattr(self, f"_{name}")(asked)
        return Answer(200, JSON, json.dumps(answer or {}).encode())

    def _file(self, name: str) -> Answer:
        lasting = ("Cache-Control", "max-age=86400")
        if name == "base.jpg":
            return Answer(200, [("Content-Type", "image/jpeg"), lasting], self._base)
        file = DRIVER / Path(name).name
        if not file.is_file():
            return Answer(404, [("Content-Type", "text/plain")], b"")
        return Answer(200, [("Content-Type", TYPES[file.suffix]), lasting], file.read_bytes())

    async def _next(self, _: dict[str, Any]) -> dict[str, Any]:
        async with self._turn:
            await self._turn.wait_for(lambda: self._due() is not None or not any(self._left.values()))
            due = self._due()
            if due is None:
                self.over.release()
                return {"plan": None}
            plan = due.popleft()
            self._running[plan["n"]] = plan
            self._turn.notify_all()
            return {"plan": plan}

    def _due(self) -> deque[Plan] | None:
        """Whose turn it is: the kind that runs now as long as there is any, then the next one once all is still."""
        kinds = {plan["apart"] for plan in self._running.values()}
        if ALONE in kinds:
            return None
        fit = [plans for kind, plans in self._left.items() if plans and (not kinds or kind in kinds - {ALONE})]
        return fit[0] if fit else None

    async def _told(self, asked: dict[str, Any]) -> None:
        self._oracle(asked["n"], asked["me"]).told(asked["records"])

    async def _quiet(self, _: dict[str, Any]) -> None:
        await self.served.up()

    async def _backup(self, _: dict[str, Any]) -> None:
        copy = self.served.folder / "older.db"
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.ledger.database)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)

    async def _restore(self, _: dict[str, Any]) -> None:
        await self.served.restore(self.served.folder / "older.db")

    async def _done(self, asked: dict[str, Any]) -> None:
        n, events = asked["n"], asked["events"]
        plan = self._running[n]
        oracle = self._oracle(n, asked["me"])
        for event in events:
            oracle.hear(event)
        if asked["error"]:
            oracle.say("broken", f"the driver broke off: {asked['error']}")
        self.report.runs += 1
        self._count(plan, events)
        self.report.violations += [(n, *one) for one in oracle.violations]
        if oracle.violations or self.keep:
            self.report.logs[n] = {"plan": plan, "events": events}
        async with self._turn:
            del self._running[n]
            self._oracles.pop(n, None)
            self._turn.notify_all()

    def _oracle(self, n: int, me: str) -> Oracle:
        if n not in self._oracles:
            plan = self._running[n]
            drafts = [check["id"] for check in plan["checks"]]
            emptied = any((step.get("fault") or {}).get("name") == "store emptied" for step in plan["steps"])
            self._oracles[n] = Oracle(self.ledger, self.ledger.person(me), drafts, lossy=emptied)
        return self._oracles[n]

    def _count(self, plan: Plan, events: list[Event]) -> None:
        """Which faults came in which step, and so which cells were hit."""
        came: Counter[tuple[int, str]] = Counter()
        for fault in [fault for fault in self.fired if fault.run == plan["n"]]:
            came[fault.step, fault.name] += self.fired.pop(fault)
        signs: dict[int, list[str]] = {}
        at = -1
        for event in events:
            at = int(event[1]) if event[0] == "step" else at
            signs.setdefault(at, []).append(" ".join(str(word) for word in event[:2]))
            if event[0] == "fired":
                came[at, event[1]] += 1
        for (_, name), count in came.items():
            self.report.faults[name] += count
        for at, step in enumerate(plan["steps"]):
            name = (step.get("fault") or {}).get("name", "")
            operation = (step.get("cell") or [None])[0]
            if name and operation and came[at, name]:
                ran = any(sign.startswith(matrix.SIGNS[operation]) for sign in signs.get(at, []))
                self.report.cells[operation, name] += int(ran)


def _base() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (120, 140, 160)).save(out, "JPEG", quality=80)
    return out.getvalue()
