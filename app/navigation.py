"""The ways around, by role, and the page that each role starts from."""

from dataclasses import dataclass

from flask import Flask, g, request

from app.errors import N_


@dataclass(frozen=True)
class Way:
    """One entry of the navigation: where it leads, what it is called, and who sees it."""

    path: str
    name: str
    roles: frozenset[str]


WAYS = (
    Way("/field/", N_("Visits"), frozenset({"inspector", "shopper"})),
    Way("/review/", N_("Review"), frozenset({"planner", "publisher"})),
    Way("/visits/", N_("Visits"), frozenset({"planner"})),
    Way("/home/", N_("This month"), frozenset({"unit"})),
    Way("/findings/", N_("Findings"), frozenset({"unit"})),
    Way("/scores/", N_("Scores"), frozenset({"planner", "publisher", "leader"})),
    Way("/notices/", N_("Notices"), frozenset({"planner", "publisher", "unit", "leader", "supervisor"})),
    Way("/standards/", N_("Standards"), frozenset({"unit", "leader", "supervisor"})),
    Way("/checklists/", N_("Checklists"), frozenset({"planner", "publisher", "leader", "supervisor"})),
    Way("/roster/", N_("Roster"), frozenset({"admin"})),
    Way("/people/", N_("People"), frozenset({"admin"})),
    Way("/settings/", N_("Settings"), frozenset({"admin", "planner", "publisher"})),
    Way("/operations/", N_("Operations"), frozenset({"admin"})),
)


def ways(roles: frozenset[str]) -> list[Way]:
    """What somebody with these roles sees, in order."""
    return [way for way in WAYS if way.roles & roles]


def start(roles: frozenset[str]) -> str:
    """The path of the first page after signing in."""
    return next((way.path for way in ways(roles)), "/me")


def install(app: Flask) -> None:
    @app.context_processor
    def around() -> dict[str, object]:
        person = getattr(g, "person", None)
        mine = ways(person.roles) if person else []
        return {
            "ways": mine,
            "here": next((way.path for way in mine if request.path.startswith(way.path)), ""),
            "person": person,
        }
