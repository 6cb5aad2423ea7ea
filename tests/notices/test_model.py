"""A notice is stored as one canonical text, which comes back as the same values and has one hash."""

import dataclasses
import json

from app.notices.model import Heading, Notice, Paragraph, Section, Table, Typed, dumps, fingerprint, loads

TYPED = Typed("示供营销", "〔2026〕11号", "各供电单位：", "甲\n乙", "丙", "2026-12-11", "2026-12-22")
NOTICE = Notice(
    month="2026-11",
    head="示范供电公司文件",
    number="示供营销〔2026〕11号",
    title=("关于2026年11月优质服务", "明察暗访情况的通报"),
    addressee="各供电单位：",
    opening=("现将情况通报如下。",),
    sections=(
        Section("三、存在问题", (Heading("（一）接待"), Paragraph("城东供电所。"))),
        Section(
            "四、得分与排名", (Table("表1", ("名次", "单位"), (0,), (("1", "城东供电所"), ("—", "城西供电所")), "注"),)
        ),
    ),
    issuer="示范供电公司营销部",
    copies="抄送：公司领导。",
    date="2026-12-08",
    replaces="",
    typed=TYPED,
)


def test_what_is_stored_comes_back_as_it_was():
    assert loads(dumps(NOTICE)) == NOTICE


def test_the_text_is_canonical():
    text = dumps(NOTICE)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_every_change_changes_the_hash():
    changed = dataclasses.replace(NOTICE, opening=("现将情况通报如下",))
    assert fingerprint(dumps(changed)) != fingerprint(dumps(NOTICE))


def test_dates_are_written_as_notices_write_them():
    assert NOTICE.name == "关于2026年11月优质服务明察暗访情况的通报"
    assert NOTICE.dated(None) == "2026年12月8日"
    assert NOTICE.printed(None) == "2026年12月8日印发"
