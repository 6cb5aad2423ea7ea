"""明察 Mingcha. `create_app` puts the rooms together; everything else is in the packages, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application on a migrated data folder."""
    from app.building import build  # here, so that importing one room does not import them all

    return build(settings)
