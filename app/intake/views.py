"""Pages of the intake package."""

from flask import Blueprint

blueprint = Blueprint("intake", __name__)
