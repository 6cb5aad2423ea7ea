"""Takes in what a phone exported because it could not send it. Every part stands for itself: what is good is taken."""

import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from app import journal
from app.db import Database
from app.errors import N_, Invalid, NotFound, Problem
from app.intake import archive, envelope, parsing, photos, submissions
from app.intake.archive import Archive, Member
from app.people import persons
from app.people.persons import Person
from app.photos.store import Store
from app.visits import visits

SENDERS = frozenset({"inspector", "shopper"})
EVENT = "unsent.imported"
KEPT = 200

NO_SENDER = N_("Only an inspector or a mystery shopper can be the sender.")
WHOSE_CHECK = N_("This is an unplanned check; say whose it is.")
WHOSE_PHOTO = N_("No submission names this photo; say whose it is.")
LATER = N_("A later version of this check was received already, so this one is not needed.")
NOT_THEIRS = N_("There is no such visit, or it never was this person's.")


@dataclass(frozen=True)
class Line:
    """What became of one member: `new`, `known` (held before) or `refused`, then with a sentence and perhaps a JSON
    pointer into it."""

    member: str
    outcome: str
    pointer: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Summary:
    """How many (new, known) of each kind, and what was refused: at most 200 lines of `refusals` in all."""

    submissions: tuple[int, int]
    photos: tuple[int, int]
    refused: tuple[Line, ...]
    refusals: int


@dataclass(frozen=True)
class Imported:
    """`entry` is the number of the journal's entry."""

    entry: int
    lines: tuple[Line, ...]


def import_unsent(
    db: Database, store: Store, file: IO[bytes], person: str | None = None, *, by: str | None = None
) -> Imported:
    """Takes the photos and submissions of an export; doing it twice changes nothing.

    The sender of a submission is who sent it before, else `person` where the visit is or was theirs, else the visit's
    inspector; of an unplanned check `person`. A photo's sender is that of the submission that names it. Raises Invalid
    for a file that cannot be opened or unpacks to too much, and for a `person` who is no inspector or mystery shopper.
    """
    if person is not None and not persons.load(db, person).roles & SENDERS:
        raise Invalid(NO_SENDER)
    with archive.opened(file) as export:
        lines = _Import(db, store, export, person).lines()
    with db.write():
        entry = journal.record(db, by, EVENT, str(uuid.uuid4()), **_kept(_summary(lines)))
    return Imported(entry, lines)


def as_rows(imported: Imported) -> list[dict[str, Any]]:
    """The outcome as plain values for the command line."""
    return [vars(line) for line in imported.lines]


def summary(db: Database, by: str, entry: int) -> Summary:
    """The outcome of a person's own import. Raises NotFound."""
    row = db.one("SELECT who, what, detail FROM journal WHERE seq = :seq", seq=entry)
    if row["what"] != EVENT or row["who"] != by:
        raise NotFound
    kept = json.loads(row["detail"])
    return Summary(
        submissions=(kept["submissions"][0], kept["submissions"][1]),
        photos=(kept["photos"][0], kept["photos"][1]),
        refused=tuple(Line(**line) for line in kept["refused"]),
        refusals=kept["refusals"],
    )


def candidates(db: Database) -> list[Person]:
    """Who can be the sender of an unplanned check, by code: the form shows no names."""
    return sorted((p for p in persons.everyone(db) if p.roles & SENDERS), key=lambda person: person.code)


class _Import:
    """One run over one export."""

    def __init__(self, db: Database, store: Store, export: Archive, person: str | None) -> None:
        self.db, self.store, self.export, self.person = db, store, export, person
        self.senders: dict[str, str] = {}

    def lines(self) -> tuple[Line, ...]:
        """First who sent what, then the photos, then the submissions, as a phone does."""
        for member in self.export.of("submission"):
            self._note_photos(member)
        found = [Line(member.name, "refused", "", archive.ODD) for member in self.export.of("odd")]
        for kind, take in (("photo", self._take_photo), ("submission", self._take_submission)):
            for member in self.export.of(kind):
                found += _outcome(member, take)
        return tuple(found)

    def _note_photos(self, member: Member) -> None:
        """Remembers whose the photos are that a submission names; one that cannot be read is told of later."""
        try:
            document = parsing.parse(self.export.body(member))
            sender = self._sender(member.key, document)
        except Problem:
            return
        if not envelope.form(document):
            for observation in document["observations"]:
                for photo in observation.get("photos", ()):
                    self.senders.setdefault(photo["sha256"], sender)

    def _take_photo(self, member: Member) -> bool:
        sender = self.senders.get(member.key) or self._named_before(member.key) or self.person
        if sender is None:
            raise Invalid(WHOSE_PHOTO)
        with self.export.stream(member) as stream:
            return photos.take(self.db, self.store, sender, member.key, stream)

    def _take_submission(self, member: Member) -> bool:
        body = self.export.body(member)
        document = parsing.parse(body)
        sender = self._sender(member.key, document)
        if self._overtaken(sender, member.key, document):
            raise Invalid(LATER)
        return submissions.take(self.db, sender, member.key, body)

    def _overtaken(self, sender: str, submission: str, document: dict[str, Any]) -> bool:
        """Whether the same phone sent a later version of the same check: a file that was exported before it, and is
        imported after it, would stand beside it and be counted twice. A check is known by its observations."""
        if envelope.form(document) or self.db.row("SELECT id FROM submissions WHERE id = :id", id=submission):
            return False  # it is refused for that, or known
        device = document.get("device") or {}
        later = self.db.rows(
            """SELECT DISTINCT observations.id FROM observations JOIN submissions ON submissions.id = submission
               WHERE person = :person AND device = :device AND counter > :counter""",
            person=sender,
            device=device.get("id"),
            counter=device.get("counter"),
        )
        return not {one["id"] for one in document["observations"]}.isdisjoint(row["id"] for row in later)

    def _sender(self, submission: str, document: dict[str, Any]) -> str:
        before = self.db.row("SELECT person FROM submissions WHERE id = :id", id=submission)
        if before:
            return str(before["person"])
        visit = document.get("visit")
        if not isinstance(visit, str):
            if self.person is None:
                raise Invalid(WHOSE_CHECK)
            return self.person
        if self.person and visits.ever_assigned(self.db, visit, self.person):
            return self.person
        return visits.inspector(self.db, visit)

    def _named_before(self, sha256: str) -> str | None:
        """The sender of a submission that arrived without this photo."""
        row = self.db.row(
            """SELECT person FROM submissions JOIN observation_photos ON observation_photos.submission = submissions.id
               WHERE observation_photos.sha256 = :sha256 ORDER BY received_at""",
            sha256=sha256,
        )
        return str(row["person"]) if row else None


def _outcome(member: Member, take: Callable[[Member], bool]) -> list[Line]:
    try:
        return [Line(member.name, "new" if take(member) else "known")]
    except NotFound:
        return [Line(member.name, "refused", "", NOT_THEIRS)]
    except Problem as problem:
        places = [Line(member.name, "refused", place.pointer, place.detail) for place in problem.places]
        return places or [Line(member.name, "refused", "", problem.sentence)]


def _summary(lines: tuple[Line, ...]) -> Summary:
    counts = Counter((line.member.partition("/")[0], line.outcome) for line in lines)
    refused = tuple(line for line in lines if line.outcome == "refused")
    return Summary(
        (counts["submissions", "new"], counts["submissions", "known"]),
        (counts["photos", "new"], counts["photos", "known"]),
        refused[:KEPT],
        len(refused),
    )


def _kept(summary: Summary) -> dict[str, Any]:
    return vars(summary) | {"refused": [vars(line) for line in summary.refused]}
