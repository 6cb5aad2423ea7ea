"""The folder of photos. A file is named for the SHA-256 of its bytes and is on the disk before anyone is told so."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

from app.errors import N_, Invalid, NotFound, TooLarge

LIMIT = 25 * 1000 * 1000
CHUNK = 1 << 18


class Store:
    """Originals under `aa/<sha256>`, derivatives under `views/aa/<name>`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, sha256: str, stream: IO[bytes]) -> int:
        """Writes the bytes durably and gives their number.

        The file is written aside, synced and renamed, and its folder synced, before this returns. Raises TooLarge past
        25 MB and Invalid when the bytes hash to something else; then nothing stays.
        """
        target = self._path(sha256)
        with tempfile.NamedTemporaryFile(dir=self._made(self.folder / "incoming"), delete=False) as file:
            try:
                size = _copy(stream, file, sha256)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, self._made(target.parent) / target.name)
            except BaseException:
                os.unlink(file.name)
                raise
        _sync(target.parent)
        return size

    def keep_derivative(self, name: str, content: bytes) -> None:
        """Writes a derivative, which can be made again and so needs no sync."""
        target = self._made(self.folder / "views" / name[:2]) / name
        target.write_bytes(content)

    def holds(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def original(self, sha256: str) -> Path:
        """The file of the exact bytes received. Raises NotFound."""
        return _existing(self._path(sha256))

    def derivative(self, name: str) -> Path:
        """The file of a derivative. Raises NotFound."""
        return _existing(self.folder / "views" / name[:2] / name)

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _made(self, folder: Path) -> Path:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            _sync(folder.parent)
        return folder


def _copy(stream: IO[bytes], file: IO[bytes], sha256: str) -> int:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LIMIT:
            raise TooLarge
        digest.update(chunk)
        file.write(chunk)
    if digest.hexdigest() != sha256:
        raise Invalid(N_("The photo's bytes do not match its check code, so it was not taken. Please send it again."))
    return size


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise NotFound
    return path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
