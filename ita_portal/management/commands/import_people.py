"""`import_people FILE`: agencies and people from an Excel list; without --commit only the preview."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from agencies.authoring import Refused
from agencies.commands import PortalCommand, named_province
from agencies.roster import store
from evidence.office.doubts import Doubt, shown_place
from ita_portal.people.doubts import doubt
from ita_portal.people.examining import Examined, examine
from ita_portal.people.sandbox import find

UNCHANGED = "ทุกแถวตรงกับข้อมูลในระบบแล้ว จึงไม่มีอะไรเปลี่ยน"
STORED = "นำเข้าแล้ว ส่งลิงก์ตั้งรหัสผ่านให้ผู้ใช้ใหม่ได้ที่หน้าผู้ใช้แต่ละคน"


class Command(PortalCommand):
    """Exit 0: readable (warnings included). Exit 1: refused, nothing written."""

    help = "อ่านรายชื่อหน่วยงานและผู้ใช้จาก Excel แสดงสิ่งที่จะเปลี่ยนและข้อสงสัย ใส่ --commit เพื่อบันทึกทั้งหมดพร้อมกัน"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--province", default="", help="จังหวัดของแถวที่ไม่ได้กรอกจังหวัด")
        parser.add_argument("--commit", action="store_true", help="บันทึก (ถ้าไม่ใส่ แสดงอย่างเดียว)")
        parser.add_argument("--json", action="store_true", help="พิมพ์ผลเป็น JSON ฉบับเดียว")

    def refusal_json(self, message: str) -> Any:
        """The usual document, of a file that was not understood at all."""
        return _document(_refused(message), stored=False)

    def work(self, options: dict[str, Any]) -> None:
        """Read, judge, store where asked, and tell; a refused file is told in full before the exit."""
        judged, stored = self._run(options)
        if options["json"]:
            self.print_json(_document(judged, stored=stored))
        else:
            self._tell(judged, stored=stored)
        if judged.refused:
            if not options["json"]:
                raise CommandError("ไม่ได้บันทึก โปรดแก้ข้อผิดพลาดแล้วลองใหม่")
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> tuple[Examined, bool]:
        province = named_province(options)
        try:
            data = options["file"].read_bytes()
        except OSError:
            return _refused(f"เปิดไฟล์ {options['file'].name} ไม่ได้ โปรดตรวจชื่อและที่อยู่ของไฟล์"), False
        found = find(data)
        with transaction.atomic():
            judged = examine(found, by=None, province=province)
            wanted = options["commit"] and not judged.refused and not judged.changes_nothing
            if wanted:
                try:
                    store(judged.roster, by=None)
                except Refused as refusal:
                    return _refused(str(refusal)), False
        return judged, wanted

    def _tell(self, judged: Examined, *, stored: bool) -> None:
        counts = judged.counts
        self.stdout.write(
            f"{len(judged.rows)} แถว หน่วยงานใหม่ {counts['agencies']} ผู้ใช้ใหม่ {counts['people']} "
            f"บทบาทเพิ่ม {counts['roles']} แถวผิดพลาด {counts['error']} แถวมีข้อสงสัย {counts['doubt']}"
        )
        for one in judged.doubts:
            grade = "ผิดพลาด" if one.severity == "error" else "ข้อสงสัย"
            place = f"{shown_place(one.where)}: " if one.where.row else ""
            stream = self.stderr if one.severity == "error" else self.stdout
            stream.write(f"[{grade}] {place}{one.message}")
        if stored or judged.changes_nothing:
            self.stdout.write(STORED if stored else UNCHANGED)


def _refused(message: str) -> Examined:
    why: Doubt = doubt("hostile_file", why=message)
    return Examined(of_file=(why,))


def _document(judged: Examined, *, stored: bool) -> dict[str, Any]:
    """The one document of --json."""
    return {
        "stored": stored,
        "counts": judged.counts,
        "rows": [
            {"sheet": row.line.sheet, "row": row.line.row, "state": row.state,
             "acts": [[code, value] for code, value in row.acts]}
            for row in judged.rows
        ],
        "doubts": [one.as_json() for one in judged.doubts],
    }  # fmt: skip
