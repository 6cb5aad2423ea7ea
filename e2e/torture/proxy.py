"""The network between the phones and the server: a real proxy, on which each request may meet with a fault."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from e2e.torture import matrix
from e2e.torture.passing import Answer, CutError, Header, Request, Upstream, exactly, head

HTML = [("Content-Type", "text/html; charset=utf-8")]
PROBLEM = [("Content-Type", "application/problem+json")]
PORTAL = Answer(200, HTML, "<h1>欢迎使用免费 WiFi</h1>".encode())
AWAY = Answer(302, [("Location", "http://wifi.example.test/"), *HTML], b"")
Control = Callable[[Request], Awaitable[Answer]]


@dataclass(frozen=True)
class Fault:
    """As the phone's request names it: `run` and `step` are the script's that asked for it."""

    name: str
    k: int
    run: int
    step: int


@dataclass
class Proxy:
    """Answers `/torture/…` by `control`, `/static/t-…/…` by `script`, and passes everything else on."""

    upstream: Upstream
    control: Control
    script: Control
    fired: Counter[Fault] = field(default_factory=Counter)
    receipt: Answer | None = None
    late: set[asyncio.Task[None]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a phone, until either side ends it."""
        try:
            while True:
                words, headers = await head(reader)
                request = Request(words[0], words[1], headers, await exactly(reader, headers))
                if not await self._answer(request, writer):
                    break
                await writer.drain()
        except (CutError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection may be used on."""
        if request.path.startswith("/torture/"):
            writer.write((await self.control(request)).packed())
            return True
        if request.path.startswith("/static/t-"):
            writer.write((await self.script(request)).packed())
            return True
        asked = request.header("torture")
        if asked:
            name, k, run, step = asked.encode("latin-1").decode("utf-8").split(";")
            return await self._harm(request, Fault(name, int(k), int(run), int(step)), writer)
        answer = await self.upstream.ask(request, [])
        if request.method == "PUT" and request.path.startswith("/api/submissions/") and answer.status < 300:
            self.receipt = answer
        writer.write(answer.packed())
        return True

    def _stale(self, request: Request, fault: Fault) -> Answer | None:
        """What stands in between answers from its memory: with the receipt of some other submission."""
        if fault.name != "captive portal":
            return None
        ours = request.path.startswith("/api/submissions/")
        return self.receipt if fault.k % 4 == 1 and ours and self.receipt else PORTAL

    async def _harm(self, request: Request, fault: Fault, writer: asyncio.StreamWriter) -> bool:
        if fault.name in matrix.SERVER:
            return await self._server(request, fault, writer)
        self.fired[fault] += 1
        instead = _instead(fault) or self._stale(request, fault)
        if instead:
            writer.write(instead.packed())
        elif fault.name == "refused":
            return False
        elif fault.name == "cut after k bytes":
            return await self._cut(request, fault.k, writer)
        elif fault.name == "reordered":
            task = asyncio.create_task(self._late(request, 0.02 + fault.k % 8 / 40))
            self.late.add(task)
            task.add_done_callback(self.late.discard)
            return False
        elif fault.name == "reply lost after commit":
            await self.upstream.ask(request, [])
            return False
        elif fault.name == "session expired":
            kept = [(name, value) for name, value in request.headers if name.lower() != "cookie"]
            writer.write(
                (await self.upstream.ask(Request(request.method, request.path, kept, request.body), [])).packed()
            )
        elif fault.name == "duplicated":
            if fault.k % 2:
                both = (self.upstream.ask(request, []), self.upstream.ask(request, []))
                first, second = await asyncio.gather(*both)
            else:
                first, second = await self.upstream.ask(request, []), await self.upstream.ask(request, [])
            writer.write((first if fault.k % 3 else second).packed())
        else:
            assert fault.name == "delayed", fault
            await asyncio.sleep(0.01 + fault.k % 8 / 80)
            writer.write((await self.upstream.ask(request, [])).packed())
        return True

    async def _server(self, request: Request, fault: Fault, writer: asyncio.StreamWriter) -> bool:
        """The server itself is to fail; a process that dies over it gives no answer."""
        extra: list[Header] = [("Torture-Fault", f"{fault.name};{fault.k}")]
        dies = fault.name.startswith("SIGKILL") or fault.name == "restart during backup"
        try:
            answer = await self.upstream.ask(request, extra)
        except CutError:
            self.fired[fault] += int(dies)
            raise
        self.fired[fault] += int(bool(answer.header("torture-fired")))
        writer.write(answer.packed())
        return True

    async def _cut(self, request: Request, k: int, writer: asyncio.StreamWriter) -> bool:
        """Even: the request ends after k bytes; odd: the answer does."""
        if k % 2 == 0 and request.body:
            await self.upstream.ask(request, [], upto=min(k, len(request.body) - 1))
        answer = (await self.upstream.ask(request, [])).packed()
        writer.write(answer[: min(k, len(answer) - 1)])
        await writer.drain()
        return False

    async def _late(self, request: Request, seconds: float) -> None:
        """What the phone gave up arrives all the same, after what it sent since."""
        await asyncio.sleep(seconds)
        try:
            await self.upstream.ask(request, [])
        except CutError:
            return

    async def still(self) -> None:
        """Nothing is on its way any more."""
        while self.late:
            await asyncio.gather(*self.late)


def _instead(fault: Fault) -> Answer | None:
    """What somebody else answers in the server's place, if the fault is such a one."""
    if fault.name == "captive portal" and fault.k % 4 == 3:
        return AWAY
    if fault.name not in {"401", "413", "429", "500"}:
        return None
    status = int(fault.name)
    if fault.k % 2:
        return Answer(status, HTML, b"<h1>Error</h1>")
    return Answer(status, PROBLEM, b'{"type":"about:blank","title":"-","status":%d,"detail":"no"}' % status)
