"""Units read posts of the roster; what an inspector typed instead could name anybody."""

import pytest

from app.jobs import follow
from tests.review.given import a_failing, confirmed, open_submission


@pytest.mark.parametrize(("post", "shown"), [("2号柜台", True), ("检查员徐静怡看到的王小明", False)])
def test_a_post_that_the_roster_does_not_know_never_reaches_a_unit(db, sign_in, cast, post, shown):
    failing = a_failing(post=post)
    confirmed(db, cast.planner, open_submission(db, cast, failing), failing)
    follow(db)
    for person, path in (
        (cast.unit, "/findings/"),
        (cast.unit, "/home/"),
        (cast.leader, f"/scores/2026-11?unit={cast.east.id}"),
    ):
        assert (post in sign_in(person).get(path).get_data(as_text=True)) is shown, path
