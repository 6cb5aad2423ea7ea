"""Everybody who is signed in reads the standards word by word, and sees what checks each clause."""

import pytest

from app.checklists.clauses import library
from app.pages import ROLES


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_them(sign_in, cast, role):
    page = sign_in(getattr(cast, role)).get("/standards/")
    assert page.status_code == 200
    assert "客户服务中心（第二十二条）" in page.text


def test_who_is_not_signed_in_is_asked_to(app):
    assert app.test_client().get("/standards/").status_code in {302, 303, 401}


def test_a_document_shows_each_clause_with_its_items_or_the_reason(sign_in, cast):
    page = sign_in(cast.unit).get("/standards/D2").text
    for clause in library().values():
        if clause.id.startswith("D2-"):
            assert f'id="{clause.id}"' in page
            assert clause.reason in page
    assert "CL02-25" in page
    assert "提倡使用普通话" in page


def test_a_search_finds_words_numbers_and_nothing(sign_in, cast):
    browser = sign_in(cast.leader)
    assert "D3-4.1.14" in browser.get("/standards/?q=普通话").text
    assert "D2-4.1.22" in browser.get("/standards/?q=4.1.22").text
    assert "没有哪一条写着这些字" in browser.get("/standards/?q=火箭").text
    assert "没有哪一条写着这些字" in browser.get("/standards/?q=%3Cscript%3E").text


def test_an_unknown_document_is_not_there(sign_in, cast):
    assert sign_in(cast.unit).get("/standards/D9").status_code == 404
