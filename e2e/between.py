"""What stands between a phone and the server: a real HTTP proxy on which a story lets things go wrong."""

import http.client
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from e2e.serving import Server

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Passed:
    """A request as it went by; `me` is whose store the phone sent from, `status` 0 when nobody answered."""

    method: str
    path: str
    me: str
    status: int


@dataclass(frozen=True)
class Answer:
    """Something else answers in the server's place."""

    status: int
    body: str = ""
    type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


SENDING = r"/api/submissions/{}$"
PORTAL = Answer(200, "<h1>欢迎使用免费 WiFi</h1>")
CUT = "the connection is closed without an answer"
LOST = "the server does it, and its answer is lost"
SILENCE = "nobody answers as long as the rule stands"
SLOW = "the answer is kept back until the rule is lifted"
Fault = Answer | str


@dataclass
class Rule:
    method: str
    path: re.Pattern[str]
    fault: Fault
    met: threading.Event = field(default_factory=threading.Event)
    lifted: threading.Event = field(default_factory=threading.Event)

    def meets(self, request: BaseHTTPRequestHandler) -> bool:
        return request.command in {self.method, self.method or request.command} and bool(self.path.search(request.path))


class Between:
    """`with Between(server) as between:` and the phone goes to `between.url`. Without rules everything passes."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.rules: list[Rule] = []
        self.passed: list[Passed] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self._http.daemon_threads = True
        self.url = f"http://localhost:{self._http.server_port}"

    def at(self, url: str) -> str:
        """The same place of the server, asked for through here."""
        return url.replace(self.server.url, self.url)

    def fails(self, method: str, path: str, fault: Fault) -> Rule:
        """From now on requests of this method ("": any) whose path matches meet with the fault."""
        rule = Rule(method, re.compile(path), fault)
        self.rules.append(rule)
        return rule

    def lifts(self, *rules: Rule) -> None:
        """Lifts these rules, or all; who waits for an answer gets none, or gets it at last when it was only SLOW."""
        for rule in rules or tuple(self.rules):
            rule.lifted.set()
            self.rules.remove(rule)

    def asked(self, method: str, path: str) -> list[Passed]:
        """The requests so far, in order."""
        return [one for one in self.passed if one.method == method and re.search(path, one.path)]

    def __enter__(self) -> "Between":
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.lifts()
        self._http.shutdown()
        self._http.server_close()


def handler(between: Between) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            rule = next((rule for rule in between.rules if rule.meets(self)), None)
            fault = rule.fault if rule else None
            if rule:
                rule.met.set()
            if rule and fault in {SILENCE, SLOW}:
                rule.lifted.wait(120)
            status = 0
            if isinstance(fault, Answer):
                status = fault.status
                self.give(status, [("Content-Type", fault.type), *fault.headers], fault.body.encode())
            elif fault in {None, LOST, SLOW}:
                status, headers, content = self.passed_on(body)
                if fault != LOST and status:
                    self.give(status, headers, content)
            between.passed.append(Passed(self.command, self.path, self.headers.get("Mingcha-Me", ""), status))
            if fault in {CUT, LOST, SILENCE} or not status:
                self.close_connection = True

        def do_GET(self) -> None:
            self.answer()

        def do_PUT(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def passed_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            """What the server says, or status 0 when it is not there."""
            connection = http.client.HTTPConnection("localhost", between.server.port, timeout=60)
            headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
            try:
                connection.request(self.command, self.path, body or None, headers)
                answer = connection.getresponse()
                return answer.status, answer.getheaders(), answer.read()
            except OSError:
                return 0, [], b""
            finally:
                connection.close()

        def give(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            try:
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                self.close_connection = True  # the phone has gone

        def log_message(self, format: str, *args: Any) -> None:
            """Keeps silent."""

    return Handler
