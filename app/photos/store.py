"""The folder of photos. A file is named for the SHA-256 of its bytes and is on the disk before anyone is told so."""

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import IO

from app import clock
from app.errors import N_, Invalid, NotFound, TooLarge, Unavailable

LIMIT = 25 * 1000 * 1000
CHUNK = 1 << 18
log = logging.getLogger("mingcha.photos")


class Store:
    """Originals under `aa/<sha256>`, derivatives under `views/aa/<name>`, files on their way in under `incoming/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._safe: set[Path] = set()

    def ready(self) -> None:
        """Makes sure that files can be written. Raises OSError."""
        with tempfile.NamedTemporaryFile(dir=self._made(self.folder / "incoming")):
            pass

    def keep(self, sha256: str, stream: IO[bytes]) -> int:
        """Writes the bytes durably and gives their number.

        The file is written aside, synced and renamed, and its folder synced, before this returns. Raises TooLarge past
        25 MB, Invalid when the bytes hash to something else, and Unavailable when the disk takes no more; then nothing
        stays.
        """
        try:
            return self._keep(sha256, stream)
        except OSError as error:
            log.exception("photo %s could not be written", sha256)
            raise Unavailable from error

    def confirm(self, sha256: str, stream: IO[bytes]) -> None:
        """Reads the bytes of a photo that is here already, and syncs what is here: the sync of who wrote it may have
        failed, or is still to come. Raises TooLarge, Invalid and Unavailable as `keep` does.
        """
        _copy(stream, None, sha256)
        try:
            sync(self._path(sha256))
            sync(self._path(sha256).parent)
        except OSError as error:
            log.exception("photo %s could not be synced", sha256)
            raise Unavailable from error

    def keep_derivative(self, name: str, content: bytes) -> None:
        """Writes a derivative under a name that was never used before."""
        target = self._made(self.folder / "views" / name[:2]) / name
        with target.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        sync(target.parent)

    def drop_derivative(self, name: str) -> None:
        """Deletes a derivative that nothing names; one that is already gone stays gone."""
        (self.folder / "views" / name[:2] / name).unlink(missing_ok=True)

    def holds(self, sha256: str, size: int) -> bool:
        """Whether the file is there with all its bytes."""
        try:
            return self._path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def original(self, sha256: str) -> Path:
        """The file of the exact bytes received. Raises NotFound."""
        return _existing(self._path(sha256))

    def derivative(self, name: str) -> Path:
        """The file of a derivative. Raises NotFound."""
        return _existing(self.folder / "views" / name[:2] / name)

    def sweep(self, hours: float = 24) -> int:
        """Deletes what a killed process left half written, `hours` old, and gives the number of files."""
        folder, oldest = self.folder / "incoming", clock.now().timestamp() - hours * 3600
        old = [file for file in folder.glob("*") if file.stat().st_mtime < oldest] if folder.is_dir() else []
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _keep(self, sha256: str, stream: IO[bytes]) -> int:
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
        sync(target.parent)
        return size

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _made(self, folder: Path) -> Path:
        """The folder, made and entered durably in the one above it. One that is there may have been made by who could
        not sync it, was killed before, or is just about to: each process makes sure of it once."""
        if folder not in self._safe or not folder.is_dir():
            if folder != self.folder.parent:
                self._made(folder.parent)
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True)
            sync(folder.parent)
            self._safe.add(folder)
        return folder


def _copy(stream: IO[bytes], file: IO[bytes] | None, sha256: str) -> int:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > LIMIT:
            raise TooLarge
        digest.update(chunk)
        if file:
            file.write(chunk)
    if digest.hexdigest() != sha256:
        raise Invalid(N_("The photo's bytes do not match its check code, so it was not taken. Please send it again."))
    return size


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise NotFound
    return path


def sync(folder: Path) -> None:
    """Puts a folder's entries, or a file's content, on the disk, so that what was made is found after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
