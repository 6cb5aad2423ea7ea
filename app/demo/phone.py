"""The phone of an inspector of the demo world: what it sends after a visit."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.checklists.model import Checklist
from app.demo.plan import Errand
from app.demo.scribe import Photo, Scribe, iso, made_id
from app.org.sites import Site


@dataclass(frozen=True)
class Report:
    """A finished visit on a phone: `body` are the exact bytes to send, `finished` when it was done."""

    id: str
    body: bytes
    finished: datetime
    photos: tuple[Photo, ...]


class Phone:
    """The phone of one inspector; its counter goes up with every report."""

    def __init__(self, name: str) -> None:
        self.device = made_id(Random(f"device {name}"))
        self.counter = 0

    def report(
        self,
        errand: Errand,
        visit: str,
        site: Site,
        posts: list[str],
        forms: list[Checklist],
        *,
        quality: float,
        now: datetime,
    ) -> Report:
        """The report of an errand that has a start. Nothing in it lies behind `now`."""
        assert errand.start
        self.counter += 1
        finished = min(errand.start + timedelta(minutes=errand.minutes), now)
        chance = Random(f"report {errand.unit} {errand.site} {errand.approach} {errand.start} {errand.accepted}")
        scribe = Scribe(chance, errand, posts, quality, start=errand.start, finish=finished)
        observations = scribe.observations(forms, site)
        envelope = {
            "protocol": 1,
            "visit": visit,
            "site": None,
            "approach": None,
            "replaces": None,
            "note": scribe.note(),
            "checklists": [{"id": form.id, "version": form.version} for form in forms],
            "started_at": iso(errand.start),
            "finished_at": iso(finished),
            "device": {"id": self.device, "counter": self.counter},
            "location": None if scribe.covert else _location(chance, site, errand.start),
            "observations": observations,
        }
        body = json.dumps(envelope, ensure_ascii=False).encode()
        return Report(made_id(chance), body, finished, tuple(scribe.photos.values()))


def _location(chance: Random, site: Site, at: datetime) -> dict[str, object] | None:
    if site.lat is None or site.lon is None:
        return None
    return {
        "lat": round(site.lat + chance.uniform(-2e-4, 2e-4), 6),
        "lon": round(site.lon + chance.uniform(-2e-4, 2e-4), 6),
        "accuracy_m": chance.randrange(6, 32),
        "at": iso(at),
    }
