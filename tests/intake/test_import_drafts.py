"""A phone that could not store exported a check before it was finished: whenever that is imported, it counts once."""

from app.intake import importing
from app.intake.importing import import_unsent
from tests.builders import an_envelope, an_observation, body
from tests.intake.conftest import new_id
from tests.intake.test_import import a_zip, an_export, refusals


def test_a_file_of_before_does_not_stand_beside_the_check_that_was_sent_since(db, store, phone, visit):
    observation, device = an_observation(), {"id": new_id()}
    stages = [
        body(an_envelope(db, visit, observation | {"note": note}, device=device | {"counter": n}))
        for n, note in enumerate(["当时导出的", "后来完成的"])
    ]
    assert phone.submit(stages[1]).status_code == 201
    file = an_export(new_id(), stages[0])
    assert refusals(import_unsent(db, store, file)) == [("", importing.LATER)]


def test_two_exports_of_one_draft_replace_each_other_in_any_order(db, store, visit):
    observation, (first, second) = an_observation(), (new_id(), new_id())
    stages = {
        first: body(an_envelope(db, visit, observation, device={"id": first, "counter": 1})),
        second: body(an_envelope(db, visit, observation, device={"id": first, "counter": 2}, replaces=first)),
    }
    both = {f"submissions/{submission}.json": sent for submission, sent in stages.items()}
    assert [line.outcome for line in import_unsent(db, store, a_zip(both)).lines] == ["new", "new"]
    older = import_unsent(db, store, an_export(first, stages[first]))
    assert [line.outcome for line in older.lines] == ["known"]
