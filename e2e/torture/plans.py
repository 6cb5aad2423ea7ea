"""Scripts of runs, each drawn from a seed and a number: directed ones for every cell of the matrix, and random ones."""

import json
import random
import uuid
from collections.abc import Iterator
from typing import Any

from e2e.torture import matrix

Plan = dict[str, Any]
Step = dict[str, Any]
EIGHT_DAYS = 8 * 86400 * 1000  # milliseconds
NOTES = ("客户走到柜台前，全程未起立", "叫号机缺纸，有引导员", "", "意见簿无回复；\n第二页有涂改", "“请稍等”三次", "已整改👍")
POSTS = ("1号柜台", "2号柜台", "引导台", None)
VALUES = (3, 0, 12.5, "c1", ["c1", "c2"], {"p1": "yes"}, "当场说的话", None)
VERDICTS = ("pass", "fail", "na", "unseen")
BUILDS = ("t-this", "t-next")


class Script:
    """A run in the making. `world` says which site, checklist and items there are."""

    def __init__(self, seed: int, n: int, world: dict[str, Any], build: str = "t-this") -> None:
        self.dice = random.Random(f"{seed}/{n}")
        self.n, self.seed, self.build, self.world = n, seed, build, world
        self.checks: list[dict[str, Any]] = []
        self.places: list[dict[str, Any]] = []
        self.steps: list[Step] = []
        self.photos = 0

    def check(self, places: int) -> int:
        """One more check of so many places; a fourth place is another observation of the same item as the third."""
        named = {key: self.world[key] for key in ("site", "name", "checklists")}
        self.checks.append(named | {"id": self.uuid(), "approach": self.dice.choice(("open", "covert")), "places": []})
        for at in range(places):
            item = min(at, 2)
            order = item * 1000 + (at - item)
            self.checks[-1]["places"].append(len(self.places))
            place = {"id": self.uuid(), "item": self.world["items"][item], "order": order, "primary": at == item}
            self.places.append(place)
        return len(self.checks) - 1

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    def step(self, do: str, **rest: Any) -> Step:
        self.steps.append({"do": do, **rest})
        return self.steps[-1]

    def edit(self, check: int, **rest: Any) -> Step:
        """Enters something anywhere in a check; sometimes twice or thrice, faster than it is saved."""
        dice = self.dice
        obs = dice.choice([*self.checks[check]["places"], "visit"])
        field = "note" if obs == "visit" else dice.choice(("verdict", "note", "value", "post"))
        draw = {"verdict": VERDICTS, "post": POSTS, "value": VALUES}.get(field)
        values = [dice.choice(draw) if draw else self.note() for _ in range(dice.choice((1, 1, 2, 3)))]
        gap = dice.choice((0, 0, 1, 4))
        return self.step("edit", check=check, obs=obs, field=field, value=values[0], then=values[1:], gap=gap, **rest)

    def note(self) -> str:
        text = self.dice.choice(NOTES)
        return f"{text} {self.dice.randrange(10**6)}" if text else ""

    def photo(self, check: int, obs: int | None = None, **rest: Any) -> Step:
        self.photos += 1
        place = self.dice.choice(self.checks[check]["places"]) if obs is None else obs
        return self.step("photo", check=check, obs=place, name=str(self.photos), **rest)

    def filled(self, check: int, photos: int) -> None:
        """Something in every kind of place, and photos in the first."""
        first, second, *_ = self.checks[check]["places"]
        self.step("edit", check=check, obs="visit", field="note", value=self.note(), then=[], gap=0)
        for obs, field, value in ((first, "verdict", "fail"), (first, "post", POSTS[0]), (second, "value", 3)):
            self.step("edit", check=check, obs=obs, field=field, value=value, then=[], gap=0)
        self.step("edit", check=check, obs=second, field="verdict", value="pass", then=[self.dice.choice(VERDICTS)], gap=1)
        for _ in range(photos):
            self.photo(check, first)

    def fault(self, name: str, operation: str | None) -> dict[str, Any]:
        """The fault as the driver takes it; without an operation it may meet with anything."""
        found: dict[str, Any] = {"name": name, "k": self.dice.randrange(600)}
        if name in matrix.STORE:
            found["store"] = matrix.STORES[operation] if operation else None
            found["nth"] = 1 if operation else self.dice.choice((1, 1, 2, 3))
        elif name in matrix.AROUND:
            found["build"] = self.dice.choice(BUILDS)
            late = operation and operation not in matrix.LOCAL[:3] and operation != "app update"
            if late and name in {"store emptied", "update mid-draft"}:
                found["when"] = "^" + matrix.SIGNS[str(operation)]
        elif name == "restore of an older backup":
            return found
        else:
            found["where"] = matrix.WHERE.get(operation or "", "^PUT" if name in matrix.SERVER else ".")
            if name in matrix.FULL and operation in {"take receipt", "purge"}:
                found["where"] = "^PUT"  # it writes nothing itself: what the phone announces in the same round does
            if name == "captive portal" and operation in {"send submission", "take receipt"}:
                found["k"] = 1 if operation == "send submission" else 0
            if name in matrix.SERVER[:3] or name == "restart during backup":
                found["times"] = 1
        return found

    def plan(self) -> Plan:
        exclusive = any((step.get("fault") or {}).get("name") == "restore of an older backup" for step in self.steps)
        return {
            "n": self.n,
            "seed": self.seed,
            "build": self.build,
            "days": 7,
            "checks": self.checks,
            "places": self.places,
            "steps": self.steps,
            "ends": self.dice.choice(("finished", "finished", "finished", "discarded")),
            "exclusive": exclusive,
        }


def directed(seed: int, world: dict[str, Any], faults: tuple[str, ...] = matrix.FAULTS) -> Iterator[Plan]:
    """One life under each fault, numbered by its place: every operation meets with it once. Slow ones come first."""
    for name in sorted(faults, key=lambda name: name not in matrix.SERVER):
        yield life(seed, matrix.FAULTS.index(name), world, name)


def showing(seed: int, world: dict[str, Any], names: tuple[str, ...], build: str = "t-this") -> Iterator[Plan]:
    """Lives under these faults, or the stories, all of them on one build."""
    faults = tuple(name for name in names if name != "stories")
    for plan in (*directed(seed, world, faults), *(stories(seed, world) if "stories" in names else ())):
        yield json.loads(json.dumps(plan).replace('"t-this"', f'"{build}"').replace('"t-next"', f'"{build}"'))


def life(seed: int, n: int, world: dict[str, Any], name: str) -> Plan:
    """A check from its first answer to its purge, each operation under the fault, beside a second check that waits."""
    script = Script(seed, n, world)
    main, other = script.check(4), script.check(2)
    script.filled(main, 2)
    script.filled(other, 1)
    script.step("finish", check=other)
    if "restore" in name:
        script.step("backup")
    for operation in ("edit answer", "add photo", "remove photo", "app update", "finish"):
        if operation == "remove photo":
            script.photo(main, script.checks[main]["places"][0])
        _under(script, name, operation, main)
    for operation in ("send photo", "send submission", "take receipt", "purge"):
        script.step("round", sure=True)
        check = script.check(2)
        script.filled(check, 1 if operation == "send photo" else 0)
        script.step("finish", check=check)
        if operation == "take receipt":
            lost = {"name": "reply lost after commit", "k": 1, "where": matrix.WHERE["send submission"]}
            script.step("round", fault=lost)
        if operation == "purge":
            script.step("round", sure=True)
        _under(script, name, operation, check)
    return script.plan()


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
    if operation == "remove photo":
        return script.step("unphoto", check=check, obs=first, n=0)
    if operation == "finish":
        return script.step("finish", check=check)
    if operation == "purge":
        return script.step("purge", ahead=EIGHT_DAYS)
    if operation == "app update":
        rest = {"field": "note", "value": f"更新时{script.n}", "gap": script.dice.randrange(4), "build": "t-next"}
        rest["calm"] = calm  # the fault is to come before the page is left
        return script.step("update", check=check, obs=second, **rest)
    return script.step("round")


def stories(seed: int, world: dict[str, Any]) -> Iterator[Plan]:
    """Ways through the phone that no cell goes: corrections, several checks at once, what is taken back."""
    for n, tell in enumerate((_corrects_unsent, _corrects_received, _several, _takes_back)):
        script = Script(seed, 1000 + n, world)
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
