"""Pages of the org package."""

from flask import Blueprint

blueprint = Blueprint("org", __name__)
