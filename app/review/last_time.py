"""What was found at a site the last time, for whoever looks again (复查)."""

from app.db import Database
from app.review import findings
from app.review.findings import Finding


def found(db: Database, site: str) -> list[Finding]:
    """The standing findings of the newest check of a site that has any, in the order of the clauses; nothing where it
    never had one. Of a covert check they say as little as they do to the unit: the ten-day band, no note."""
    rows = db.rows(
        """SELECT id, unit, site, approach, post, checklist, version, item, clause, severity, month, day, note
           FROM findings
           WHERE withdrawn_at IS NULL AND submission = (
             SELECT findings.submission FROM findings JOIN submissions ON submissions.id = findings.submission
             WHERE findings.site = :site AND withdrawn_at IS NULL
             ORDER BY submissions.started_at DESC, submissions.received_at DESC LIMIT 1
           )""",
        site=site,
    )
    return findings.told(db, rows)
