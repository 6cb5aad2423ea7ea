"""What stood in the roster before it could be searched is found after the update."""

import importlib.util
import sqlite3
from types import SimpleNamespace

import sqlite_utils

from app.config import ROOT


def step(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "migrations" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.step


def test_names_of_before_get_their_keys():
    old = sqlite_utils.Database(sqlite3.connect(":memory:"))
    step("0001_spine")(old)
    old.conn.execute("INSERT INTO units VALUES ('u', NULL, '大庆供电公司', '大庆', 'company', 0, 0, 1)")
    old.conn.execute("INSERT INTO sites VALUES ('s', 'u', '大庆营业厅', 'hall', NULL, NULL)")
    old.conn.execute("INSERT INTO employees VALUES ('e', 'u', '单行')")
    step("0005_roster")(SimpleNamespace(conn=old.conn))
    keys = [
        row[0] for table in ("units", "sites", "employees") for row in old.conn.execute(f"SELECT keys FROM {table}")
    ]
    assert "|dqgdgs|" in keys[0]
    assert "|dqyyt|" in keys[1]
    assert "|shanxing|" in keys[2]
    old.conn.close()
