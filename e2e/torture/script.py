"""A run in the making: the steps of one phone, drawn from a seed and a number."""

import random
import uuid
from typing import Any

from e2e.torture import matrix

Plan = dict[str, Any]
Step = dict[str, Any]
MIXED, DEADLY, ALONE = 0, 1, 2  # who may run at the same time: those that spare the server; that have it killed; nobody
NOTES = (
    "客户走到柜台前，全程未起立",
    "叫号机缺纸，有引导员",
    "",
    "意见簿无回复；\n第二页有涂改",
    "“请稍等”三次",
    "已整改👍",
)
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

    def filled(self, check: int, photos: int, brief: bool = False) -> None:
        """Something in every kind of place (`brief`: in one), and photos in the first."""
        first, second, *_ = self.checks[check]["places"]
        if brief:
            self.edit(check)
            for _ in range(photos):
                self.photo(check, first)
            return
        self.step("edit", check=check, obs="visit", field="note", value=self.note(), then=[], gap=0)
        for obs, field, value in (
            (first, "verdict", "fail"),
            (first, "post", POSTS[0]),
            (second, "value", 3),
            (second, "note", "无人引导"),
        ):
            self.step("edit", check=check, obs=obs, field=field, value=value, then=[], gap=0)
        self.step(
            "edit", check=check, obs=second, field="verdict", value="pass", then=[self.dice.choice(VERDICTS)], gap=1
        )
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
            if name == "captive portal" and operation in {"edit answer", "send submission"}:
                found["k"] = 1 if operation == "send submission" else 2  # a receipt of before; its own page
            if name in matrix.SERVER[:3] or name == "restart during backup":
                found["times"] = 1
        return found

    def plan(self, apart: int = MIXED) -> Plan:
        return {
            "n": self.n,
            "seed": self.seed,
            "build": self.build,
            "days": 7,
            "checks": self.checks,
            "places": self.places,
            "steps": self.steps,
            "ends": self.dice.choice(("finished", "finished", "finished", "discarded")),
            "apart": apart,
        }
