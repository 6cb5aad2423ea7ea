"""Whatever happens in whatever order, what was acknowledged is there: Hypothesis drives phones, faults, kills, copies
and restarts against the real application, and an oracle of its own looks into the folder after every step.

`MINGCHA_EXAMPLES=1000 .venv/bin/python -m pytest tests/intake/test_nothing_lost.py` is the long run, another one each
time; without it the same few examples are run each time.
"""

import itertools
import os
import shutil
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app import jobs
from app.photos import derive
from app.photos.store import Store
from tests import builders
from tests.intake import oracle
from tests.intake.faults import KINDS
from tests.intake.house import BUSY, NO_LONGER, Fault, House, World, a_world
from tests.photos import making

ASKED = os.environ.get("MINGCHA_EXAMPLES")  # read here: the fixtures of a test take our variables away
STEPS = 25
PHONES = st.integers(0, 1)
PICTURES = [making.a_jpeg(160, 120, seed) for seed in range(4)] + [b"\xff\xd8 no picture", b""]
FAULTS = st.none() | st.tuples(st.sampled_from(KINDS), st.integers(0, 11)) | st.just((BUSY, 0))
FAULTS |= st.tuples(st.just(NO_LONGER), st.integers(0, 6))
PICTURE = st.integers(0, len(PICTURES) - 1)
IDS = [f"{n:08d}-0000-4000-8000-000000000000" for n in range(6)]


def profile() -> settings:
    if ASKED:
        return settings(max_examples=int(ASKED), stateful_step_count=60, deadline=None, suppress_health_check=ALL)
    phases = (Phase.explicit, Phase.generate)  # where it fails the same is found each time: shrink it by the long run
    return settings(
        max_examples=40, stateful_step_count=STEPS, deadline=None, derandomize=True, phases=phases,
        suppress_health_check=ALL, database=None,
    )  # fmt: skip


ALL = tuple(HealthCheck)


class Phones(RuleBasedStateMachine):
    """Two phones, each with a given visit and an unplanned check, and an operator."""

    world: World
    root: Path
    numbers = itertools.count()
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.house = House(self.world, self.root / f"house-{next(self.numbers)}")
        self.house.__enter__()
        self.sender: dict[str, int] = {}
        self.bodies: dict[str, bytes] = {}

    @rule(phone=PHONES, picture=PICTURE, fault=FAULTS)
    def sends_a_photo(self, phone: int, picture: int, fault: Fault) -> None:
        answer = self.house.photo(phone, PICTURES[picture], fault)
        assert answer is None or answer.status_code in {200, 201, 503}

    @rule(phone=PHONES, picture=PICTURE)
    def sends_a_photo_that_was_cut(self, phone: int, picture: int) -> None:
        name = builders.sha256(PICTURES[picture] + b"the rest")
        assert self.house.put(phone, f"/api/photos/{name}", PICTURES[picture]).status_code == 422

    @rule(
        phone=PHONES, name=st.sampled_from(IDS), planned=st.booleans(), pictures=st.sets(PICTURE),
        replaces=st.none() | st.sampled_from(IDS), fault=FAULTS,
    )  # fmt: skip
    def finishes_a_check(self, phone, name, planned, pictures, replaces, fault) -> None:
        """Under a fresh id, or under one that was used before, then with other bytes."""
        envelope = self.world.envelopes[phone][0 if planned else 1]
        photos = [{"sha256": builders.sha256(PICTURES[one]), "at": None} for one in sorted(pictures)]
        seen = [builders.an_observation(photos=photos), builders.an_observation("CL02-11", note="第" * len(photos))]
        body = builders.body(envelope | {"observations": seen, "replaces": replaces, "note": name})
        there = name in self.house.look().submissions
        answer = self.house.submit(phone, name, body, fault)
        if answer is None or answer.status_code == 503:
            self._meant(phone, name, body)
        elif there:  # other bytes than before, or somebody else's
            assert answer.status_code in {404, 409}, answer.text
        else:
            assert answer.status_code in {201, 422 if replaces else 201}, answer.text
            if answer.status_code == 201:
                self.sender[name], self.bodies[name] = phone, body

    @precondition(lambda self: self.bodies)
    @rule(data=st.data(), fault=FAULTS)
    def sends_a_check_again(self, data, fault: Fault) -> None:
        name = data.draw(st.sampled_from(sorted(self.bodies)))
        held = self.house.look().submissions.get(name)
        answer = self.house.submit(self.sender[name], name, self.bodies[name], fault)
        if answer is not None and answer.status_code != 503:
            usual = {self.bodies[name]: {200}, None: {201, 404, 422}}.get(held, {404, 409})
            assert answer.status_code in usual, answer.text

    @rule()
    def reads_back(self) -> None:
        ledger, found = self.house.ledger, self.house.look()
        for name in sorted(ledger.submissions):
            answers = [self.house.get(phone, f"/api/submissions/{name}") for phone in (0, 1)]
            assert sorted(answer.status_code for answer in answers) == [200, 404], "only who sent it may read it"
            sender = 0 if answers[0].status_code == 200 else 1
            assert answers[sender].data == ledger.submissions[name]
            receipt = self.house.get(sender, f"/api/submissions/{name}/receipt").json
            oracle.receipt_is_true(receipt, self.house.key, found)

    @precondition(lambda self: self.house.faults.passed)
    @rule()
    def is_started_again(self) -> None:
        key = self.house.key
        self.house.stop()
        self.house.start()
        self.house.faults.passed = []
        assert self.house.key == key

    @rule(fault=FAULTS)
    def makes_views(self, fault: Fault) -> None:
        self.house.work(lambda: derive.work(self.house.db, Store(self.house.settings.photos)), fault)

    @rule(fault=FAULTS)
    def follows(self, fault: Fault) -> None:
        self.house.work(lambda: jobs.follow(self.house.db), fault)

    @rule(picture=PICTURE)
    def loses_a_file(self, picture: int) -> None:
        self.house.loses(builders.sha256(PICTURES[picture]))

    @rule(fault=FAULTS)
    def makes_a_copy(self, fault: Fault) -> None:
        self.house.backup(fault)

    @precondition(lambda self: self.house.copies)
    @rule(data=st.data(), fault=FAULTS)
    def puts_an_older_copy_back(self, data, fault: Fault) -> None:
        self.house.restore(data.draw(st.sampled_from(sorted(self.house.copies))), fault)

    @invariant()
    def nothing_is_lost(self) -> None:
        type(self).steps += 1
        self.house.look()

    def teardown(self) -> None:
        """The phones send all that they still have, and then it is there exactly once."""
        for content in PICTURES:
            assert self.house.photo(0, content).status_code in {200, 201}
        for name, body in self.bodies.items():
            answer = self.house.submit(self.sender[name], name, body)
            assert answer.status_code in {404, 409, 422} or answer.json["complete"] is True
        self.house.ends_well()
        self.house.__exit__()

    def _meant(self, phone: int, name: str, body: bytes) -> None:
        """What the phone holds under this id from now on, and sends again unchanged; not what came second."""
        if name not in self.bodies:
            self.sender[name], self.bodies[name] = phone, body


def test_nothing_is_lost_whatever_happens_in_whatever_order(tmp_path: Path) -> None:
    Phones.root, Phones.steps = tmp_path, 0
    Phones.world = a_world(tmp_path / "world")
    run_state_machine_as_test(Phones, settings=profile())
    assert Phones.steps > 200
    shutil.rmtree(tmp_path)
