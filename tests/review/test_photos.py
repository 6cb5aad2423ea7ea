"""Reviewers see derivatives of the photos of the submission before them, made when they are first asked for."""

import pytest

from app.photos import records
from tests.review.given import a_failing, a_photo, a_picture, open_submission


@pytest.fixture
def store(app):
    return app.extensions["photos"]


def test_a_derivative_is_made_on_demand(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    submission = open_submission(db, cast, a_failing(photos=[photo]))
    planner = sign_in(cast.planner)

    view = planner.get(f"/review/{submission}/photos/{photo['sha256']}/view")
    thumb = planner.get(f"/review/{submission}/photos/{photo['sha256']}/thumb")

    assert (view.status_code, view.mimetype) == (200, "image/jpeg")
    assert (thumb.status_code, thumb.mimetype) == (200, "image/webp")
    found = records.find(db, photo["sha256"])
    assert found
    assert found.state == "ready"
    assert planner.get(f"/review/{submission}/photos/{photo['sha256']}/view").data == view.data


def test_there_is_no_picture_of_what_cannot_be_read_or_never_came(db, cast, sign_in, store):
    broken = a_photo(db, store, cast.inspector, b"not a picture")
    missing = {"sha256": "cd" * 32, "at": None, "caption": ""}
    submission = open_submission(db, cast, a_failing(photos=[broken, missing]))
    planner = sign_in(cast.planner)
    for photo in (broken, missing):
        assert planner.get(f"/review/{submission}/photos/{photo['sha256']}/view").status_code == 404


def test_a_photo_is_found_in_its_own_submission_only(db, cast, sign_in, store):
    mine, other = a_photo(db, store, cast.inspector), a_photo(db, store, cast.inspector, a_picture("red"))
    submission = open_submission(db, cast, a_failing(photos=[mine]))
    open_submission(db, cast, a_failing(photos=[other]))
    planner = sign_in(cast.planner)
    assert planner.get(f"/review/{submission}/photos/{other['sha256']}/view").status_code == 404
    assert planner.get(f"/review/nothing/photos/{mine['sha256']}/view").status_code == 404
    assert planner.get(f"/review/{submission}/photos/{mine['sha256']}/original").status_code == 404


def test_nobody_else_sees_them(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    submission = open_submission(db, cast, a_failing(photos=[photo]))
    for role in ("inspector", "shopper", "unit", "leader", "supervisor", "admin"):
        url = f"/review/{submission}/photos/{photo['sha256']}/view"
        assert sign_in(getattr(cast, role)).get(url).status_code == 404


def test_a_page_keeps_the_room_of_its_pictures(db, cast, sign_in, store):
    photo = a_photo(db, store, cast.inspector)
    submission = open_submission(db, cast, a_failing(photos=[photo]))
    planner = sign_in(cast.planner)
    planner.get(f"/review/{submission}/photos/{photo['sha256']}/view")
    view = records.derivatives(db, photo["sha256"])["view"]

    laid_out = planner.get(f"/review/{submission}").text

    assert f'/{photo["sha256"]}/view" width="{view.width}" height="{view.height}"' in laid_out
    assert f'/{photo["sha256"]}/thumb" width="64" height="64"' in laid_out
