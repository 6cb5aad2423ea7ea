"""An empty checklist to print: every item that is asked, a box for each verdict, and nothing of a person."""

from tests.builders import checklist


def test_the_form_on_paper_has_every_item_with_a_box_for_each_verdict(db, cast, sign_in):
    page = sign_in(cast.inspector).get("/checklists/CL02/paper").text
    form = checklist(db)
    asked = [item for section in form.sections for item in section.items if item.on]
    assert asked
    assert [item.text for item in asked if item.text not in page] == []
    assert page.count("<td>☐</td>") == 4 * sum(form.judges(item) for item in asked)
    assert f"版本 {form.version[:8]}" in page
    assert "/checklists/CL02/paper" in sign_in(cast.planner).get("/checklists/CL02").text


def test_what_does_not_exist_and_who_may_not_read_get_the_same_answer(cast, sign_in):
    assert sign_in(cast.inspector).get("/checklists/CL99/paper").status_code == 404
    assert sign_in(cast.unit).get("/checklists/CL02/paper").status_code == 404
