"""`mingcha notice`: the operator writes a notice into files."""

import pytest
from click.testing import CliRunner

from app.cli import main
from app.config import PREFIX
from tests.notices import worlds


@pytest.fixture
def run(db, settings):
    def command(*words: str):
        return CliRunner().invoke(main, ["notice", *words], env={PREFIX + "DATA": settings.data})

    return command


def test_it_writes_the_bytes_that_the_page_hands_out(db, cast, october, sign_in, run, tmp_path):
    slug = worlds.a_notice(db, cast, number="11")
    files = {form: tmp_path / f"notice.{form}" for form in ("pdf", "docx", "xlsx")}
    answer = run(slug, *(word for form, file in files.items() for word in (f"--{form}", str(file))))
    assert (answer.exit_code, answer.output.split()) == (0, [str(file) for file in files.values()])
    for form, file in files.items():
        assert file.read_bytes() == sign_in(cast.unit).get(f"/notices/{slug}.{form}").data


def test_a_notice_that_is_not_there_is_refused(db, cast, october, run, tmp_path):
    draft = worlds.a_draft(db, cast)
    for slug in ("nothing", draft):
        answer = run(slug, "--pdf", str(tmp_path / "x.pdf"))
        assert (answer.exit_code, answer.stderr) == (1, f"There is no published notice {slug}.\n")
    assert run("nothing").exit_code == 2
    assert not (tmp_path / "x.pdf").exists()
