"""What the office formats share: they are zip files of XML."""

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u2060\ufeff\ufffe\uffff]")
_MOMENTS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def text(text: str) -> str:
    """The text without the signs that XML or a PDF cannot hold."""
    return _FORBIDDEN.sub("", text)


def settled(content: bytes, day: date) -> bytes:
    """The same file with every moment in it put to the start of `day`, so that equal contents are equal bytes."""
    made, stream = (day.year, day.month, day.day, 0, 0, 0), BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MOMENTS.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), part)
            entry = ZipInfo(name, made)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, part)
    return stream.getvalue()
