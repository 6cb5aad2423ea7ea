"""Pages of the visits package."""

from flask import Blueprint

blueprint = Blueprint("visits", __name__)
