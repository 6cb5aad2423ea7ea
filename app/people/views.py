"""Pages of the people package."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
