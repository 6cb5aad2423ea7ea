"""`python -m bench.floor FOLDER PORT THREADS`: the bare floor. Flask, SQLite and the disk, doing only the requests.

It keeps photos and submissions exactly as durably as the product (written aside, synced, renamed, folder synced; WAL
with synchronous=FULL), on the same server, and does nothing else: nobody signs in, nothing is looked at.
"""

import hashlib
import os
import sqlite3
import sys
import tempfile
import threading
from pathlib import Path

from flask import Flask, Response, jsonify, request
from waitress import create_server

RECEIVED_AT_ONCE = 1 << 18  # as app/serving.py has it
TABLES = """
CREATE TABLE IF NOT EXISTS photos (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS submissions (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, body BLOB NOT NULL) STRICT;
"""


def build(folder: Path) -> Flask:
    """The application on a folder, which is made."""
    app, here = Flask(__name__, static_folder=None), threading.local()
    (folder / "incoming").mkdir(parents=True, exist_ok=True)

    def database() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(here, "database", None)
        if found is None:
            found = here.database = sqlite3.connect(folder / "floor.db", timeout=30, isolation_level=None)
            found.execute("PRAGMA journal_mode=WAL")
            found.execute("PRAGMA synchronous=FULL")
        return found

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(ok=True)

    @app.put("/api/photos/<sha256>")
    def photo(sha256: str) -> tuple[Response, int]:
        size = _keep(folder, sha256)
        database().execute("INSERT INTO photos (sha256, size) VALUES (?, ?)", [sha256, size])
        return jsonify(sha256=sha256, held=True), 201

    @app.put("/api/submissions/<submission>")
    def submission(submission: str) -> tuple[Response, int]:
        body = request.get_data()
        sha256 = hashlib.sha256(body).hexdigest()
        database().execute("INSERT INTO submissions (id, sha256, body) VALUES (?, ?, ?)", [submission, sha256, body])
        return jsonify(submission=submission, sha256=sha256), 201

    database().executescript(TABLES)
    return app


def _keep(folder: Path, sha256: str) -> int:
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder / "incoming", delete=False) as file:
        while chunk := request.stream.read(1 << 18):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    assert digest.hexdigest() == sha256
    target = folder / sha256[:2] / sha256
    target.parent.mkdir(exist_ok=True)
    os.replace(file.name, target)
    handle = os.open(target.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
    return size


def main() -> None:
    folder, port, threads = sys.argv[1:]
    server = create_server(
        build(Path(folder)),
        host="127.0.0.1",
        port=int(port),
        threads=int(threads),
        ident="",
        channel_timeout=60,
        recv_bytes=RECEIVED_AT_ONCE,
    )
    server.run()


if __name__ == "__main__":
    main()
