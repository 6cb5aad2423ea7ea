"""Stands apart from the code: from what the screen said, it judges what the phone's store and the server hold."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from e2e.torture.checks import Check, in_order
from e2e.torture.content import of_body, of_draft, of_rows, photos_of, text
from e2e.torture.ledger import Ledger

KINDS = ("lost", "doubled", "orphaned", "untold", "stuck", "wrong", "broken")
Event = list[Any]
Dump = dict[str, list[dict[str, Any]]]


@dataclass
class Oracle:
    """Judges one run; `violations` are (kind, sentence). `lossy`: the store is emptied some time in this run."""

    ledger: Ledger
    person: str
    drafts: list[str]
    violations: list[tuple[str, str]] = field(default_factory=list)
    announced: set[str] = field(default_factory=set)
    bodies: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    counters: dict[str, list[int]] = field(default_factory=dict)
    lossy: bool = False

    def __post_init__(self) -> None:
        self.checks = {draft: Check(draft) for draft in self.drafts}
        self.here: set[str] = set()
        self.spoke: set[str] = set()

    def say(self, kind: str, *sentences: str) -> None:
        self.violations += [(kind, sentence) for sentence in sentences]

    def told(self, records: list[dict[str, Any]]) -> None:
        """What the outbox calls held or received at this moment must be with the server at this moment."""
        for record in records:
            for sha256 in record["held"]:
                if not self.ledger.holds(sha256, self.person):
                    self.say("lost", f"photo {sha256[:8]} is called held, and the server does not hold it")
            if record["state"] == "received":
                self._with_the_server(record["id"], record["sha256"], whole=not self.lossy)

    def hear(self, event: Event) -> None:
        """The next thing that happened."""
        name, *rest = event
        handler = getattr(self, "_" + name.replace("-", "_"), None)
        if handler:
            handler(*rest)

    def _enter(self, draft: str, owner: str, name: str, value: Any) -> None:
        self.checks[draft].enter((owner, name), text(name, value))

    def _item(self, draft: str, owner: str, item: str, order: int) -> None:
        self._enter(draft, owner, "item", item)
        self._enter(draft, owner, "order", order)

    def _withdrawn(self, draft: str, owner: str) -> None:
        for key in [key for key in self.checks[draft].allowed if key[0] == owner]:
            self._enter(draft, owner, key[1], [] if key[1] == "photos" else "" if key[1] == "note" else None)

    def _saved(self, draft: str) -> None:
        self.checks[draft].saved()

    def _finishing(self, draft: str) -> None:
        self.checks[draft].state = "finishing"
        self.checks[draft].before = {*self.checks[draft].records}

    def _not_finished(self, draft: str, *_: str) -> None:
        self.checks[draft].state = "begun"

    def _finished(self, draft: str, record: str) -> None:
        check = self.checks[draft]
        check.state = "finished"
        if record not in check.records:
            check.records.append(record)

    def _correcting(self, draft: str) -> None:
        self.checks[draft].state = "correcting"

    def _corrected(self, draft: str) -> None:
        self.checks[draft].reopened()

    def _discarded(self, draft: str, done: bool) -> None:
        self.checks[draft].state = "discarded"
        if not done:
            self.say("wrong", f"check {draft[:8]} could not be thrown away")

    def _second(self, draft: str, got: bool) -> None:
        if got:
            self.say("wrong", f"two windows may write check {draft[:8]}")

    def _emptied(self) -> None:
        for check in self.checks.values():
            check.emptied = True

    def _step(self, *_: Any) -> None:
        self.spoke = {check.id for check in self.checks.values() if check.says_something()}

    def _announced(self, drafts: list[str], records: list[str]) -> None:
        """A draft in which nothing stood when the step began may have been announced as empty; that is no loss."""
        self.announced |= {*records, *({*drafts} & self.spoke)}

    def _settled(self, waiting: list[dict[str, Any]]) -> None:
        for record in waiting:
            self.say("stuck", f"not received in a bounded number of rounds: {record}")

    def _lost(self, told: list[str]) -> None:
        """Everything that was announced and is now nowhere must be told as lost."""
        for check in self.checks.values():
            names = {check.id, *check.records}
            safe = any(self.ledger.submission(record) for record in check.records)
            gone = check.emptied and check.says_something() and not safe and not names & self.here
            if gone and names & self.announced and not names & {*told}:
                self.say("untold", f"check {check.id[:8]} is gone from the phone, and nobody was told")

    def _dump(self, why: str, dump: Dump) -> None:
        """All that lies in the phone's store."""
        self.here = {one["draft"] for one in dump["drafts"]} | {one["id"] for one in dump["outbox"]}
        held = {(one["draft"], one["sha256"]) for one in dump["photos"] if one["whole"]}
        for record in dump["outbox"]:
            self._record(record, held)
        for check in self.checks.values():
            own = [one for one in dump["drafts"] if one["draft"] == check.id]
            self._draft(check, own, dump, held, again=why == "killed")
        if why in {"purged", "left"}:
            self._nothing_over(why, dump)

    def _draft(
        self, check: Check, own: list[dict[str, Any]], dump: Dump, held: set[tuple[str, str]], again: bool
    ) -> None:
        records = [one["id"] for one in dump["outbox"] if one["draft"] == check.id]
        if check.state == "finishing" and not own and not check.emptied and not set(records) - check.before:
            self.say("lost", f"check {check.id[:8]} was being finished, and is neither a draft nor in the outbox")
        if check.state in {"finishing", "correcting"}:
            check.state = "begun" if own else "finished"
        if own:
            found = of_draft(own)
            self.say("lost", *check.wrong(found))
            gone = [one for one in photos_of(found) if (check.id, one) not in held and not check.emptied]
            self.say("lost", *(f"photo {one[:8]} of a draft has no bytes" for one in gone))
            if again:
                check.found_again(found)
        if check.state == "begun" and not own and check.promised and not check.emptied:
            self.say("lost", f"check {check.id[:8]} was saved, and is neither a draft nor in the outbox")
        if own and check.state == "finished":
            self.say("doubled", f"check {check.id[:8]} is finished, and still a draft")

    def _record(self, record: dict[str, Any], held: set[tuple[str, str]]) -> None:
        """A submission in the outbox: what it froze, its number, its photos."""
        check = self.checks[record["draft"]]
        body = json.loads(record["body"])
        if hashlib.sha256(record["body"].encode()).hexdigest() != record["sha256"]:
            self.say("wrong", f"submission {record['id'][:8]} has another hash than its body")
        if record["id"] not in check.frozen:
            check.frozen[record["id"]] = of_body(body)
            self._finished(check.id, record["id"])
            self.say("lost", *check.wrong(of_body(body), sent=True))
            self._number(record, body)
            if not in_order(check, [one["id"] for one in body["observations"]]):
                self.say("wrong", f"submission {record['id'][:8]} has its observations in another order")
            if record["photos"] != photos_of(of_body(body)):
                self.say("lost", f"submission {record['id'][:8]} names photos that it does not send along")
        elif of_body(body) != check.frozen[record["id"]]:
            self.say("wrong", f"submission {record['id'][:8]} was changed after it was finished")
        gone = [one for one in record["photos"] if (check.id, one) not in held and not check.emptied]
        self.say("lost", *(f"photo {one[:8]} of the outbox has no bytes" for one in gone))
        self.bodies[record["id"]], self.states[record["id"]] = record["sha256"], record["state"]

    def _number(self, record: dict[str, Any], body: dict[str, Any]) -> None:
        numbers = self.counters.setdefault(body["device"]["id"], [])
        if record["counter"] != body["device"]["counter"] or record["counter"] in numbers:
            self.say("wrong", f"submission {record['id'][:8]} has a number that another one has")
        numbers.append(record["counter"])

    def _nothing_over(self, why: str, dump: Dump) -> None:
        """What the server confirmed and nobody keeps is gone from the phone, with all that belongs to it."""
        drafts = {one["draft"] for one in dump["drafts"]}
        over = [f"photo {one['sha256'][:8]}" for one in dump["photos"] if why == "left" or one["draft"] not in drafts]
        over += [f"submission {one['id'][:8]}, {one['state']}" for one in dump["outbox"]]
        over += [f"receipt of {one['submission'][:8]}" for one in dump["receipts"]]
        over += [f"draft {one[:8]}" for one in drafts if why == "left"]
        self.say("orphaned", *(f"{one} stays on the phone after everything was received" for one in over))

    def _server(self, device: str | None) -> None:
        """At the end: each check that was finished is with the server, once, as it was told."""
        for check in self.checks.values():
            if len(check.records) > len(set(check.records)):
                self.say("doubled", f"check {check.id[:8]} has a submission twice")
            for record in check.records:
                if self.states.get(record) != "replaced" and not check.emptied:
                    self._with_the_server(record, self.bodies.get(record), whole=True)
                    self._as_frozen(check, record)
        known = {record for check in self.checks.values() for record in check.records}
        strange = [one for one in self.ledger.of_device(device) if one not in known] if device else []
        self.say("doubled", *(f"the server has a submission {one[:8]} that no phone finished" for one in strange))
        in_force = Counter(check.records[-1] for check in self.checks.values() if check.records)
        self.say("doubled", *(f"{one[:8]} stands for two checks" for one, n in in_force.items() if n > 1))

    def _as_frozen(self, check: Check, record: str) -> None:
        row = self.ledger.submission(record)
        if row is None or record not in check.frozen:
            return
        rows, frozen = of_rows(row), {k: v for k, v in check.frozen[record].items() if k != ("visit", "started_at")}
        if rows != frozen:
            odd = sorted({*rows.items()} ^ {*frozen.items()})
            self.say("lost", f"submission {record[:8]}: the server's rows say something else: {odd[:4]}")
        body = json.loads(row["body"])
        names = {"site": row["site"], "approach": row["approach"], "replaces": row["replaces"], "visit": row["visit"]}
        wrong = [name for name, value in names.items() if body[name] != value]
        wrong += [name for name in ("id", "counter") if body["device"][name] != row["device" if name == "id" else name]]
        self.say("wrong", *(f"submission {record[:8]}: another {name} than it was sent with" for name in wrong))

    def _with_the_server(self, record: str, sha256: str | None, whole: bool) -> None:
        row = self.ledger.submission(record)
        if row is None:
            self.say("lost", f"submission {record[:8]} is called received, and the server does not have it")
            return
        whose = hashlib.sha256(row["body"]).hexdigest(), row["sha256"], row["person"]
        if whose != (sha256 or row["sha256"], row["sha256"], self.person):
            self.say("lost", f"submission {record[:8]} is not what was sent")
        for one in photos_of(of_body(json.loads(row["body"]))) if whole else ():
            if not self.ledger.holds(one, self.person):
                self.say("lost", f"photo {one[:8]} of a received submission is not with the server")
