"""Pages and files go packed to whoever takes that, and as they are to whoever does not."""

import gzip

import pytest

from app import assets

TAKES = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_is_packed_for_a_browser_only(sign_in, cast):
    client = sign_in(cast.inspector)
    plain, packed = client.get("/field/"), client.get("/field/", headers=TAKES)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.content_length == len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in plain.vary
    assert {"Accept-Encoding", "HX-Request"} <= set(packed.vary)


def test_who_refuses_gzip_gets_none(sign_in, cast):
    answer = sign_in(cast.inspector).get("/field/", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers


def test_the_pack_and_the_worker_are_packed_and_a_refusal_is_not(sign_in, cast, stranger):
    client = sign_in(cast.inspector)
    for path in ("/api/openapi.json", "/field/sw.js"):
        assert gzip.decompress(client.get(path, headers=TAKES).data) == client.get(path).data
    refused = client.get("/api/submissions/none", headers=TAKES)
    assert (refused.status_code, "Content-Encoding" in refused.headers) == (404, False)
    assert stranger.head("/sign-in", headers=TAKES).data == b""


@pytest.mark.parametrize("path", ["css/mingcha.css", "js/theme.js", "icons/mark.svg"])
def test_a_file_is_packed_under_a_tag_of_its_own(app, stranger, path):
    url = app.extensions["assets"].url(path)
    plain, packed = stranger.get(url), stranger.get(url, headers=TAKES)
    assert gzip.decompress(packed.data) == plain.data == (assets.FOLDER / path).read_bytes()
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert (plain.headers["Vary"], packed.headers["Vary"]) == ("Accept-Encoding", "Accept-Encoding")
    again = stranger.get(url, headers=TAKES | {"If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
