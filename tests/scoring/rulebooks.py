"""What is typed on the page of the rules, and what the database holds before and after."""

from app.scoring import loading, months, proposals

RULES, TRIAL, ADOPTION = "/scores/rules", "/scores/rules/trial", "/scores/rules/adoption"


def form(given=None, **fields):
    """What is typed: rules, the shipped ones unless given, and the version that the form began with."""
    typed = proposals.typed(given or loading.shipped()) | {"seen": loading.shipped().version}
    return typed | {name.replace("_", "-"): value for name, value in fields.items()}


def figures(db, month="2026-11"):
    return [(row.unit.name, row.score, row.grade) for row in months.table(db, month)]


def everything(db):
    names = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    quiet = {"challenges", "sessions", "passkeys"}
    return {name: db.rows(f"SELECT * FROM {name}") for name in names if name not in quiet}
