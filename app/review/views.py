"""Pages of the review package."""

from flask import Blueprint

blueprint = Blueprint("review", __name__)
