"""A bureau's whole roster, twenty thousand rows, is previewed and imported while somebody waits."""

import time

from app.org import importing, staff
from tests.org import files


def test_twenty_thousand_rows(db, cast):
    rows = [["工号", "姓名", "单位名称"], *([f"{n:06d}", f"张{n}三", "城东供电所"] for n in range(20_000))]
    body = files.text(rows, "gb18030")
    began = time.monotonic()
    file = importing.keep(db, cast.admin.id, "a.csv", body)
    assert importing.get(db, cast.admin.id, file).preview.counted[0].new == 20_000
    importing.carry_out(db, cast.admin.id, file)
    assert time.monotonic() - began < 30  # some seconds; the rest is for a machine that is busy with other tests
    assert len(staff.employees(db, cast.east.id)) == 20_000
