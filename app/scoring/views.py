"""Pages of the scoring package."""

from flask import Blueprint

blueprint = Blueprint("scoring", __name__)
