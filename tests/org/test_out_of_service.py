"""What is out of service is not offered any more, and what was begun before goes on."""

from app.intake import submissions
from app.org import importing
from tests.builders import a_visit, an_envelope, body
from tests.org import files

CLOSED = [["网点名称", "单位名称", "停用日期"], ["城东供电所营业厅", "城东供电所", "2026-11-24"]]


def test_the_phones_directory_leaves_a_closed_site_out(db, cast, sign_in):
    client = sign_in(cast.inspector)
    assert "城东供电所营业厅" in str(client.get("/api/sites").json)
    importing.straight(db, "a.xlsx", files.book({"网点": CLOSED}))
    assert "城东供电所营业厅" not in str(client.get("/api/sites").json)


def test_a_visit_that_was_given_before_is_taken(db, cast):
    visit = a_visit(db, cast)
    importing.straight(db, "a.xlsx", files.book({"网点": CLOSED}))
    taken = submissions.take(
        db, cast.inspector.id, "1f0c2a52-2f3c-4a57-9c1e-7c1f1d9f2a11", body(an_envelope(db, visit))
    )
    assert taken


def test_the_phones_directory_says_how_a_name_is_read_and_where_the_site_is(db, cast, sign_in):
    answer = sign_in(cast.inspector).get("/api/sites").json
    site = next(one for one in answer["sites"] if one["name"] == "城东供电所营业厅")
    assert site["spelled"].startswith("城/cheng 东/dong 供/gong")
    assert {"lat", "lon"} <= site.keys()
