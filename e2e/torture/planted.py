"""Bugs that are planted one at a time, to prove that the oracle sees them: in the modules as they are served, and in
the server's own process. Beside each stand the cells whose runs must show it; where there are none, the stories do."""

import threading
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from flask import g

from app.db import Database
from app.errors import Unavailable
from app.intake import photos, receipts, rows, submissions, views
from e2e.torture.matrix import Cell


@dataclass(frozen=True)
class InScript:
    """In `module` of static/js/field the text `old`, which must stand there once, is replaced."""

    module: str
    old: str
    new: str
    shown_by: tuple[Cell, ...] = ()


SCRIPTS = {
    "saved at the request, not at the commit": InScript(
        "store", "  await done;\n  return result;", "  return result;", (("remove photo", "quota abort"),)
    ),
    "photo deleted once sent, before the receipt": InScript(
        "delivery",
        "else await update(record.id, { held: (held = [...held, hash]) });",
        "else { held = [...held, hash]; await update(record.id, { held }); "
        'await write("photos", (tx) => tx.store.delete([record.draft, hash])); }',
        (("send photo", "quota abort"),),
    ),
    "receipt of another submission accepted": InScript(
        "delivery",
        'if (receipt.submission !== record.id || receipt.sha256 !== record.sha256) throw new Trouble("receipt");',
        "",
        (("send submission", "captive portal"),),
    ),
    "page of a captive portal taken for our answer": InScript(
        "wire",
        'if (answer.ok && is(answer, "application/json")) return { found: await answer.json() };',
        "if (answer.ok) return { found: await answer.json().catch(() => null) };",
        (("edit answer", "captive portal"), ("add photo", "captive portal")),
    ),
    "photo called held that was not sent": InScript(
        "delivery",
        "trouble = error;",
        "trouble = error; await update(record.id, { held: (held = [...held, hash]) });",
        (("edit answer", "500"),),
    ),
    "draft deleted before the outbox has it": InScript(
        "freezing",
        "if (await moved(record, kept)) return record;",
        'await write("drafts", (tx) => tx.store.delete(ofDraft(draft))); '
        'await write("outbox", (tx) => tx.store.put(record)); return record;',
        (("finish", "kill before put"),),
    ),
    "record dropped when it is refused": InScript(
        "delivery",
        "if (answer.refused) return setAside(record, answer);",
        'if (answer.refused) return write("outbox", (tx) => tx.store.delete(record.id));',
        (),
    ),
    "second of two quick edits lost": InScript(
        "saver",
        "await this.#store(keys);",
        "await this.#store(keys); this.#dirty.clear();",
        (("edit answer", "delayed"),),
    ),
    "photos of the outbox taken for unused": InScript(
        "draft", "outbox.filter((r) => r.draft === draft)", "outbox.filter(() => false)", (("finish", "delayed"),)
    ),
    "same number for every submission": InScript(
        "freezing", '((await tx.store.get("counter"))?.value ?? 0) + 1', "1", (("finish", "delayed"),)
    ),
    "photos in another order": InScript(
        "freezing", "photos: o.photos.map((p)", "photos: [...o.photos].reverse().map((p)", ()
    ),
    "loss of the store not told": InScript("announcing", "lost.filter(({ id }) => !unseen.includes(id))", "[]", ()),
    "two windows write one draft": InScript(
        "phone", ".catch(() => resolve(false));", ".catch(() => resolve(true));", (("edit answer", "two tabs"),)
    ),
    "correction forgets notes": InScript(
        "again", "...layout.get(one.id), draft: id }", '...layout.get(one.id), draft: id, note: "" }', ()
    ),
    "purged from the phone though the server lacks it": InScript(
        "purge",
        "if (status === 404 || (same && lacks(found, record))) await update(record.id, AGAIN);\n    else if (same)",
        "if (status === 404 || same)",
        (("purge", "restore of an older backup"),),
    ),
}

PREFIX = "t-bug-"  # of the builds' names


def build_with(name: str) -> str:
    """The build in which this bug is planted."""
    return f"{PREFIX}{list(SCRIPTS).index(name)}"


def by_build(build: str) -> InScript | None:
    return list(SCRIPTS.values())[int(build.removeprefix(PREFIX))] if build.startswith(PREFIX) else None


def put_in(bug: InScript, text: str) -> str:
    """Raises ValueError unless what it replaces stands in the text exactly once."""
    if text.count(bug.old) != 1:
        raise ValueError(f"{bug.module}.js does not have {bug.old!r} once")
    return text.replace(bug.old, bug.new)


def acknowledges_before_commit() -> None:
    """The receipt goes out, and the submission is written a moment later."""
    take, receipt = submissions.take, views.receipt

    def later(*given: Any) -> None:
        time.sleep(0.3)
        with closing(Database(given[0])) as db:
            take(db, *given[1:])

    def early(db: Database, person: str, submission: str, body: bytes, sent_at: str | None) -> bool:
        try:
            with db.write():
                take(db, person, submission, body, sent_at)
                g.receipt = receipt(submission)
                raise UndoneError
        except UndoneError:
            threading.Thread(target=later, args=(db.path, person, submission, body, sent_at), daemon=True).start()
        return True

    views.submissions.take = early  # type: ignore[attr-defined]
    views.receipt = lambda submission: g.pop("receipt", None) or receipt(submission)


class UndoneError(Exception):
    """Takes a transaction back."""


def acknowledges_photos_it_could_not_write() -> None:
    take = photos.take

    def forgiving(*given: Any, **options: Any) -> bool:
        try:
            return take(*given, **options)
        except Unavailable:
            return True

    views.photos.take = forgiving  # type: ignore[attr-defined]


def takes_every_repetition_anew() -> None:
    take = submissions.take

    def again(db: Database, person: str, submission: str, *given: Any) -> bool:
        known = db.row("SELECT 1 AS found FROM submissions WHERE id = :id", id=submission)
        return take(db, person, str(uuid.uuid4()) if known else submission, *given)

    views.submissions.take = again  # type: ignore[attr-defined]


def receipts_list_photos_that_are_missing() -> None:
    listed = receipts._photos

    def generous(*given: Any) -> dict[str, list[str]]:
        found = listed(*given)
        return {"held": sorted(found["held"] + found["missing"]), "missing": [], "quarantined": found["quarantined"]}

    receipts._photos = generous  # type: ignore[assignment]


def forgets_posts() -> None:
    written = rows._observation
    rows._observation = lambda *given: written(*given) | {"post": None}


SERVER: dict[str, tuple[Callable[[], None], tuple[Cell, ...]]] = {
    "acknowledges before commit": (acknowledges_before_commit, (("send submission", "SIGKILL before commit"),)),
    "acknowledges photos it could not write": (acknowledges_photos_it_could_not_write, (("edit answer", "disk full"),)),
    "takes every repetition anew": (takes_every_repetition_anew, (("send submission", "reply lost after commit"),)),
    "receipts list photos that are missing": (
        receipts_list_photos_that_are_missing,
        (("send photo", "500"), ("send photo", "429")),
    ),
    "forgets posts": (forgets_posts, (("finish", "delayed"),)),
}
