"""Each run is claimed once, what was missed is caught up, what failed is tried again and seen by the administrator."""

import shutil
import sqlite3
import threading
from collections import namedtuple
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from app import clock, jobs, runs
from app.db import Database, Databases
from app.photos.store import Store
from tests.conftest import NOW

usage = namedtuple("usage", ["total", "used", "free"])


@pytest.fixture
def house(settings, db):
    """What the timetable runs on."""
    return settings, Databases(settings.database), Store(settings.photos)


@pytest.fixture
def done(monkeypatch):
    """A nightly job that tells when it was carried out, and fails as often as it is told to."""
    told = {"runs": [], "fails": 0}

    def work(*_: object) -> None:
        told["runs"].append(clock.now())
        if len(told["runs"]) <= told["fails"]:
            raise OSError(28, "No space left on device")

    monkeypatch.setitem(jobs.TIMETABLE, "sessions", jobs.Job("A job", work))
    return told


def looks(house, *moments: datetime) -> None:
    for moment in moments:
        with clock.at(moment):
            jobs.run("sessions", *house)


def test_a_nightly_run_is_carried_out_once_a_night(house, done):
    looks(house, NOW, NOW + clock.seconds(30), NOW + timedelta(hours=16, minutes=17), NOW + timedelta(hours=17))
    assert [moment.isoformat() for moment in done["runs"]] == ["2026-11-24T10:42:07+08:00", "2026-11-25T03:42:07+08:00"]


def test_nights_that_nobody_served_are_caught_up_by_one_run(house, done):
    looks(house, NOW, NOW + clock.days(9))
    assert len(done["runs"]) == 2


def test_a_failed_run_is_tried_again_after_a_while_and_then_rests(house, done, db):
    done["fails"] = 2
    looks(house, *(NOW + timedelta(minutes=5 * step) for step in range(12)))
    assert [moment - NOW for moment in done["runs"]] == [timedelta(minutes=m) for m in (0, 20, 40)]
    assert runs.latest(db)["sessions"].state == "good"


def test_a_run_that_was_cut_off_is_taken_again(house, done, db):
    due = clock.stamp(jobs.due_at(jobs.TIMETABLE["sessions"], house[0], NOW))
    assert runs.claim(db, "sessions", due)
    looks(house, NOW + timedelta(minutes=59))
    assert done["runs"] == []
    looks(house, NOW + timedelta(minutes=61))
    assert len(done["runs"]) == 1


def test_a_clock_that_ran_ahead_for_a_while_holds_up_nothing(house, done, db):
    looks(house, NOW + clock.days(400), NOW, NOW + clock.days(1))
    assert len(done["runs"]) == 3
    assert runs.latest(db)["sessions"].due == clock.stamp(NOW.replace(day=25, hour=3, minute=0, second=0))


def test_of_many_processes_one_has_the_run(settings, db):
    gate, taken = threading.Barrier(6), []

    def claims() -> None:
        with closing(Database(settings.database)) as own, clock.at(NOW):
            gate.wait()
            taken.append(runs.claim(own, "copy", "2026-11-24T00:00:00.000Z"))

    threads = [threading.Thread(target=claims) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 5 + [True]


def test_all_jobs_run_at_the_start_and_go_well(house, db):
    scheduler = jobs.start(*house)
    try:
        nightly = {name for name, job in jobs.TIMETABLE.items() if not job.every}
        for _ in range(300):
            found = {name: run.state for name, run in runs.latest(db).items()}
            if set(found) >= nightly and set(found.values()) == {"good"}:
                break
            threading.Event().wait(0.05)
    finally:
        scheduler.shutdown()
    assert found.keys() >= nightly
    assert set(found.values()) == {"good"}, runs.failed(db)


def test_after_the_clock_was_set_back_the_timetable_does_not_sleep_until_it_is_reached_again(house):
    scheduler = jobs.start(*house)
    try:
        for job in scheduler.get_jobs():
            job.modify(next_run_time=datetime.now().astimezone() + timedelta(days=365))
        jobs.begin_now(scheduler)
        assert all(job.next_run_time < datetime.now().astimezone() + clock.days(1) for job in scheduler.get_jobs())
    finally:
        scheduler.shutdown()


def test_the_administrator_sees_a_failure_on_every_page_until_it_went_well(house, done, sign_in, cast):
    done["fails"] = 1
    admin = sign_in(cast.admin)
    looks(house, NOW)
    assert "有系统任务失败。" in admin.get("/people/").text
    page = admin.get("/operations/").text
    assert "OSError: [Errno 28] No space left on device" in page
    assert "有系统任务失败。" not in sign_in(cast.planner).get("/review/").text
    looks(house, NOW + timedelta(minutes=20))
    assert "有系统任务失败。" not in admin.get("/people/").text


def test_the_administrator_sees_that_the_disk_is_almost_full_before_the_copy_fails(sign_in, cast, monkeypatch):
    admin = sign_in(cast.admin)
    assert "磁盘快满了。" not in admin.get("/people/").text
    total, used, _ = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(total, used, 1000))
    assert "磁盘快满了。" in admin.get("/people/").text
    assert "磁盘快满了。" in admin.get("/operations/").text
    assert "磁盘快满了。" not in sign_in(cast.planner).get("/review/").text


@pytest.mark.parametrize("ending", ["failed", "cut"])
def test_a_failure_is_gone_too_when_a_page_has_done_the_work_meanwhile(house, db, sign_in, cast, ending):
    due = clock.stamp(jobs.due_at(jobs.TIMETABLE["pictures"], house[0], NOW))
    assert runs.claim(db, "pictures", due)
    if ending == "failed":
        runs.finish(db, "pictures", due, "OSError: [Errno 28] No space left on device")
    assert not jobs.TIMETABLE["pictures"].needed(db)
    with clock.at(NOW + timedelta(hours=2)):
        assert "有系统任务失败。" in sign_in(cast.admin).get("/people/").text
        jobs.run("pictures", *house)
        assert "有系统任务失败。" not in sign_in(cast.admin).get("/people/").text


def test_the_administrator_has_a_job_of_the_night_carried_out_now(done, sign_in, cast, db):
    admin = sign_in(cast.admin)
    assert admin.post("/operations/sessions/runs").status_code == 303
    assert len(done["runs"]) == 1
    assert "正常" in admin.get("/operations/").text
    assert admin.post("/operations/pictures/runs").status_code == 404
    assert admin.post("/operations/nothing/runs").status_code == 404


@pytest.mark.parametrize("role", ["inspector", "shopper", "planner", "publisher", "unit", "leader", "supervisor"])
def test_operations_are_for_the_administrator(role, done, sign_in, cast):
    somebody = sign_in(getattr(cast, role))
    assert somebody.get("/operations/").status_code == 404
    assert somebody.post("/operations/sessions/runs").status_code == 404
    assert done["runs"] == []


def test_many_failures_do_not_fill_the_table(house, db):
    for step in range(runs.MOST + 50):
        due = clock.stamp(NOW + clock.seconds(5 * step))
        assert runs.claim(db, "pictures", due)
        runs.finish(db, "pictures", due, "OSError")
    assert db.one("SELECT count(*) AS n FROM job_runs")["n"] == runs.MOST


def test_a_disk_that_is_full_while_a_run_is_noted_stops_nothing(house, done, monkeypatch):
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(runs, "finish", full)
        looks(house, NOW)
    looks(house, NOW + timedelta(hours=2))
    assert len(done["runs"]) == 2
