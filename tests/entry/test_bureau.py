"""What the bureau decides: one registry, rows only where it chose, every change in the journal."""

import json

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from app import bureau, choices, journal
from app.config import ROOT
from app.errors import Conflict, Invalid, NotFound

CATALOGUES = sorted((ROOT / "app/translations/zh").glob("*.po"))


def translated() -> set[str]:
    found = set()
    for file in CATALOGUES:
        with file.open("rb") as stream:
            found |= {str(m.id) for m in read_po(stream, locale="zh") if m.id and m.string}
    return found


def test_every_choice_has_a_group_a_default_that_is_allowed_and_words_in_both_languages():
    known = translated()
    for choice in choices.CHOICES.values():
        assert choice.group in choices.GROUPS
        assert choices.problem(choice, choice.default) == "", choice.name
        for message in filter(None, (choice.meaning, choice.unit, choice.empty, choice.otherwise)):
            assert message in known, message
        assert choice.meaning
        assert choice.kind == "text" or choice.unit, choice.name
    assert set(choices.GROUPS.values()) <= known


def test_without_a_row_the_default_holds(db):
    assert bureau.number(db, "sign_days") == 5
    assert bureau.text(db, "department") == "营销部"
    assert db.rows("SELECT * FROM bureau_settings") == []


def test_a_choice_is_kept_journaled_and_taken_back(db, cast):
    assert bureau.set_(db, cast.admin.id, "sign_days", " ７ ")
    assert bureau.number(db, "sign_days") == 7
    assert not bureau.set_(db, cast.admin.id, "sign_days", "7")
    bureau.set_(db, cast.admin.id, "sign_days", "5")
    assert db.rows("SELECT * FROM bureau_settings") == []
    told = [json.loads(e["detail"]) for e in journal.since(db, 0, bureau.CHANGED)]
    assert told == [{"old": "5", "new": "7", "own": True}, {"old": "7", "new": "5", "own": False}]
    assert [(c.by, c.old, c.new) for c in bureau.history(db, "sign_days")] == [
        (cast.admin.id, "7", "5"),
        (cast.admin.id, "5", "7"),
    ]


@pytest.mark.parametrize("value", ["", "0", "61", "-1", "4.5", "five", "1e1", "²", "9" * 40, "١"])
def test_a_number_out_of_its_bounds_is_refused(db, cast, value):
    with pytest.raises(Invalid) as refused:
        bureau.set_(db, cast.admin.id, "sign_days", value)
    assert [place.pointer for place in refused.value.places] == ["sign_days"]
    assert bureau.number(db, "sign_days") == 5


def test_bad_values_are_named_all_at_once_and_nothing_is_kept(db, cast):
    with pytest.raises(Invalid) as refused:
        bureau.save(db, cast.admin.id, {"sign_days": "x", "department": "", "series": "2026年", "review_days": "4"})
    assert {place.pointer for place in refused.value.places} == {"sign_days", "department", "series"}
    assert bureau.number(db, "review_days") == 3


def test_what_may_not_be_more_than_another_is_told_with_it(db, cast):
    with pytest.raises(Invalid) as refused:
        bureau.set_(db, cast.admin.id, "sign_days", "15")
    assert [place.pointer for place in refused.value.places] == ["rectify_days"]
    bureau.save(db, cast.admin.id, {"sign_days": "15", "rectify_days": "20"})


def test_a_name_that_is_none_is_not_found(db, cast):
    with pytest.raises(NotFound):
        bureau.set_(db, cast.admin.id, "signdays", "7")


def test_what_somebody_else_changed_is_not_written_over(db, cast):
    seen = bureau.values(db)
    bureau.set_(db, cast.admin.id, "sign_days", "6")
    with pytest.raises(Conflict) as refused:
        bureau.save(db, cast.admin.id, {"sign_days": "8", "review_days": "4"}, seen)
    assert refused.value.values["names"] == ("sign_days",)
    assert bureau.number(db, "review_days") == 3
    assert bureau.save(db, cast.admin.id, {"sign_days": seen["sign_days"], "review_days": "4"}, seen) == ["review_days"]
    assert bureau.number(db, "sign_days") == 6


@given(st.data())
def test_whatever_is_typed_is_refused_or_becomes_a_value_within_the_bounds(data):
    choice = data.draw(st.sampled_from(list(choices.CHOICES.values())))
    kept = choices.tidy(choice, data.draw(st.one_of(st.text(), st.integers(-5, 500).map(str))))
    assert choices.tidy(choice, kept) == kept
    if choices.problem(choice, kept):
        return
    if choice.kind == "number":
        assert choice.least <= int(kept) <= choice.most
        assert str(int(kept)) == kept
    else:
        assert len(kept) <= choice.most
        assert kept or choice.empty
        assert all(sign.isprintable() for sign in kept)
