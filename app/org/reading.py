"""A roster file, whatever it is, as tables of known kinds, with every problem of its form."""

from dataclasses import dataclass, field

from app.errors import N_
from app.org import columns, delimited, workbook
from app.org.cells import Sheet, Unreadable
from app.org.columns import Place, Problem, Table

MOST_BYTES = 20 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Contents:
    """`ignored` are the sheets that are of no kind."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read(name: str, body: bytes) -> Contents:
    """What is in a file of this name. One that cannot be opened has one problem, without a place."""
    found = Contents()
    try:
        sheets = _sheets(name, body)
        for sheet in sheets:
            table = columns.table(sheet, found.problems)
            if table:
                found.tables.append(table)
            elif sheet.rows:
                found.ignored.append(sheet.name)
        if not found.tables and not found.problems:
            raise _nothing(sheets)
    except Unreadable as reason:
        return Contents(problems=[Problem(Place(""), reason.sentence, reason.values)])
    return found


def _sheets(name: str, body: bytes) -> list[Sheet]:
    found = spreadsheet(body)
    return [delimited.read(body, name, columns.known_headers)] if found is None else found


def spreadsheet(body: bytes) -> list[Sheet] | None:
    """The sheets of an .xlsx; None for a file that may be a text table. Raises Unreadable."""
    if len(body) > MOST_BYTES:
        raise Unreadable(N_("The file is larger than 20 MB. Please split it into several files."))
    if not body.strip(b"\0 \t\r\n"):
        raise Unreadable(N_("The file is empty."))
    if body.startswith(_OLE):
        raise Unreadable(
            N_("The file is protected by a password. Remove the password (Save as … without one) and upload it again.")
            if _PROTECTED in body
            else N_(
                "This is a spreadsheet of the old format .xls, whatever its name says. Open it in Excel or WPS, choose "
                "“Save as”, there “Excel workbook (.xlsx)”, and upload that file."
            )
        )
    if body.startswith(b"PK"):
        return workbook.read(body)
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise Unreadable(
            N_("This is a web page or XML under the name of a spreadsheet. Open it and save it as .xlsx, please.")
        )
    return None


def _nothing(sheets: list[Sheet]) -> Unreadable:
    if not any(sheet.rows for sheet in sheets):
        return Unreadable(N_("The file is empty."))
    return Unreadable(
        N_(
            "No table of a known kind was found. Sheets are called 单位, 网点, 岗位, 人员, 任职, 检查员; a text table "
            "is known by its headers, such as 单位名称 and 网点名称. The template shows them all."
        )
    )
