"""The runs of the jobs: each is claimed once in the database, however many processes there are; and how they ended."""

from dataclasses import dataclass

from app import clock
from app.db import Database

AGAIN = 15 * 60  # seconds until a run that failed is tried again
LOST = 60 * 60  # seconds after which a run that did not end counts as cut off, by a power cut or a kill
GOOD_DAYS, BAD_DAYS = 7, 60
MOST = 200  # runs of one job that are remembered


@dataclass(frozen=True)
class Run:
    """`ended_at` is None while it is under way, or when it was cut off; `error` is None when it went well."""

    job: str
    due: str
    claimed_at: str
    ended_at: str | None
    error: str | None

    @property
    def state(self) -> str:
        """`good`, `failed`, `running`, or `cut` when it should have ended long ago."""
        if self.ended_at:
            return "failed" if self.error else "good"
        return "running" if self.claimed_at > _ago(LOST) else "cut"


def claim(db: Database, job: str, due: str) -> bool:
    """Takes a run for this process; False when it is done, or another process has it.

    What failed a quarter of an hour ago, or never ended, is taken again.
    """
    known = db.row(
        "SELECT job, due, claimed_at, ended_at, error FROM job_runs WHERE job = :job AND due = :due", job=job, due=due
    )
    if known and not _open(Run(**known)):
        return False
    with db.write():
        taken = db.execute(
            """INSERT INTO job_runs (job, due, claimed_at) VALUES (:job, :due, :now)
               ON CONFLICT (job, due) DO UPDATE SET claimed_at = excluded.claimed_at, ended_at = NULL, error = NULL
               WHERE job_runs.claimed_at = :before""",
            job=job,
            due=due,
            now=clock.stamp(),
            before=known["claimed_at"] if known else "",
        )
    return bool(taken)


def finish(db: Database, job: str, due: str, error: str | None) -> None:
    """Notes how a run ended, and forgets what nobody asks for any more, also what a clock running ahead left."""
    with db.write():
        db.execute(
            "UPDATE job_runs SET ended_at = :now, error = :error WHERE job = :job AND due = :due",
            now=clock.stamp(),
            error=error,
            job=job,
            due=due,
        )
        db.execute(
            """DELETE FROM job_runs WHERE job = :job AND due <> :due
               AND (due > :tomorrow OR due < :long_ago OR (error IS NULL AND due < :before))""",
            job=job,
            due=due,
            tomorrow=_ago(-24 * 60 * 60),
            before=_ago(GOOD_DAYS * 24 * 60 * 60),
            long_ago=_ago(BAD_DAYS * 24 * 60 * 60),
        )
        db.execute(
            """DELETE FROM job_runs WHERE job = :job AND due <= (
                 SELECT due FROM job_runs WHERE job = :job ORDER BY due DESC LIMIT 1 OFFSET :most)""",
            job=job,
            most=MOST,
        )


def latest(db: Database) -> dict[str, Run]:
    """The newest run of each job."""
    rows = db.rows(
        """SELECT job, due, claimed_at, ended_at, error FROM job_runs
           WHERE due = (SELECT max(due) FROM job_runs AS newer WHERE newer.job = job_runs.job)"""
    )
    return {row["job"]: Run(**row) for row in rows}


def troubled(db: Database, job: str) -> bool:
    """Whether the newest run of a job failed or was cut off."""
    row = db.row(
        "SELECT job, due, claimed_at, ended_at, error FROM job_runs WHERE job = :job ORDER BY due DESC LIMIT 1", job=job
    )
    return row is not None and Run(**row).state in {"failed", "cut"}


def failed(db: Database, limit: int = 20) -> list[Run]:
    """What went wrong lately, newest first."""
    rows = db.rows(
        """SELECT job, due, claimed_at, ended_at, error FROM job_runs WHERE error IS NOT NULL
           ORDER BY due DESC, job LIMIT :limit""",
        limit=limit,
    )
    return [Run(**row) for row in rows]


def _open(run: Run) -> bool:
    if run.claimed_at > _ago(-60):
        return True  # the clock was set back since
    if run.ended_at is None:
        return run.claimed_at < _ago(LOST)
    return run.error is not None and run.ended_at < _ago(AGAIN)


def _ago(seconds: int) -> str:
    return clock.stamp(clock.now() - clock.seconds(seconds))
