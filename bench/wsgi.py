"""The application for servers other than our own, so that they can be compared: `bench.wsgi:app`."""

from app import create_app

app = create_app()
