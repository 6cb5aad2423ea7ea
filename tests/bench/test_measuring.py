"""What is measured is what it says: the phones send what is taken, a grown folder is sound, a table judges rightly."""

import asyncio
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from app import journal
from app.db import Database
from app.errors import Refused
from app.org import units
from app.review import findings
from app.scoring import months
from bench import growth, intake, load, running, world
from bench.load import Order
from bench.pictures import Film
from bench.table import Row

pytestmark = pytest.mark.flaky(reruns=1)  # real servers under load, as in the stories of e2e/


def test_a_photo_is_a_picture_of_300_kb_with_a_name_of_its_own():
    film = Film()
    first, second = film.next(), film.next()
    content = b"".join(first.pieces)
    assert len(content) == 300_000
    assert hashlib.sha256(content).hexdigest() == first.sha256 != second.sha256
    Image.open(io.BytesIO(content)).load()


@pytest.fixture
def small(tmp_path, db, cast, settings):
    """The folder of the cast."""
    return settings.folder


def test_what_the_phones_send_is_taken(small, db, cast, app):
    from app.config import read
    from app.people import links

    links.make_demo_link(db, read({}, data=str(small)), cast.inspector)
    with running.Program(running.product(), small) as program:
        door = f"/enter/{links.make_demo_link(db, read({}, data=str(small)), cast.inspector)}"
        order = Order(program.port, 2, 4, 1, (program.enter(door),), world.envelope(db, 1))
        figures = program.load(order)
        assert program.peak > 10_000_000
    assert figures.p50 <= figures.p95 <= figures.p99
    assert db.one("SELECT count(*) AS n FROM submissions")["n"] == 4
    assert db.one("SELECT count(*) AS n FROM photos WHERE size = 300000")["n"] == 4
    assert db.rows("SELECT 1 FROM observation_photos LEFT JOIN photos USING (sha256) WHERE size IS NULL") == []


def test_the_floor_keeps_the_same(tmp_path, small, db):
    with running.Program(running.floor(), tmp_path) as program:
        order = Order(program.port, 2, 4, 1, ("none=1",), world.envelope(db, 1))
        program.load(order)
    assert len([file for file in (tmp_path / "floor").glob("??/*") if file.stat().st_size == 300_000]) == 4


def test_a_refusal_ends_the_measurement(small, db, cast):
    with running.Program(running.product(), small) as program:
        order = Order(program.port, 1, 1, 0, ("none=1",), world.envelope(db, 0))
        with pytest.raises(RuntimeError, match="401"):
            asyncio.run(load.run(replace(order, clients=1)))


def test_a_grown_folder_is_sound(small, db, cast, monkeypatch):
    monkeypatch.setattr(growth, "SEEDS", 6)
    monkeypatch.setattr(growth, "BATCH", 2)
    growth.grow(small, 15)
    growth.grow(small, 30)
    assert db.one("SELECT count(*) AS n FROM submissions")["n"] == 30
    assert list(journal.verify(db)) == []
    assert len(findings.confirmed(db, frozenset(unit.id for unit in units.scored(db)))) > 30
    assert [line.unit.name for line in months.table(db, "2026-11")] != []
    assert Database(small / "mingcha.db").rows("PRAGMA foreign_key_check") == []


def test_a_folder_that_was_grown_is_left_closed_so_that_it_can_be_copied_and_served(db, cast, tmp_path, monkeypatch):
    monkeypatch.setattr(growth, "SEEDS", 6)
    folder = tmp_path / "grown"
    folder.mkdir()
    db.copy_to(folder / "mingcha.db")
    growth.grow(folder, 8)
    assert [file.path for file in psutil.Process().open_files() if Path(file.path).is_relative_to(folder)] == []


def test_growing_needs_room_on_the_disk_and_says_how_much(small, cast):
    with pytest.raises(Refused, match=r"needs 25000000\.0 GB on the disk of .* GB are free\. Make room"):
        growth.grow(small, 10**12)


def test_a_table_says_by_how_much_an_aim_is_missed():
    assert Row("list", "20 ms", 20, 10, " ms").cells()[2:4] == ["≤ 10 ms", "missed: 2.00 × the aim"]
    assert Row("list", "9 ms", 9, 10, " ms").cells()[3] == "met"
    assert Row("rate", "0.9", 0.9, 0.8, most=False).cells()[2:4] == ["≥ 0.8", "met"]
    assert Row("start", "1 s").cells()[2:4] == ["", ""]
    assert intake.CLIENTS == (1, 4, 16, 64)
