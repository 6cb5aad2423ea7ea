"""The build before, as its phones and its server left it: a data folder that it made, and everything that a phone
kept of it while packing. Both are recorded from that very program into `previous.zip`.

`python -m e2e.previous [COMMIT]` makes it anew, from version 2026.11.1 or from another commit. When a version is
released, the one before it is what servers still have to understand (protocol N − 1).
"""

import io
import json
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from app.config import ROOT
from app.db import folded
from e2e import contexts
from e2e.actors import Inspector
from e2e.between import Between, handler
from e2e.browser import ARGS, executable
from e2e.serving import Server

FILE = Path(__file__).with_name("previous.zip")
COMMIT = "5c0040b"  # 2026.11.1
MOST = 150_000  # bytes
# Runs in the tree of that build: its own tables, checklists, people and visits.
WORLD = """
import json, sys
from contextlib import closing
from pathlib import Path
from app.checklists import loading, versions
from app.db import Database
from app.people import persons, sessions
from app.schema import migrate
from tests import builders
file = Path(sys.argv[1]) / "mingcha.db"
migrate(file)
with closing(Database(file)) as db:
    for checklist in loading.load_all():
        versions.publish(db, checklist)
    cast = builders.a_cast(db)
    visits = [builders.a_visit(db, cast, site=site.id).id for site in (cast.hall, cast.hall2)]
    token = sessions.open_session(db, cast.inspector.id, "phone", "6f1c2c52-2f3c-4a57-9c1e-7c1f1d9f2a11")
    me = persons.load(db, cast.inspector.id)
    print(json.dumps({"person": me.id, "me": me.opaque, "visits": visits, "token": token}))
"""


@dataclass(frozen=True)
class Kept:
    """An answer to GET as it was given."""

    status: int
    headers: list[list[str]]
    content: bytes


class Previous:
    """What `previous.zip` holds."""

    def __init__(self, file: Path = FILE) -> None:
        self._zip = zipfile.ZipFile(file)
        self.about: dict[str, Any] = json.loads(self._zip.read("about.json"))

    @cached_property
    def answers(self) -> dict[str, Kept]:
        """By path."""
        listed = json.loads(self._zip.read("answers.json"))
        return {path: Kept(one["status"], one["headers"], self._zip.read(one["file"])) for path, one in listed.items()}

    @property
    def build(self) -> str:
        """The directory of its files."""
        return next(path for path in self.answers if path.startswith("/static/")).split("/")[2]

    def folder(self, target: Path) -> Path:
        """Its data folder, to be worked on."""
        target.mkdir()
        (target / "mingcha.db").write_bytes(self._zip.read("mingcha.db"))
        return target

    @contextmanager
    def serving(self) -> Iterator["Replay"]:
        """Gives again what was recorded, and no answer to anything else."""
        with closing(self._zip), Replay(self.answers) as replay:
            yield replay


class Replay:
    """Stands in a server's place: `port` and `url`."""

    def __init__(self, answers: dict[str, Kept]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kept = answers.get(self.path)
                if kept:
                    self.send_response_only(kept.status)
                    for name, value in kept.headers:
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(kept.content)))
                    self.end_headers()
                    self.wfile.write(kept.content)

            def do_PUT(self) -> None:
                """Nobody is there."""

            def log_message(self, format: str, *args: Any) -> None:
                """Keeps silent."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._http.server_port
        self.url = f"http://localhost:{self.port}"

    def __enter__(self) -> "Replay":
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class Recorder(Between):
    """Keeps every answer to GET that went by."""

    kept: dict[str, Kept]

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.kept = kept = {}

        class Handler(handler(self)):  # type: ignore[misc]
            def passed_on(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
                answer = super().passed_on(body)
                if self.command == "GET" and answer[0] == 200:
                    named = [[k, v] for k, v in answer[1] if k.lower() not in {"date", "server", "content-length"}]
                    kept[self.path] = Kept(answer[0], named, answer[2])
                return answer  # type: ignore[no-any-return]

        self._http.RequestHandlerClass = Handler


def record(commit: str = COMMIT) -> None:
    """Runs that build, lets a phone pack, and writes `previous.zip`."""
    with TemporaryDirectory() as aside:
        tree, data = Path(aside) / "tree", Path(aside) / "data"
        packed = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(packed)) as files:
            files.extractall(tree, filter="data")
        made = [sys.executable, "-c", WORLD, str(data)]
        about = json.loads(subprocess.run(made, cwd=tree, check=True, capture_output=True, text=True).stdout)
        with Server(data, tree=tree, demo=False) as server, Recorder(server) as between:
            _pack(between, about)
        assert folded(data / "mingcha.db")
        _write(between.kept, about | {"commit": commit}, data / "mingcha.db")
    print(f"{FILE.name}: {len(between.kept)} answers, {FILE.stat().st_size} bytes, build {Previous().build}")
    assert FILE.stat().st_size <= MOST


def _pack(between: Recorder, about: dict[str, Any]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGS)
        context, _ = contexts.a_context(browser, "phone")
        cookies = {"mc_session": about.pop("token"), "mc_me": about["me"]}
        context.add_cookies([{"name": n, "value": v, "url": between.url} for n, v in cookies.items()])
        inspector = Inspector(context.new_page())
        inspector.page.goto(between.url + "/field/")
        inspector.waits_until_packed()
        inspector.goes_to("/field/outbox")
        inspector.page.wait_for_load_state("networkidle")
        browser.close()


def _write(kept: dict[str, Kept], about: dict[str, Any], database: Path) -> None:
    listed = {path: {"status": one.status, "headers": one.headers} for path, one in sorted(kept.items())}
    with zipfile.ZipFile(FILE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for number, (path, one) in enumerate(sorted(kept.items())):
            listed[path]["file"] = f"answers/{number}"
            packed.writestr(f"answers/{number}", one.content)
        packed.writestr("answers.json", json.dumps(listed, ensure_ascii=False, indent=1))
        packed.writestr("about.json", json.dumps(about))
        packed.write(database, "mingcha.db")


if __name__ == "__main__":
    record(*sys.argv[1:])
