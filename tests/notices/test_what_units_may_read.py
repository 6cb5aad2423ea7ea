"""Of covert work a notice tells the unit, the item and the ten-day band, and nothing that depends on who went there."""

from datetime import datetime

import pytest

from app import clock, create_app
from app.checklists import loading, versions
from app.config import read
from app.db import Database
from app.language import chosen
from app.notices import archive
from app.people import sessions
from app.schema import migrate
from tests import builders
from tests.notices import worlds
from tests.notices.worlds import Failed


def text_of(db, slug):
    return "\n".join(
        block.text
        for section in archive.by_slug(db, slug).notice.sections
        for block in section.blocks
        if hasattr(block, "text")
    )


def test_covert_failings_carry_only_the_unit_and_the_ten_day_band(db, cast):
    worlds.inspect(db, cast, "2026-10-14", Failed("CL02-10", "1号柜台", "柜员李某没有起立"), approach="covert")
    worlds.close(db, cast, "2026-10")
    text = text_of(db, worlds.a_notice(db, cast))
    assert "不符合“营业人员接待客户时首先起立”要求的有：城东供电所（10月中旬）。" in text
    assert "柜台" not in text
    assert "李某" not in text
    assert "10月14日" not in text


def test_open_failings_name_the_post_and_the_day_but_no_words_of_the_inspector(db, cast):
    worlds.inspect(db, cast, "2026-10-14", Failed("CL02-10", "1号柜台", "柜员李某没有起立"))
    worlds.close(db, cast, "2026-10")
    text = text_of(db, worlds.a_notice(db, cast))
    assert "城东供电所（1号柜台10月14日）" in text
    assert "李某" not in text


def test_a_post_that_the_roster_does_not_know_is_left_out_because_it_may_be_a_person(db, cast):
    worlds.inspect(db, cast, "2026-10-14", Failed("CL02-10", "李某"))
    worlds.close(db, cast, "2026-10")
    assert "城东供电所（10月14日）" in text_of(db, worlds.a_notice(db, cast))


def test_what_the_bureau_added_to_an_item_is_not_quoted_as_a_demand(db, cast, october):
    text = text_of(db, worlds.a_notice(db, cast))
    assert "违反“不准对用户失礼”的有" in text
    assert "外加" not in text


def test_the_order_is_by_clause_item_and_roster_not_by_time(db, cast):
    worlds.inspect(db, cast, "2026-10-28", Failed("CL02-10"), approach="covert")
    worlds.inspect(db, cast, "2026-10-02", Failed("CL02-10"), approach="covert", site=cast.hall2)
    worlds.inspect(db, cast, "2026-10-03", Failed("CL02-10"), approach="covert")
    worlds.inspect(db, cast, "2026-10-01", Failed("CL02-05"), approach="covert", site=cast.hall2)
    worlds.close(db, cast, "2026-10")
    text = text_of(db, worlds.a_notice(db, cast))
    assert text.index("第4.1.14条") < text.index("第4.1.15条")
    assert "城东供电所（10月上旬，10月下旬）、城西供电所（10月上旬）" in text


@pytest.fixture
def pages(tmp_path):
    """What a unit gets of a notice about covert work by the inspector of that name, at that hour's device."""

    def world(inspector, device):
        settings = read({}, data=str(tmp_path / inspector))
        migrate(settings.database)
        db = Database(settings.database)
        for checklist in loading.load_all():
            versions.publish(db, checklist)
        cast = builders.a_cast(db)
        person = getattr(cast, inspector)
        worlds.inspect(
            db, cast, "2026-10-14", Failed("CL02-10", "1号柜台"), approach="covert", inspector=person, device=device
        )
        worlds.close(db, cast, "2026-10")
        with clock.at(datetime.fromisoformat("2026-11-10T09:00:00+08:00")):
            slug = worlds.a_notice(db, cast)
        code = archive.by_slug(db, slug).code
        client = create_app(settings).test_client()
        client.set_cookie(sessions.COOKIE, sessions.open_session(db, cast.unit.id, "pytest", "a device"))
        answers = [
            client.get(path) for path in ("/notices/", f"/notices/{slug}", "/notices/waiting", "/notices/feed.atom")
        ]
        db.close()
        return [(str(a.headers) + a.text).replace(slug, "SLUG").replace(code, "CODE") for a in answers], person

    return world


def test_every_byte_is_the_same_whoever_went_there(pages):
    first, a = pages("inspector", "6f1c2c52-2f3c-4a57-9c1e-7c1f1d9f2a11")
    second, b = pages("inspector2", "0b0b0b0b-2f3c-4a57-9c1e-7c1f1d9f2a99")
    assert first == second
    for person in (a, b):
        assert not any(word in text for text in first for word in (person.name, person.code, person.id))


def test_neither_drafter_nor_publisher_is_named(db, cast, october, sign_in):
    slug = worlds.a_notice(db, cast)
    for reader in (cast.unit, cast.leader, cast.supervisor):
        page = sign_in(reader).get(f"/notices/{slug}").text
        assert "专责 / 负责人，两人" in page
        assert not any(
            word in page for someone in (cast.planner, cast.publisher) for word in (someone.name, someone.id)
        )


def test_the_text_is_chinese_whatever_the_reader_speaks(db, cast, october, sign_in):
    browser = sign_in(cast.planner)
    browser.set_cookie("lang", "en")
    browser.post("/notices/drafts", data={"month": "2026-10"})
    text = archive.drafts(db)[0].notice
    assert "城东供电所（2号柜台10月9日，10月中旬）" in text.sections[2].blocks[3].text
    assert chosen() == "zh"
