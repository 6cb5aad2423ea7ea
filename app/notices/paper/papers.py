"""The papers of a notice: of a draft made on demand, of a published notice made once and kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from app import clock, journal
from app.db import Database
from app.notices.archive import Draft, Published
from app.notices.model import Notice

MARK = "草稿 Draft"


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Paper:
    """The file of a notice in one form. `name` is what it is saved as."""

    name: str
    type: str
    body: bytes


def of_draft(draft: Draft, form: str) -> Paper:
    """The paper of a draft as it is now, marked as a draft on every page; dated today."""
    body = _rendered(form, draft.notice, MARK)
    return Paper(f"{_name(draft.notice)}（草稿）.{form}", FORMS[form], body)


def of_published(db: Database, published: Published, form: str) -> Paper:
    """The paper of a published notice: what was made the first time, byte for byte."""
    body = _kept(db, published.id, form)
    if body is None:
        _keep(db, published, form, _rendered(form, published.notice))
        body = _kept(db, published.id, form)
        assert body is not None
    return Paper(f"{_name(published.notice)}.{form}", FORMS[form], body)


def make_all(db: Database, published: Published) -> None:
    """Makes and keeps every form of a notice that was just published."""
    for form in FORMS:
        of_published(db, published, form)


def digests(db: Database) -> dict[str, str]:
    """SHA-256 of the kept papers as they are now, by the notice's id and the form (`<id> pdf`). `mingcha audit verify`
    compares them with what the journal tells under `notice.printed`."""
    kept = [(row["notice"], row["form"]) for row in db.rows("SELECT notice, form FROM papers ORDER BY notice, form")]
    return {f"{notice} {form}": sha256(_kept(db, notice, form) or b"").hexdigest() for notice, form in kept}


def _rendered(form: str, notice: Notice, mark: str = "") -> bytes:
    """Loads what makes a form only where one is made: together they weigh 30 MB."""
    if form == "pdf":
        from app.notices.paper import pdf

        return pdf.render(notice, clock.today(), mark)
    if form == "docx":
        from app.notices.paper import word

        return word.render(notice, clock.today(), mark)
    from app.notices.paper import sheet

    return sheet.render(notice, clock.today(), mark)


def _kept(db: Database, notice: str, form: str) -> bytes | None:
    row = db.row("SELECT body FROM papers WHERE notice = :notice AND form = :form", notice=notice, form=form)
    return bytes(row["body"]) if row else None


def _keep(db: Database, published: Published, form: str, body: bytes) -> None:
    """Of two that are made at the same time the first one stays."""
    digest = sha256(body).hexdigest()
    with db.write():
        added = db.execute(
            """INSERT INTO papers (notice, form, sha256, at, body) VALUES (:notice, :form, :sha256, :now, :body)
               ON CONFLICT (notice, form) DO NOTHING""",
            notice=published.id,
            form=form,
            sha256=digest,
            now=clock.stamp(),
            body=body,
        )
        if added:
            journal.record(db, None, "notice.printed", published.id, form=form, sha256=digest)


def _name(notice: Notice) -> str:
    """Number and title, without what file systems refuse."""
    return "".join("_" if sign in '\\/:*?"<>|' else sign for sign in f"{notice.number} {notice.name}")
