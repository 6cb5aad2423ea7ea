"""The zip that a phone exports: which members it may have, and reading them without trusting what it says of itself."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from app.errors import N_, Invalid, TooLarge
from app.intake import parsing
from app.photos import store

MEMBERS = 20_000
TOTAL = 2_000_000_000

NOT_A_ZIP = N_("This file is not a zip that can be opened; perhaps it was cut off. Export it again on the phone.")
TOO_MUCH = N_("This file unpacks to more than 2 GB or 20,000 parts, so nothing of it was taken.")
ODD = N_("An export holds only submissions and photos; this part is neither.")
LOCKED = N_("This part is encrypted or packed in a way that is not read here.")
BROKEN = N_("This part is damaged.")

_FORMS = {
    "photo": re.compile("photos/([0-9a-f]{64})"),
    "submission": re.compile(r"submissions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json"),
}
_LIMITS = {"photo": store.LIMIT, "submission": parsing.LIMIT}
_ENCRYPTED = 1


@dataclass(frozen=True)
class Member:
    """`kind` is photo, submission or odd; `key` the hash or the id that its name says, empty for an odd one."""

    name: str
    kind: str
    key: str
    info: zipfile.ZipInfo


class Archive:
    """An opened export."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        """Raises Invalid for one that would unpack to too much."""
        self._zip = zipped
        infos = [info for info in zipped.infolist() if not info.is_dir()]
        if len(infos) > MEMBERS or sum(info.file_size for info in infos) > TOTAL:
            raise Invalid(TOO_MUCH)
        self.members = [_member(info) for info in infos]

    def of(self, kind: str) -> list[Member]:
        return [member for member in self.members if member.kind == kind]

    @contextmanager
    def stream(self, member: Member) -> Iterator[IO[bytes]]:
        """The unpacked bytes of a member. Raises TooLarge, and, also while it is read, Invalid for a damaged one."""
        info = member.info
        if info.file_size > _LIMITS[member.kind]:
            raise TooLarge(N_("This part is larger than a photo (25 MB) or a submission (5 MB) may be."))
        if info.flag_bits & _ENCRYPTED or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Invalid(LOCKED)
        try:
            with self._zip.open(info) as packed:
                yield packed
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise Invalid(BROKEN) from error

    def body(self, member: Member) -> bytes:
        """All bytes of a member. Raises TooLarge and Invalid."""
        with self.stream(member) as stream:
            return stream.read()


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """The export in this file. Raises Invalid for what is no zip or unpacks to too much."""
    try:
        zipped = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise Invalid(NOT_A_ZIP) from error
    with zipped:
        yield Archive(zipped)


def _member(info: zipfile.ZipInfo) -> Member:
    for kind, form in _FORMS.items():
        if found := form.fullmatch(info.filename):
            return Member(info.filename, kind, found[1], info)
    return Member(info.filename, "odd", "", info)
