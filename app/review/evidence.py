"""What backs one failing: its photos, how far the phone was, what may be the same fact."""

import math
from dataclasses import dataclass

from app.db import Database
from app.org.sites import Site
from app.photos import records
from app.photos.records import Derivative
from app.review.cases import Case, Failing

EARTH = 6_371_000


@dataclass(frozen=True)
class Picture:
    """A photo of an observation. `at` is the phone's time; `state` as in `photos.records`, or `missing` while the bytes
    have not arrived; `reason` says in a sentence to translate why it was quarantined; `view` is None until made."""

    sha256: str
    at: str | None
    caption: str
    state: str
    reason: str
    view: Derivative | None

    @property
    def shown(self) -> bool:
        return self.state in {"held", "ready"}

    @property
    def code(self) -> str:
        """The first 8 hex digits of the check code, in two groups, as the watermark shows them."""
        return f"{self.sha256[:4]} {self.sha256[4:8]}"


@dataclass(frozen=True)
class Twin:
    """Another failing that may be the same fact. `once`: the checklist says that both together count once."""

    failing: Failing
    once: bool


def pictures(db: Database, failing: Failing) -> tuple[Picture, ...]:
    """The photos of a failing, in the order in which they were taken."""
    found = []
    for photo in failing.observation.photos:
        record = records.find(db, photo.sha256)
        state, reason = (record.state, record.reason) if record else ("missing", "")
        view = records.derivatives(db, photo.sha256).get("view")
        found.append(Picture(photo.sha256, photo.at, photo.caption, state, reason, view))
    return tuple(found)


def twins(case: Case, failing: Failing) -> tuple[Twin, ...]:
    """The other failings of the same post on the same clause or in one group of `same_facts`, unless dismissed."""
    if failing.dismissed:
        return ()
    return tuple(
        Twin(other, _one_fact(failing, other))
        for other in case.failings
        if other.id != failing.id
        and not other.dismissed
        and other.observation.post == failing.observation.post
        and (_one_fact(failing, other) or other.item.clause == failing.item.clause)
    )


def metres(site: Site, lat: float, lon: float) -> int | None:
    """How far a place lies from the site, in metres; None where the site's own place is not known."""
    if site.lat is None or site.lon is None:
        return None
    north = math.radians(lat - site.lat)
    east = math.radians(lon - site.lon) * math.cos(math.radians((lat + site.lat) / 2))
    return round(EARTH * math.hypot(north, east))


def _one_fact(one: Failing, other: Failing) -> bool:
    return one.item.id != other.item.id and any(
        one.item.id in group and other.item.id in group
        for group in one.checklist.same_facts + other.checklist.same_facts
    )
