"""What every page shares: who may enter, page or fragment, and answers that no cache confuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from flask import Response, current_app, g, make_response, render_template, request
from flask_htmx import HTMX

from app.config import Settings
from app.db import Database, Databases

ROLES = ("inspector", "shopper", "planner", "publisher", "unit", "leader", "supervisor", "admin")
View = TypeVar("View", bound=Callable[..., Any])
htmx = HTMX()


class Someone(Protocol):
    """The signed-in person, as far as a page needs to know."""

    @property
    def id(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class Door:
    """Who may enter a route: one of `roles`, or anyone, signed in or not, when `public`. `device`: also by the PIN of
    an enrolled phone, whose session opens no other route."""

    roles: frozenset[str]
    public: bool = False
    device: bool = False


def allow(*roles: str, device: bool = False) -> Callable[[View], View]:
    """Declares the roles that may enter. Without roles: everyone who is signed in. `device`: also by a phone's PIN."""
    assert set(roles) <= set(ROLES), roles
    return _with_door(Door(frozenset(roles or ROLES), device=device))


def public(view: View) -> View:
    """Declares a route that needs no session."""
    return _with_door(Door(frozenset(), public=True))(view)


def _with_door(door: Door) -> Callable[[View], View]:
    def declare(view: View) -> View:
        view.door = door  # type: ignore[attr-defined]
        return view

    return declare


def door_of(endpoint: str) -> Door | None:
    """The declaration of a route; None when there is none, which fails the tests and refuses the request."""
    return getattr(current_app.view_functions.get(endpoint), "door", None)


def database() -> Database:
    """The calling thread's connection."""
    databases: Databases = current_app.extensions["databases"]
    return databases.here()


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def me() -> Any:
    """The signed-in person (`people.persons.Person`)."""
    return g.person


def session_hash() -> str:
    """The hash of the session's token: its key in the table of sessions."""
    return str(g.session)


def page(template: str, fragment: str = "", status: int = 200, **values: object) -> Response:
    """The whole page; or, for an htmx request that is not restoring history, the fragment it names.

    A fragment is a template of its own (`_partial.html`) that the page includes.
    """
    partial = bool(fragment) and bool(htmx) and request.headers.get("HX-History-Restore-Request") != "true"
    answer = make_response(render_template(fragment if partial else template, **values), status)
    answer.vary.add("HX-Request")
    return answer
