"""Scripts of runs: a life under each fault, which hits every cell of the matrix; stories; and random ones."""

import json
from collections.abc import Iterator
from typing import Any

from e2e.torture import matrix
from e2e.torture.matrix import Cell
from e2e.torture.script import ALONE, BUILDS, DEADLY, MIXED, Plan, Script, Step

EIGHT_DAYS = 8 * 86400 * 1000  # milliseconds
LIVED = (
    "edit answer",
    "add photo",
    "remove photo",
    "app update",
    "finish",
    "send photo",
    "send submission",
    "take receipt",
    "purge",
)


def directed(seed: int, world: dict[str, Any]) -> Iterator[Plan]:
    """One life under each fault, numbered by its place: every operation meets with it once."""
    for n, name in enumerate(matrix.FAULTS):
        yield life(seed, n, world, name)


def showing(seed: int, n: int, world: dict[str, Any], cells: tuple[Cell, ...], build: str = "t-this") -> Iterator[Plan]:
    """Numbered from n: lives with these cells only, or all stories where none are named; on one build."""
    lives = [life(seed, n + at, world, fault, (operation,)) for at, (operation, fault) in enumerate(cells)]
    for plan in lives or stories(seed, n, world):
        yield json.loads(json.dumps(plan).replace('"t-this"', f'"{build}"').replace('"t-next"', f'"{build}"'))


def life(seed: int, n: int, world: dict[str, Any], name: str, operations: tuple[str, ...] = matrix.OPERATIONS) -> Plan:
    """A check from its first answer to its purge, these operations under the fault, while a second check waits."""
    script = Script(seed, n, world)
    main, other = script.check(4), script.check(2)
    script.filled(main, 2)
    script.filled(other, 1, brief=True)
    script.step("finish", check=other)
    if "restore" in name:
        script.step("backup")
    for operation in [one for one in LIVED[:5] if one in operations]:
        if operation == "remove photo":
            script.photo(main, script.checks[main]["places"][0])
        _under(script, name, operation, main)
    for operation in [one for one in LIVED[5:] if one in operations]:
        script.step("round", sure=True)
        check = script.check(2)
        script.filled(check, 1 if operation == "send photo" else 0, brief=True)
        script.step("finish", check=check)
        if operation == "take receipt":
            lost = {"name": "reply lost after commit", "k": 1, "where": matrix.WHERE["send submission"]}
            script.step("round", fault=lost)
        if operation == "purge":
            script.step("round", sure=True)
        _under(script, name, operation, check)
    deadly = name.startswith("SIGKILL") or name == "restart during backup"
    return script.plan(ALONE if "restore" in name else DEADLY if deadly else MIXED)


def _under(script: Script, name: str, operation: str, check: int) -> None:
    remote = name in (*matrix.SESSION, *matrix.NETWORK, *matrix.SERVER)
    step = _operation(script, check, operation, name in matrix.STORE)
    companion = remote and operation in matrix.LOCAL
    step |= {"fault": script.fault(name, operation), "companion": companion, "cell": (operation, name)}


def _operation(script: Script, check: int, operation: str, calm: bool) -> Step:
    first, second, *_ = script.checks[check]["places"]
    if operation == "edit answer":
        values = [script.note(), f"改了{script.n}"]
        return script.step("edit", check=check, obs=second, field="note", value=values[0], then=values[1:], gap=0)
    if operation == "add photo":
        return script.photo(check, second)
    if operation == "app update":
        rest = {"field": "note", "value": f"更新时{script.n}", "gap": script.dice.randrange(4), "build": "t-next"}
        rest["calm"] = calm  # the fault is to come before the page is left
        return script.step("update", check=check, obs=second, **rest)
    plain: dict[str, tuple[str, dict[str, Any]]] = {
        "remove photo": ("unphoto", {"check": check, "obs": first, "n": 0}),
        "finish": ("finish", {"check": check}),
        "purge": ("purge", {"ahead": EIGHT_DAYS}),
    }
    do, given = plain.get(operation, ("round", {}))
    return script.step(do, **given)


def stories(seed: int, first: int, world: dict[str, Any]) -> Iterator[Plan]:
    """Ways through the phone that no cell goes: corrections, several checks at once, what is taken back."""
    for n, tell in enumerate(STORIES):
        script = Script(seed, first + n, world)
        tell(script)
        yield script.plan()


def _corrects_unsent(script: Script) -> None:
    check = script.check(4)
    script.filled(check, 2)
    script.step("finish", check=check)
    script.step("correct", check=check)
    script.edit(check)
    script.step("finish", check=check)
    script.step("round")


def _corrects_received(script: Script) -> None:
    check = script.check(4)
    script.filled(check, 2)
    script.step("finish", check=check)
    script.step("round")
    script.step("correct", check=check)
    script.edit(check)
    script.photo(check)
    script.step("finish", check=check)
    script.step("round")


def _several(script: Script) -> None:
    for _ in range(3):
        check = script.check(3)
        script.filled(check, 1)
        script.step("finish", check=check)
    fault = script.fault("413", "send submission") | {"times": 1, "k": 0}
    script.step("round", fault=fault)


def _takes_back(script: Script) -> None:
    check = script.check(4)
    script.filled(check, 3)
    first, second = script.checks[check]["places"][:2]
    script.step("unphoto", check=check, obs=first, n=1)
    script.step("withdraw", check=check, obs=second)
    script.step("reopen")
    script.photo(check, first)
    script.step("finish", check=check)
    script.step("round")


def _emptied(script: Script) -> None:
    """While no page of the check is open, so that nothing comes back by itself."""
    check, sent = script.check(2), script.check(2)
    script.filled(check, 1)
    script.filled(sent, 1)
    script.step("finish", check=sent)
    script.step("round", sure=True)
    script.step("reopen")
    script.step("round", fault=script.fault("store emptied", None) | {"k": 0})


def _never_named(script: Script) -> None:
    """The page is killed when the first photo's bytes are kept, and the draft that is to name them is not."""
    check = script.check(2)
    fault = {"name": "kill before put", "store": "drafts", "nth": 1, "k": 0}
    script.photo(check, fault=fault)
    script.step("round")


STORIES = (_corrects_unsent, _corrects_received, _several, _takes_back, _emptied, _never_named)


def drawn(seed: int, n: int, world: dict[str, Any]) -> Plan:
    """A random run: a few operations on one or two checks, most of them under a fault."""
    script = Script(seed, n, world)
    dice = script.dice
    for _ in range(dice.choice((1, 1, 2))):
        script.check(dice.choice((2, 3, 4)))
    for check in range(len(script.checks)):
        script.edit(check)
        if dice.random() < 0.6:
            script.photo(check)
    for _ in range(dice.randrange(4, 9)):
        _anything(script)
    return script.plan()


USUAL = tuple(name for name in matrix.FAULTS if not name.startswith(("SIGKILL", "restart", "restore")))
RARE = tuple(name for name in matrix.FAULTS if name.startswith(("SIGKILL", "restart")))


def _anything(script: Script) -> None:
    dice = script.dice
    check = dice.randrange(len(script.checks))
    do = dice.choices(
        ("edit", "photo", "unphoto", "withdraw", "finish", "round", "purge", "update", "correct", "reopen"),
        (5, 3, 2, 0.5, 4, 6, 1, 1, 1, 0.5),
    )[0]
    if do == "edit":
        step = script.edit(check)
    elif do == "photo":
        step = script.photo(check)
    elif do == "round":
        step = script.step("round", only=dice.random() < 0.2)
    elif do == "purge":
        step = script.step("purge", ahead=EIGHT_DAYS)
    else:
        obs = dice.choice(script.checks[check]["places"])
        rest = {"field": "note", "value": script.note(), "gap": dice.randrange(4), "build": dice.choice(BUILDS)}
        step = script.step(do, check=check, obs=obs, n=dice.randrange(3), **rest)
    if dice.random() < 0.8:
        name = dice.choice(RARE) if dice.random() < 0.02 else dice.choice(USUAL)
        step |= {"fault": script.fault(name, None), "companion": dice.random() < 0.7}
