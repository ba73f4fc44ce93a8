"""The memo's words: posts by the body's name, proposals that invent nothing, digits of typed and proposed words."""

import datetime as dt

import pytest

from reports.blocks import Fields, Signatures
from reports.letters import CLOSING, TITLE, Letter, Reporting, blocks, posts, preview, proposed


def words(letter: Letter, *, written: bool) -> list[str]:
    found = preview(letter) if written else None
    document = found or preview(Letter())
    return [document.line(line) for block in blocks(letter, written=written) for line in block.spoken()]


@pytest.mark.parametrize(
    ("owner", "found"),
    [
        ("องค์การบริหารส่วนตำบลบ้านใหม่", ("นายกองค์การบริหารส่วนตำบลบ้านใหม่", "ปลัดองค์การบริหารส่วนตำบลบ้านใหม่")),
        ("องค์การบริหารส่วนจังหวัดศรีนที", ("นายกองค์การบริหารส่วนจังหวัดศรีนที", "ปลัดองค์การบริหารส่วนจังหวัดศรีนที")),
        ("เทศบาลเมืองตัวอย่าง", ("นายกเทศมนตรีเมืองตัวอย่าง", "ปลัดเทศบาลเมืองตัวอย่าง")),
        ("อำเภอทุ่งสมมุติ", ("นายอำเภอทุ่งสมมุติ", "")),
        ("ที่ว่าการอำเภอทุ่งสมมุติ", ("นายอำเภอทุ่งสมมุติ", "")),
        ("จังหวัดศรีนที", ("ผู้ว่าราชการจังหวัดศรีนที", "รองผู้ว่าราชการจังหวัดศรีนที")),
        ("สำนักงานพาณิชย์จังหวัดศรีนที", ("", "")),
    ],
)
def test_posts_follow_from_the_bodys_name_or_stay_open(owner, found):
    assert posts(owner) == found


def test_proposal_for_a_body_nothing_is_known_of_leaves_its_places_open():
    letter = proposed(
        Reporting("สำนักงานทดสอบ 2", 2568, "รอบ 12 เดือน", planner="จังหวัดศรีนที", measures=3, done=1)
    ).as_typed()

    assert letter == Letter(
        office="สำนักงานทดสอบ 2",
        subject=f"{TITLE} ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (รอบ ๑๒ เดือน)",
        since="ตามที่จังหวัดศรีนทีได้กำหนดมาตรการเพื่อเสริมสร้างคุณธรรมและความโปร่งใสในการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ "
        "ให้หน่วยงานดำเนินการ โดยสำนักงานทดสอบ 2รับผิดชอบจำนวน ๓ มาตรการ นั้น",
        body="ในการนี้ สำนักงานทดสอบ 2ขอรายงานผลการดำเนินการตามมาตรการดังกล่าว รอบ ๑๒ เดือน โดยดำเนินการแล้ว ๑ มาตรการ "
        "จากทั้งหมด ๓ มาตรการ รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้",
        closing=CLOSING,
    )


def test_province_reports_what_it_tells_in_its_own_words():
    letter = proposed(Reporting("จังหวัดศรีนที", 2568, "รอบ 12 เดือน", is_province=True, measures=56, done=50)).as_typed()

    assert (letter.office, letter.reporter_position) == ("สำนักงานจังหวัดศรีนที", "หัวหน้าสำนักงานจังหวัดศรีนที")
    assert "โดยมีผลการดำเนินการในภาพรวม ๕๐ มาตรการ จากทั้งหมด ๕๖ มาตรการ" in letter.body


def test_typed_words_keep_their_digits_and_the_date_is_printed_in_thai_ones():
    letter = Letter(
        number="ศน 0001/12", date=dt.date(2025, 10, 13), subject="ปี 2568", body="1. ข้อ 1", phone="0 3600 0000"
    )

    assert [word for word in words(letter, written=True) if any(sign.isdigit() for sign in word)] == [
        "0 3600 0000", "ศน 0001/12", "๑๓ ตุลาคม ๒๕๖๘", "ปี 2568", "1. ข้อ 1",
    ]  # fmt: skip


def test_deputy_without_name_and_post_has_no_place_to_sign():
    found = [
        [len(block.places) for block in blocks(letter, written=True) if isinstance(block, Signatures)]
        for letter in (Letter(), Letter(deputy_position="ปลัด"), Letter(deputy_name="นายตัวอย่าง ทดสอบ"))
    ]

    assert found == [[1, 1], [1, 2], [1, 2]]


def test_empty_memo_has_every_place_to_be_filled_by_hand():
    found = words(Letter(), written=True)

    assert [word for word in found if word] == [
        "บันทึกข้อความ", "ส่วนราชการ", "โทร.", "ที่", "วันที่", "เรื่อง", "เรียน  ", "ความเห็นหัวหน้าหน่วยงาน",
    ]  # fmt: skip


def test_places_of_a_line_fill_it():
    head = next(block for block in blocks(Letter(), written=True) if isinstance(block, Fields))

    assert [sum(place.share for place in row) for row in head.rows] == [100, 100, 100]
