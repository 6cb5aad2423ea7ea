"""Reading what is stored: drafts by id, published notices by slug, by check code and in order of publication."""

from dataclasses import dataclass

from app.db import Database, Row
from app.notices.model import Notice, fingerprint, loads

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Draft:
    """A notice that is not published yet. `sha256` is of its present text, `replaces` the id of the notice that it
    corrects."""

    id: str
    month: str
    notice: Notice
    sha256: str
    drafted_by: str
    drafted_at: str
    replaces: str | None


@dataclass(frozen=True)
class Published:
    """A frozen notice. `at` is a stored moment, `sign_by` a day; `newer` and `older` are the slugs of its correction
    and of what it corrects."""

    id: str
    slug: str
    code: str
    sha256: str
    at: str
    sign_by: str
    month: str
    notice: Notice
    newer: str | None
    newer_number: str | None
    older: str | None


def draft(db: Database, notice: str) -> Draft:
    """Raises NotFound, also when the notice is published by now."""
    return _draft(
        db.one(
            """SELECT id, month, model, drafted_by, drafted_at, replaces FROM notices
               WHERE id = :id AND NOT EXISTS (SELECT 1 FROM publications WHERE publications.notice = notices.id)""",
            id=notice,
        )
    )


def drafts(db: Database) -> list[Draft]:
    """Every draft, the newest first."""
    rows = db.rows(
        """SELECT id, month, model, drafted_by, drafted_at, replaces FROM notices
           WHERE NOT EXISTS (SELECT 1 FROM publications WHERE publications.notice = notices.id)
           ORDER BY drafted_at DESC, id"""
    )
    return [_draft(row) for row in rows]


def slug_of(db: Database, notice: str) -> str | None:
    """The slug of a notice by its id, None while it is a draft or unknown."""
    row = db.row("SELECT slug FROM publications WHERE notice = :notice", notice=notice)
    return row["slug"] if row else None


def by_slug(db: Database, slug: str) -> Published:
    """Raises NotFound."""
    return _published(
        db.one(
            """SELECT notices.id, slug, code, sha256, at, sign_by, month, model,
                      (SELECT newer.slug FROM publications AS newer JOIN notices AS n ON n.id = newer.notice
                       WHERE n.replaces = notices.id) AS newer,
                      (SELECT n.number FROM publications AS newer JOIN notices AS n ON n.id = newer.notice
                       WHERE n.replaces = notices.id) AS newer_number,
                      (SELECT older.slug FROM publications AS older WHERE older.notice = notices.replaces) AS older
               FROM publications JOIN notices ON notices.id = publications.notice WHERE slug = :slug""",
            slug=slug,
        )
    )


def slug_by_code(db: Database, code: str) -> str:
    """The slug of the notice with this check code, as typed; case, spaces and hyphens are free. Raises NotFound."""
    plain = "".join(c for c in code.upper() if c in CODE_ALPHABET)
    return str(db.one("SELECT slug FROM publications WHERE code = :code", code=f"{plain[:4]}-{plain[4:]}")["slug"])


def published(db: Database, before: str = "", limit: int = 24) -> list[Published]:
    """Published notices, the newest first; `before` is the `at` of the last one already shown."""
    rows = db.rows(
        """SELECT notices.id, slug, code, sha256, at, sign_by, month, model,
                  (SELECT newer.slug FROM publications AS newer JOIN notices AS n ON n.id = newer.notice
                   WHERE n.replaces = notices.id) AS newer,
                  (SELECT n.number FROM publications AS newer JOIN notices AS n ON n.id = newer.notice
                   WHERE n.replaces = notices.id) AS newer_number,
                  (SELECT older.slug FROM publications AS older WHERE older.notice = notices.replaces) AS older
           FROM publications JOIN notices ON notices.id = publications.notice
           WHERE :before = '' OR at < :before ORDER BY at DESC, slug LIMIT :limit""",
        before=before,
        limit=limit,
    )
    return [_published(row) for row in rows]


def standing(db: Database, month: str) -> Row | None:
    """`id`, `slug` and `number` of the notice that stands for a month: published and not corrected by a newer one."""
    return db.row(
        """SELECT notices.id, slug, number FROM publications JOIN notices ON notices.id = publications.notice
           WHERE month = :month AND NOT EXISTS (
             SELECT 1 FROM notices AS n JOIN publications AS newer ON newer.notice = n.id WHERE n.replaces = notices.id)
           ORDER BY at DESC LIMIT 1""",
        month=month,
    )


def altered(db: Database) -> list[str]:
    """The numbers of published notices whose text no longer has the hash under which it was published, each as it is
    printed (示供营销〔2026〕11号), in the order of publication; empty when all stand. `mingcha audit verify` asks this.

    The hash itself stands in the journal, too, under `notice.published`.
    """
    rows = db.rows(
        """SELECT number, model, sha256 FROM publications JOIN notices ON notices.id = publications.notice
           ORDER BY publications.at, number"""
    )
    return [row["number"] for row in rows if fingerprint(row["model"]) != row["sha256"]]


def _draft(row: Row) -> Draft:
    text = row.pop("model")
    return Draft(**row, notice=loads(text), sha256=fingerprint(text))


def _published(row: Row) -> Published:
    text = row.pop("model")
    return Published(**row, notice=loads(text))
