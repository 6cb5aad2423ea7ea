"""What is typed into a notice is read by every unit, so it names nobody who inspects; a unit may be called like one."""

from dataclasses import replace

import pytest

from app.errors import Conflict, Invalid
from app.notices import archive, compose, publish
from app.people import persons
from tests.notices import worlds

FIELDS = ("highlights", "addressee", "requirements", "series")


def typed_into(db, notice, field, text):
    return replace(archive.draft(db, notice).notice.typed, **{field: text})


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("hidden", ["{name}", "{spaced}", "检查人{code}"])
def test_a_text_that_names_who_inspects_is_refused_at_its_field(db, cast, october, field, hidden):
    notice = worlds.a_draft(db, cast)
    before = archive.draft(db, notice)
    name, code = cast.inspector2.name, cast.shopper.code
    text = hidden.format(name=name, spaced="\n".join(name), code=code)
    for attempt in (
        lambda: compose.revise(db, cast.planner, notice, typed_into(db, notice, field, text)),
        lambda: worlds.a_draft(db, cast, number="99", **{field: text}),
    ):
        with pytest.raises(Invalid) as refused:
            attempt()
        assert field in [place.pointer for place in refused.value.places]
    assert archive.drafts(db) == [before]


def test_a_series_that_came_with_the_number_is_looked_at(db, cast, october):
    with pytest.raises(Invalid) as refused:
        worlds.a_draft(db, cast, number=f"{cast.inspector.name}〔2026〕3号")
    assert [place.pointer for place in refused.value.places] == ["number"]


def test_what_was_typed_is_kept_for_changing_and_every_field_is_told_at_once(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast)
    form = vars(typed_into(db, notice, "highlights", f"{cast.inspector.name}到场时秩序良好。")) | {"sign_by": "x"}
    answer = sign_in(cast.planner).post(f"/notices/drafts/{notice}", data=form)
    assert answer.status_code == 422
    assert f"这里写有检查人的姓名或代号“{cast.inspector.name}”" in answer.text
    assert "请填写日历上的日期。" in answer.text
    assert f"{cast.inspector.name}到场时秩序良好。" in answer.text


def test_somebody_who_began_to_inspect_afterwards_keeps_the_draft_from_being_published(db, cast, october, sign_in):
    notice = worlds.a_draft(db, cast, highlights="韩雪热情接待。")
    persons.add(db, "韩雪", "shopper")
    with pytest.raises(Conflict):
        publish.publish(db, cast.publisher, notice)
    page = sign_in(cast.publisher).get(f"/notices/drafts/{notice}").text
    assert "拟稿人填写的文字：这里写有检查人的姓名或代号“韩雪”" in page
    assert f'data-assert="publish:{notice}"' not in page
    compose.revise(db, cast.planner, notice, typed_into(db, notice, "highlights", "热情接待。"))
    publish.publish(db, cast.publisher, notice)


def test_a_unit_that_is_called_like_an_inspector_is_named_all_the_same(db, cast, october):
    persons.add(db, "城东", "inspector")
    notice = worlds.a_draft(db, cast)
    typed = archive.draft(db, notice).notice.typed
    assert "城东供电所" in typed.highlights
    compose.revise(db, cast.planner, notice, typed)
    publish.publish(db, cast.publisher, notice)


def test_a_first_wording_that_holds_a_name_by_chance_does_not_keep_from_drafting(db, cast, october):
    persons.add(db, "居前", "inspector")
    notice = worlds.a_draft(db, cast)
    with pytest.raises(Invalid):
        compose.revise(db, cast.planner, notice, archive.draft(db, notice).notice.typed)
