"""Static files are those that the process began with, whatever happens to the folder under it."""

import shutil

import pytest

from app import assets, create_app


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A static folder of the test's own."""
    shutil.copytree(assets.FOLDER, tmp_path / "static")
    monkeypatch.setattr(assets, "FOLDER", tmp_path / "static")
    return tmp_path / "static"


@pytest.mark.parametrize("size", [10, 100_000])
def test_a_file_that_changes_under_a_running_server_is_served_as_it_was(folder, settings, size):
    app = create_app(settings)
    url = app.extensions["assets"].url("js/theme.js")
    before = (folder / "js/theme.js").read_bytes()
    (folder / "js/theme.js").write_bytes(b"x" * size)
    answer = app.test_client().get(url)
    assert (answer.data, answer.content_length) == (before, len(before))
    (folder / "js/theme.js").unlink()
    assert app.test_client().get(url).data == before


def test_the_workers_file_and_list_are_of_the_same_build(folder, settings):
    app = create_app(settings)
    before = app.test_client().get("/field/sw.js").text
    (folder / "js/field/sw.js").write_text("broken")
    (folder / "js/field/new.js").write_text("new")
    assert app.test_client().get("/field/sw.js").text == before
    assert create_app(settings).extensions["assets"].build not in before


@pytest.mark.parametrize(
    ("path", "kind"),
    [("css/mingcha.css", "text/css"), ("js/theme.js", "text/javascript"), ("icons/mark.svg", "image/svg+xml")],
)
def test_a_file_has_its_type_and_a_tag(app, stranger, path, kind):
    url = app.extensions["assets"].url(path)
    answer = stranger.get(url)
    assert answer.mimetype == kind
    assert answer.data == (assets.FOLDER / path).read_bytes()
    assert stranger.head(url).data == b""
    again = stranger.get(url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_nothing_else_is_served_from_there(app, stranger):
    base = app.extensions["assets"].url("")
    for path in ("", "../app/cli.py", "%2e%2e/app/cli.py", "js", "nothing.js"):
        assert stranger.get(base + path).status_code == 404
    assert stranger.post(base + "js/theme.js").status_code == 404


def test_a_page_of_the_field_names_every_module_that_its_script_needs(app, sign_in, cast):
    client, assets_of = sign_in(cast.inspector), app.extensions["assets"]
    page = client.get("/field/").text
    for path in ("js/field/outbox.js", "js/field/store.js", "vendor/idb-8.0.4.js"):
        assert f'<link rel="modulepreload" href="{assets_of.url(path)}">' in page
    for named in assets_of.modules("js/field/today.js"):
        assert client.get(named).status_code == 200
