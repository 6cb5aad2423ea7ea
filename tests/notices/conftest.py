import pytest

from tests.notices import worlds


@pytest.fixture
def october(db, cast):
    """The month 2026-10, closed, with failings of open and covert visits."""
    return worlds.an_october(db, cast)
