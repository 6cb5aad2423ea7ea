"""A draft is seen as the inspector will see it: the capture page itself, which only our own pages may frame."""

import pytest

from tests.checklists.writing import begin, first, save


@pytest.fixture
def planner(cast, sign_in):
    return sign_in(cast.planner)


def test_a_draft_is_shown_as_a_capture_page_that_our_pages_may_frame_and_nobody_else(db, planner):
    draft = begin(planner)
    save(planner, draft, first(db), text="主动问候每一位客户", ask_if="")
    page = planner.get(f"/checklists/drafts/{draft}/phone?approach=open")
    text = page.get_data(as_text=True)
    assert "主动问候每一位客户" in text
    assert 'data-item="' in text
    assert "capture.js" not in text
    assert "js/preview.js" in text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    around = planner.get(f"/checklists/drafts/{draft}/preview")
    assert f'src="/checklists/drafts/{draft}/phone?approach=open"' in around.get_data(as_text=True)
    assert "frame-ancestors 'none'" in around.headers["Content-Security-Policy"]


def test_a_draft_whose_conditions_cannot_be_read_is_shown_all_the_same(db, planner):
    draft = begin(planner)
    save(planner, draft, first(db), ask_if="${nobody} = ")
    assert planner.get(f"/checklists/drafts/{draft}/phone?approach=covert").status_code == 200
    assert planner.get(f"/checklists/drafts/{draft}/phone?approach=nonsense").status_code == 404


def test_nobody_else_sees_a_preview(cast, planner, sign_in):
    draft = begin(planner)
    for other in (cast.inspector, cast.leader, cast.unit, cast.admin):
        assert sign_in(other).get(f"/checklists/drafts/{draft}/phone").status_code == 404
