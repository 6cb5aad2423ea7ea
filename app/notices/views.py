"""Pages of the notices package."""

from flask import Blueprint

blueprint = Blueprint("notices", __name__)
