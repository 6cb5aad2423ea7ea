"""Serves the static files from memory, before any page: under an update of the folder a running process keeps the ones
it began with, since what it announces by their content stays in browsers for a year."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

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
HEADERS = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class Statics:
    """A WSGI application in front of another: GET and HEAD of a file of `prefix` are answered here."""

    def __init__(self, app: "WSGIApplication", prefix: str, files: Mapping[str, bytes]) -> None:
        """Raises KeyError for a file whose kind has no type above."""
        self._app = app
        self._files = {prefix + path: (content, *_described(path, content)) for path, content in files.items()}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = self._files.get(environ.get("PATH_INFO", ""))
        if found is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        content, kind, tag = found
        answer = Response(content, content_type=kind, headers=HEADERS)
        answer.set_etag(tag)
        return answer.make_conditional(environ)(environ, start_response)


def _described(path: str, content: bytes) -> tuple[str, str]:
    return TYPES[path.rpartition(".")[2]], hashlib.sha256(content).hexdigest()[:32]
