"""The page of what this bureau decides, 「本单位设定」: the administrator changes it; planner and publisher read it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as Answer

from app import bureau
from app.bureau import Change
from app.choices import CHOICES, GROUPS, Choice
from app.config import PREFIX, Settings
from app.errors import N_, Conflict, Invalid, NotFound, Place
from app.pages import allow, database, me, page, settings
from app.people import persons
from app.scoring import versions

blueprint = Blueprint("settings", __name__, url_prefix="/settings")
READERS = ("admin", "planner", "publisher")
OPERATORS = {
    "zone": (N_("Time zone of the bureau"), ""),
    "session_days": (N_("Time after which an unused session ends"), N_("days")),
    "night": (N_("Time of day from which the nightly jobs run"), ""),
    "copies": (N_("Nightly copies of the database that are kept"), N_("copies")),
}


@dataclass(frozen=True)
class Line:
    """One choice as the form shows it: the `value` in force, what is `typed`, what is `wrong` with it; `theirs` is the
    change that somebody else made meanwhile."""

    choice: Choice
    value: str
    typed: str
    history: tuple[Change, ...]
    wrong: str = ""
    theirs: Change | None = None


@blueprint.get("/")
@allow(*READERS)
def index() -> Response:
    return _page(saved=request.args.get("saved", ""))


@blueprint.post("/")
@allow("admin")
def change() -> Answer:
    """Saves all that was changed, or nothing; with `default` one choice only, which goes back to what we propose."""
    typed = {name: request.form[name] for name in CHOICES if name in request.form}
    seen = {name: request.form.get(f"seen.{name}", typed[name]) for name in typed}
    back = request.form.get("default", "")
    if back and back not in CHOICES:
        raise NotFound
    wanted = {back: CHOICES[back].default} if back else typed
    try:
        changed = bureau.save(database(), me().id, wanted, seen)
    except Conflict as stale:
        touched = {name: value for name, value in (typed | wanted).items() if value != seen[name]}
        return _page(touched, stale=stale.sentence, others=_names(stale), status=stale.status)
    except Invalid as problem:
        return _page(typed | wanted, seen, problem.places, status=problem.status)
    if back and any(typed[name] != seen[name] for name in typed if name != back):
        return _page(typed | wanted, {**seen, **wanted}, saved=back)
    return redirect(f"/settings/?saved={back or len(changed)}", 303)


def _names(stale: Conflict) -> tuple[str, ...]:
    """The choices that somebody else changed meanwhile."""
    names = stale.values["names"]
    assert isinstance(names, tuple)
    return names


def _page(  # noqa: PLR0917 (what a form of before goes on with)
    typed: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
    places: tuple[Place, ...] = (),
    stale: str = "",
    others: tuple[str, ...] = (),
    saved: str = "",
    status: int = 200,
) -> Response:
    """`seen` is what the form goes on from; without it, it is what is in force now."""
    db = database()
    wrong = {place.pointer: place.detail for place in places}
    lines = [
        Line(
            each.choice,
            (seen or {}).get(each.choice.name, each.value),
            (typed or {}).get(each.choice.name, each.value),
            each.history,
            wrong.get(each.choice.name, ""),
            each.history[0] if each.choice.name in others else None,
        )
        for each in bureau.standing(db)
    ]
    return page(
        "settings/index.html",
        groups=[(name, [line for line in lines if line.choice.group == group]) for group, name in GROUPS.items()],
        names={person.id: person.name for person in persons.everyone(db)},
        may="admin" in me().roles,
        wrong=bool(wrong),
        stale=stale,
        saved=saved,
        unsaved=typed is not None and bool(saved),
        rules=versions.in_force(db),
        since=versions.adoption(db),
        operators=_operators(settings()),
        status=status,
    )


def _operators(here: Settings) -> list[tuple[str, str, str, str]]:
    """What the operator sets on the server: variable, meaning, value, unit."""
    return [(PREFIX + name.upper(), meaning, getattr(here, name), unit) for name, (meaning, unit) in OPERATORS.items()]
