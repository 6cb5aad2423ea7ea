"""How a visit of the demo world is judged, item by item: by chance and quality, with notes and computed photos."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.checklists.model import COVERT, Checklist, Item
from app.demo import pictures
from app.demo.plan import Errand
from app.demo.words import words
from app.org.sites import Site
from app.visits import pack

# How often somebody of usual quality fails an item, by severity; red lines fall only where the plan says so.
FAILS = {"note": 0.05, "hint": 0.1, "minor": 0.13, "general": 0.15, "serious": 0.015, "redline": 0.0}
# What a photo of a failing can show; what was only said leaves nothing to photograph.
SHOWN = {
    "CL01-01": "arms",
    "CL01-02": "arms",
    "CL01-03": "seated",
    "CL01-04": "slumped",
    "CL01-05": "seated",
    "CL02-01": "queue",
    "CL02-10": "seated",
    "CL02-12": "queue",
    "CL02-13": "seated",
    "CL02-22": "chat",
    "CL02-23": "phone",
    "CL02-24": "empty",
    "CL11-05": "papers",
    "CL11-07": "papers",
}
_COUNTERS = ("1号柜台", "2号柜台", "3号柜台")


@dataclass(frozen=True)
class Photo:
    sha256: str
    content: bytes


class Scribe:
    """Writes down one visit, item by item."""

    def __init__(
        self, chance: Random, errand: Errand, posts: list[str], quality: float, *, start: datetime, finish: datetime
    ) -> None:
        self.chance, self.errand, self.quality = chance, errand, quality
        self.start, self.finish = start, finish
        self.covert = errand.approach in COVERT
        counters = [post for post in posts if post in _COUNTERS] or posts
        self.posts = chance.sample(counters, min(2, len(counters)))
        self.failed: list[tuple[str, str]] = []
        self.photos: dict[str, Photo] = {}

    def observations(self, forms: list[Checklist], site: Site) -> list[dict[str, Any]]:
        """One judgement of every item that this approach asks at this site; now and then a second one at another
        post."""
        items = [item for form in forms for item in pack.applying(form, self.errand.approach, site)]
        judged = [(item, self.posts[0]) for item in items]
        if len(self.posts) > 1:
            judged += [(item, self.posts[1]) for item in items if self.chance.random() < 0.12]
        step = (self.finish - self.start) / (len(judged) + 1)
        return [self._observation(item, post, self.start + step * n) for n, (item, post) in enumerate(judged, 1)]

    def note(self) -> str:
        """The note of the whole visit; of a covert one the only note there is."""
        if not self.covert:
            return self.chance.choice(words().overall)
        told = [words().covertly[item].format(p=post) for item, post in self.failed if item in words().covertly]
        end = "；".join(told) + "。" if told else self.chance.choice(words().nothing)
        return f"{self.chance.choice(words().entered)}，{self.chance.choice(words().errands)}。{end}"

    def _observation(self, item: Item, post: str, at: datetime) -> dict[str, Any]:
        verdict = self._verdict(item, post)
        if verdict == "fail":
            self.failed.append((item.id, post))
        return {
            "id": made_id(self.chance),
            "item": item.id,
            "post": post,
            "verdict": verdict,
            "value": self._value(item, verdict, at),
            "note": "" if self.covert else self._remark(item, verdict, post, at),
            "at": iso(at),
            "bulk": False,
            "photos": self._photos(item, at) if verdict == "fail" and not self.covert else [],
        }

    def _verdict(self, item: Item, post: str) -> str:
        luck = self.chance.random()
        if post == self.posts[0] and item.id in self.errand.fails:
            return "fail"
        if item.kind == "conditional" and luck > 0.15:
            return "na"
        known = words().covertly if self.covert else words().failed
        if item.id in known and luck < FAILS[item.severity] * self.quality * (0.3 if item.kind == "conditional" else 1):
            return "fail"
        return "unseen" if luck > 0.97 and item.severity != "redline" else "pass"

    def _value(self, item: Item, verdict: str, at: datetime) -> Any:
        """What the kind of the item asks for besides the verdict, when something was seen."""
        if verdict not in {"pass", "fail"}:
            return None
        few = self.chance.randrange(1, 4)
        last = item.options[-1].id if item.options else ""
        fitting = next((one.id for one in item.options if one.verdict == verdict), last)
        return {
            "count": few if verdict == "fail" else 0,
            "seconds": self.chance.randrange(200, 400) if verdict == "fail" else self.chance.randrange(3, 40),
            "number": few,
            "date": at.date().isoformat(),
            "choice": fitting,
            "choices": [one.id for one in item.options[:few]],
            "parts": {one.id: verdict if one.id == last else "pass" for one in item.options},
        }.get(item.kind)

    def _remark(self, item: Item, verdict: str, post: str, at: datetime) -> str:
        choice = {"fail": words().failed, "pass": words().praise if self.chance.random() < 0.15 else {}}
        sentences = choice.get(verdict, {}).get(item.id)
        if not sentences:
            return ""
        later = at + timedelta(minutes=4)
        return self.chance.choice(sentences).format(t=f"{at:%H:%M}", t2=f"{later:%H:%M}", p=post)

    def _photos(self, item: Item, at: datetime) -> list[dict[str, str]]:
        scene = SHOWN.get(item.id)
        if scene is None or (item.id not in self.errand.fails and self.chance.random() < 0.35):
            return []
        variants = self.chance.sample(range(pictures.VARIANTS), 2 if self.chance.random() < 0.3 else 1)
        taken = []
        for place, variant in enumerate(variants):
            content = pictures.jpeg(scene, variant)
            sha256 = hashlib.sha256(content).hexdigest()
            self.photos[sha256] = Photo(sha256, content)
            caption = "另一角度" if place else ""
            taken.append({"sha256": sha256, "at": iso(at + timedelta(seconds=9 * place)), "caption": caption})
        return taken


def iso(moment: datetime) -> str:
    """A moment as a phone writes it."""
    return moment.isoformat(timespec="milliseconds")


def made_id(chance: Random) -> str:
    """A UUID that is the same in every demo world."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
