"""The demo world keeps what the contract promises of it, on any day of the year."""

from collections import Counter
from decimal import Decimal

import pytest

from app import audit, clock, journal
from app.config import read
from app.db import Databases
from app.demo import people, plan, world
from app.errors import Refused, Unavailable
from app.notices import archive, signing
from app.org import accounts, sites, staff, units
from app.pages import ROLES
from app.people import links, persons
from app.photos.store import Store
from app.review import queue
from app.schema import migrate
from app.scoring import months
from app.visits import today, visits
from tests.conftest import NOW
from tests.house.demo import filled, of_role, scores

PAST = ("2026-08", "2026-09", "2026-10")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Today's demo world; the tests of this module only read it."""
    return filled(tmp_path_factory.mktemp("demo"), NOW)


@pytest.fixture
def settings(demo):
    return demo[0]


@pytest.fixture
def db(demo):
    return demo[1]


def test_the_roster_has_twelve_scored_units_and_forty_sites(db):
    every = sites.everywhere(db)

    assert len(units.scored(db)) == 12
    assert sum(unit.county for unit in units.scored(db)) == 2
    assert len(every) == 40
    assert {site.kind for site in every} == set(sites.KINDS)
    assert all(sites.posts(db, site.id) for site in every)
    assert any(len(unit.name) >= 12 for unit in units.scored(db))


def test_every_post_had_a_holder_and_some_changed_hands(db):
    held = [staff.held(db, post) for site in sites.everywhere(db) for post in sites.post_ids(db, site.id).values()]

    assert all(held)
    assert sum(len(holdings) > 1 for holdings in held) >= 5
    names = [holding.employee.name for holdings in held for holding in holdings]
    assert len(names) == len(set(names))
    assert not set(names) & {person.name for person in persons.everyone(db)}


def test_the_people_are_listed_by_role_with_links_that_stay(db, settings):
    lines = people.write(db, settings)

    rows = [line.split("\t") for line in lines]
    counts = Counter(role for role, _, _ in rows)
    assert list(counts) == list(ROLES)
    assert counts["inspector"] >= 6
    assert (counts["shopper"], counts["planner"], counts["unit"], counts["leader"]) == (2, 2, 12, 2)
    assert len({name for _, name, _ in rows}) == len(rows)
    assert all(url.startswith("http://localhost:8000/enter/") for _, _, url in rows)
    assert (settings.folder / "demo-people.tsv").read_text(encoding="utf-8") == "\n".join(lines) + "\n"
    assert people.write(db, settings) == lines
    assert [file.name for file in settings.folder.glob("demo-people*")] == ["demo-people.tsv"]


def test_every_link_opens_the_door_of_its_person(db, settings):
    by_id = {person.id: person.name for person in persons.everyone(db)}

    for line in people.lines(db, settings):
        _, name, url = line.split("\t")
        assert by_id[links.find(db, url.rpartition("/")[2]).person] == name


def test_every_unit_has_an_account_and_leaders_see_their_tree(db):
    seen = [accounts.nodes(db, person.id) for person in of_role(db, "unit")]
    leaders = [len(accounts.visible(db, person.id)) for person in of_role(db, "leader")]

    assert [node for nodes in seen for node in nodes] == [unit.id for unit in units.scored(db)]
    assert leaders == [13, 1]


def test_three_months_are_closed_and_this_one_is_under_way(db):
    assert sorted(months.months(db)) == [*PAST, "2026-11"]
    assert [months.closure(db, month) is not None for month in (*PAST, "2026-11")] == [True, True, True, False]


@pytest.mark.parametrize("month", PAST)
def test_closed_months_rank_plausible_scores(db, month):
    table = months.table(db, month)

    assert len(table) == 12
    assert all(80 <= float(row.score) <= 100 for row in table)
    assert len({row.grade for row in table}) >= 2
    assert len({row.score for row in table}) >= 10


def test_one_month_has_a_veto_and_a_thin_sample(db):
    rows = [(month, row) for month in PAST for row in months.table(db, month)]

    assert [(month, row.unit.name) for month, row in rows if row.veto] == [("2026-09", plan.RED_UNIT)]
    assert [(month, row.unit.name) for month, row in rows if row.thin] == [("2026-09", plan.THIN_UNIT)]


def test_the_ledger_of_every_unit_adds_up_to_its_score(db):
    for month in PAST:
        for row in months.table(db, month):
            points = [Decimal(line.points) for line in months.ledger(db, month, row.unit.id)]
            assert sum(points) == Decimal(row.score), (month, row.unit.name)


def test_some_failings_were_dismissed_and_each_says_why(db):
    dismissed = [e for e in journal.since(db, 0, "failing.decided") if '"decision": "dismiss"' in e["detail"]]

    assert len(dismissed) >= 5
    assert all('"reason": ""' not in entry["detail"] for entry in dismissed)


def test_the_first_planner_may_review_everything_that_waits(db):
    first, second = of_role(db, "planner")

    waiting = queue.waiting(db, first)
    assert len(waiting) >= 6
    assert {entry.approach for entry in waiting} == {"open", "covert", "shopper"}
    assert not [entry for entry in waiting if entry.barred]
    assert any(entry.redline for entry in waiting)
    assert all(entry.barred for entry in queue.waiting(db, second) if entry.covert)
    assert queue.count(db, "accepted") > 150


def test_what_waits_has_photos_that_can_be_shown(db):
    photographed = {
        row["submission"]
        for row in db.rows(
            """SELECT DISTINCT submission FROM observation_photos JOIN derivatives ON derivatives.sha256 =
               observation_photos.sha256"""
        )
    }
    open_ones = [e for e in queue.waiting(db, of_role(db, "planner")[0]) if e.approach == "open"]

    assert sum(entry.submission in photographed for entry in open_ones) >= 4
    assert db.rows("SELECT sha256 FROM photos WHERE state <> 'ready'") == []
    assert not [e for e in queue.waiting(db, of_role(db, "planner")[0]) if e.covert and e.submission in photographed]


def test_everybody_in_the_field_has_visits_to_do_with_open_ones_first(db):
    second = of_role(db, "planner")[1]

    for person in of_role(db, "inspector"):
        approaches = [visit.approach for visit in visits.open_for(db, person.id)]
        assert approaches[:3] == ["open", "open", "open"]
    for person in of_role(db, "shopper"):
        ahead = visits.open_for(db, person.id)
        assert len(ahead) >= 3
        assert all(visit.covert for visit in ahead)
    for person in of_role(db, "inspector") + of_role(db, "shopper"):
        assert {v.assigned_by for v in visits.open_for(db, person.id) if v.covert} == {second.id}


def test_the_list_of_an_inspector_speaks_of_today_and_of_this_week(db):
    groups = today.groups(db, of_role(db, "inspector")[0])

    assert [group.title for group in groups] == ["Today", "This week", "Later"]


def test_two_months_have_a_notice_and_the_last_one_waits_for_it(db):
    published = archive.published(db)

    assert [(notice.month, notice.notice.number) for notice in published] == [
        ("2026-09", "示供营销〔2026〕9号"),
        ("2026-08", "示供营销〔2026〕8号"),
    ]
    assert [signing.progress(db, notice).signed for notice in published] == [9, 12]
    assert archive.drafts(db) == []


def test_the_journal_is_whole_and_in_order_of_time(db):
    assert list(audit.breaks(db)) == []

    moments = [row["at"] for row in db.rows("SELECT at FROM journal WHERE what <> 'checklist.published' ORDER BY seq")]
    assert moments == sorted(moments)
    assert moments[-1] <= clock.stamp()


def test_the_same_moment_makes_the_same_world(db, tmp_path):
    _, again = filled(tmp_path, NOW)

    for month in (*PAST, "2026-11"):
        assert scores(again, month) == scores(db, month)
    assert len(scores(db, "2026-11")) == 12


def test_a_folder_with_people_is_left_alone(settings, db):
    before = journal.last(db)

    with pytest.raises(Refused):
        world.fill(settings, db, Store(settings.photos))
    assert journal.last(db) == before


def test_real_accounts_get_no_open_doors(tmp_path):
    settings = read({}, data=str(tmp_path))
    migrate(settings.database)
    db = Databases(settings.database).here()
    persons.add(db, "何晓", "admin")

    with pytest.raises(Refused):
        people.write(db, settings)
    assert not (settings.folder / "demo-people.tsv").exists()
    assert db.rows("SELECT person FROM links") == []


def test_a_world_that_cannot_be_finished_is_not_begun(tmp_path):
    settings = read({}, data=str(tmp_path))
    migrate(settings.database)
    db = Databases(settings.database).here()
    (tmp_path / "photos").write_text("a file where the folder of photos should be")

    with pytest.raises(Unavailable):
        world.fill(settings, db, Store(settings.photos))
    assert world.empty(db)
    assert journal.last(db) == 0
