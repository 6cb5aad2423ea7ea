"""Serves the static files from memory, before any page: under an update of the folder a running process keeps the ones
it began with, since what it announces by their content stays in browsers for a year."""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
PACKED = {"css", "js", "md", "svg"}  # the others are packed by their own kind
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class File:
    """`small` is the content packed with gzip, None where that gains nothing; `tag` names the content."""

    kind: str
    content: bytes
    small: bytes | None
    tag: str


class Statics:
    """A WSGI application in front of another: GET and HEAD of a file of `prefix` are answered here."""

    def __init__(self, app: "WSGIApplication", prefix: str, files: Mapping[str, bytes]) -> None:
        """Raises KeyError for a file whose kind has no type above."""
        self._app = app
        self._files = {prefix + path: _file(path, content) for path, content in files.items()}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = self._files.get(environ.get("PATH_INFO", ""))
        if found is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        return _answer(found, environ).make_conditional(environ)(environ, start_response)


def _answer(file: File, environ: "WSGIEnvironment") -> Response:
    if file.small is None:
        answer = Response(file.content, content_type=file.kind, headers=HEADERS)
        answer.set_etag(file.tag)
        return answer
    packed = Request(environ).accept_encodings["gzip"] > 0
    answer = Response(file.small if packed else file.content, content_type=file.kind, headers=HEADERS)
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(file.tag + ("-gzip" if packed else ""))
    return answer


def _file(path: str, content: bytes) -> File:
    ending = path.rpartition(".")[2]
    small = gzip.compress(content, 9, mtime=0) if ending in PACKED else content
    return File(
        TYPES[ending],
        content,
        small if len(small) < len(content) else None,
        hashlib.sha256(content).hexdigest()[:32],
    )
