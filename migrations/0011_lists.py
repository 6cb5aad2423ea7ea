"""Lists of reviews are read off in their order, however many reviews there are."""

from sqlite_utils import Database

TABLES = """
-- review
CREATE INDEX reviews_due ON reviews (state, due, submission);
CREATE INDEX reviews_ended ON reviews (state, at, submission);
DROP INDEX reviews_state;
"""


def step(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)
