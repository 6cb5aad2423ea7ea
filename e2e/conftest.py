"""A real server and a real browser for each story; a page that complains in its console fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from e2e import contexts
from e2e.between import Between
from e2e.browser import ARGS, MISSING, executable
from e2e.contexts import Windows
from e2e.serving import Server, a_world, copy_of

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A story that fails is told once more, since a busy machine may hold a browser up; the summary names each such one
    (RERUN), and one that fails twice fails. Not so the torture: what is lost once is lost. One worker tells the stories
    of a file in their order, unless they say otherwise."""
    for item in items:
        if item.path.is_relative_to(HERE):
            if item.path.stem != "test_torture":
                item.add_marker(pytest.mark.flaky(reruns=1))
            if not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a filled demo world that nobody has changed; servers get copies."""
    return a_world(tmp_path_factory.mktemp("world") / "data")


@pytest.fixture(scope="session")
def server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for every story that does not mind what others did before."""
    with Server(copy_of(world, tmp_path_factory.mktemp("server") / "data")) as running:
        yield running


@pytest.fixture
def own_server(world: Path, tmp_path: Path) -> Iterator[Server]:
    """A server for this story alone, which may be killed and started again."""
    with Server(copy_of(world, tmp_path / "data")) as running:
        yield running


@pytest.fixture(scope="module")
def fresh_server(world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for the stories of one file, which use up many visits."""
    with Server(copy_of(world, tmp_path_factory.mktemp("fresh") / "data")) as running:
        yield running


@pytest.fixture
def between(fresh_server: Server) -> Iterator[Between]:
    """What stands between the phone and the file's fresh server."""
    with Between(fresh_server) as between:
        yield between


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if executable() is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable(), args=ARGS)
    yield browser
    browser.close()


@pytest.fixture
def context_for(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Windows]:
    """`context_for("planner", "desk")` is a signed-in window on the story's server: its own or a fresh one if it asked
    for it."""
    asked = [name for name in ("own_server", "fresh_server") if name in request.fixturenames]
    windows = Windows(browser, request.getfixturevalue(asked[0] if asked else "server"))
    yield windows
    windows.close()
    assert windows.complaints == [], "pages complained; a test that means to bring it about says context_for.expects(…)"


@pytest.fixture
def with_passkey() -> Callable[..., None]:
    """`with_passkey(page)` lets the page make and use passkeys."""
    kept = []
    return lambda page: kept.append(contexts.with_passkey(page))
