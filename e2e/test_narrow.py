"""On a phone held in one hand lists keep whole names on few lines, and nothing has to be pushed sideways."""

import pytest
from playwright.sync_api import Page

from app.db import Database
from app.people import persons
from e2e.contexts import Windows
from e2e.serving import Server

LONG = "古丽巴哈尔·艾合买提江·㛃𠮷"
# How many lines the tallest name takes.
TALLEST = """() => Math.max(...[...document.querySelectorAll('.table tbody th a')].map(
  name => name.getBoundingClientRect().height / parseFloat(getComputedStyle(name).lineHeight)))"""


@pytest.fixture
def phone(own_server: Server, context_for: Windows) -> Page:
    """The administrator's phone; somebody with a long name has many roles."""
    db = Database(own_server.folder / "mingcha.db")
    persons.add(db, LONG, "inspector", "shopper", "planner", "unit")
    db.close()
    return context_for("admin", "phone").pages[0]


@pytest.mark.parametrize("path", ["/people/", "/roster/"])
def test_names_keep_to_few_lines(phone, own_server, path):
    phone.goto(own_server.url + path)
    assert phone.evaluate(TALLEST) < 4
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
