"""What a submission must be beyond well-formed: the schema, then what its names refer to. Pure: values in, places out.

Never refused: missing items, an unknown post, odd times, a repeated counter, an item outside of the approach, an older
version of a known checklist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from jsonschema_rs import ValidationError

from app.checklists.model import Checklist
from app.errors import N_, Place
from app.intake import duty, openapi
from app.intake.parsing import step

MOST = 50

NO_CHECKLIST = N_("There is no such checklist.")
NO_VERSION = N_("This version of the checklist was never in use here.")
CHECKLIST_TWICE = N_("This checklist is named twice.")
NO_ITEM = N_("There is no such item in the checklists that the submission names.")
OBSERVATION_TWICE = N_("This id was already used in this submission.")
NO_SITE = N_("There is no such site.")
SITE_MISSING = N_("An unplanned check must name its site.")
APPROACH_MISSING = N_("An unplanned check must name its approach.")
REPLACES_NOTHING = N_("There is no earlier submission of yours for this visit with this id, so it cannot be replaced.")
APPROACH_BARRED = N_("A mystery shopper can only start covert checks.")

NOT_AN_ID = N_("An id is a UUID in lower case.")
NOT_A_HASH = N_("A photo is named by the SHA-256 of its bytes: 64 lower-case hexadecimal digits.")

_BY_NAME = {
    "protocol": N_("The server does not speak this version of the protocol. Please reload the page while online."),
    "verdict": N_("A verdict is one of pass, fail, na and unseen."),
    "approach": N_("There is no such approach."),
    "sha256": NOT_A_HASH,
    "answer": N_("The duty manager signed, declined or was absent: signed, declined, absent."),
    "id": NOT_AN_ID,
}
_BY_TYPE = {
    "string": N_("This must be text."),
    "array": N_("This must be a list."),
    "object": N_("This must be an object."),
    "integer": N_("This must be a whole number."),
    "number": N_("This must be a number."),
    "boolean": N_("This must be true or false."),
}
_BY_RULE = {
    "required": N_("This property is missing."),
    "minimum": N_("This number is too small."),
    "maximum": N_("This number is too large."),
    "minItems": N_("This list must not be empty."),
    "maxItems": N_("This list is too long."),
    "maxLength": N_("This text is too long."),
}
_OTHERWISE = N_("This value is not allowed here.")


@dataclass(frozen=True)
class Known:
    """What the database knows of the names in one envelope.

    `versions` holds the checklists it names, by id and version; `checklists` the ids that have any version; `site`
    says whether the site it names exists, `replaces` whether what it replaces is the sender's and of the same visit;
    `approaches` are those that the sender may start unplanned.
    """

    versions: Mapping[tuple[str, str], Checklist]
    checklists: frozenset[str]
    site: bool
    replaces: bool
    approaches: frozenset[str]


def form(document: dict[str, Any], schema: str = "Submission") -> tuple[Place, ...]:
    """Where the document breaks its schema, at most 50 places; only the protocol when that is not spoken here."""
    places = tuple(islice(map(_place, openapi.validator(schema).iter_errors(document)), MOST))
    return tuple(place for place in places if place.pointer == "/protocol") or places or duty.problems(document)


def references(document: dict[str, Any], known: Known) -> tuple[Place, ...]:
    """Where a well-formed document names what does not exist, at most 50 places."""
    return tuple(islice(_unknown(document, known), MOST))


def items(document: dict[str, Any], known: Known) -> dict[str, str]:
    """The checklist of every item of the versions that the document names."""
    named = [known.versions.get((form["id"], form["version"])) for form in document["checklists"]]
    return {item.id: checklist.id for checklist in named if checklist for item in checklist.items}


def _unknown(document: dict[str, Any], known: Known) -> Iterator[Place]:
    yield from _unknown_where(document, known)
    seen: set[str] = set()
    for place, named in enumerate(document["checklists"]):
        if named["id"] in seen:
            yield Place(f"/checklists/{place}/id", CHECKLIST_TWICE)
        elif named["id"] not in known.checklists:
            yield Place(f"/checklists/{place}/id", NO_CHECKLIST)
        elif (named["id"], named["version"]) not in known.versions:
            yield Place(f"/checklists/{place}/version", NO_VERSION)
        seen.add(named["id"])
    belongs, used = items(document, known), set[str]()
    for place, observation in enumerate(document["observations"]):
        if observation["id"] in used:
            yield Place(f"/observations/{place}/id", OBSERVATION_TWICE)
        used.add(observation["id"])
        if observation["item"] not in belongs:
            yield Place(f"/observations/{place}/item", NO_ITEM)


def _unknown_where(document: dict[str, Any], known: Known) -> Iterator[Place]:
    unplanned = document["visit"] is None
    site, approach = document.get("site"), document.get("approach")
    if unplanned and site is None:
        yield Place("/site", SITE_MISSING)
    elif site is not None and not known.site:
        yield Place("/site", NO_SITE)
    if unplanned and approach is None:
        yield Place("/approach", APPROACH_MISSING)
    elif unplanned and approach not in known.approaches:
        yield Place("/approach", APPROACH_BARRED)
    if document.get("replaces") is not None and not known.replaces:
        yield Place("/replaces", REPLACES_NOTHING)


def _place(error: ValidationError) -> Place:
    pointer = ""
    for name in error.instance_path:
        pointer = step(pointer, name)
    rule: str = error.kind.name
    if rule == "required":
        return Place(step(pointer, error.kind.value), _BY_RULE[rule])
    if rule == "type":
        wanted = next(kind for kind in error.kind.value if kind != "null")
        return Place(pointer, _BY_TYPE[wanted])
    last = error.instance_path[-1] if error.instance_path else ""
    sentence = _BY_RULE.get(rule) or _BY_NAME.get(str(last), _OTHERWISE)
    return Place(pointer, sentence)
