"""`import_plan FILE`: forms A, B and E from Word or Excel into a province's plan, and its results."""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from agencies.commands import PortalCommand, add_name_options
from agencies.selectors import NameProblem, find_province
from evidence.office.doubts import shown_place
from measures.errors import WorkflowError
from measures.importing import Request, commit, examine, preview
from measures.importing.service import changes_nothing, make_agency
from measures.intake.doubts import about_the_plan, doubt, refusal
from measures.intake.shapes import Reading

UNCHANGED = "ไฟล์นี้ไม่มีสิ่งที่ต้องเพิ่ม ข้อมูลที่มีอยู่คงเดิม จึงไม่มีอะไรเปลี่ยน"


class Command(PortalCommand):
    """Exit 0: readable (warnings included). Exit 1: refused, nothing written."""

    help = "อ่านแบบรายงาน (Word หรือ Excel) แสดงสิ่งที่เข้าใจและข้อสงสัย ใส่ --commit เพื่อบันทึกเป็นแผนและผลของรอบ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        add_name_options(parser, province=True)
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument(
            "--own-plan",
            action="store_true",
            help="แผนของหน่วยงานที่ระบุด้วย --agency เอง ไม่ใช่ของจังหวัด (แบบผลประจำปีตามประเด็นถือเป็นเช่นนี้)",
        )
        parser.add_argument("--with-results", action="store_true", help="นำเข้าผลการดำเนินงานด้วย")
        parser.add_argument("--round", choices=["6", "12"], default="", help="รอบของผล (ถ้าไม่ระบุ ใช้รอบในเอกสาร)")
        parser.add_argument("--create", action="store_true", help="สร้างหน่วยงานที่ยังไม่มี")
        parser.add_argument("--commit", action="store_true", help="บันทึก (ถ้าไม่ใส่ แสดงอย่างเดียว)")
        parser.add_argument("--json", action="store_true", help="พิมพ์ผลเป็น JSON ฉบับเดียว")

    def refusal_json(self, message: str) -> Any:
        """The usual document, of a paper that was not understood at all."""
        return refusal("name_unknown", why=message).as_json()

    def work(self, options: dict[str, Any]) -> None:
        """Read, compare, store where asked, and tell; a refused paper is told in full before the exit."""
        reading, end = self._run(options)
        if options["json"]:
            self.print_json(reading.as_json())
        else:
            self._tell(reading if options["with_results"] else about_the_plan(reading), end)
        if reading.refused:
            if not options["json"]:
                raise CommandError("ไม่ได้บันทึก โปรดแก้ข้อผิดพลาดแล้วลองใหม่")
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> tuple[Reading, str]:
        """The reading, and what to say at the end."""
        try:
            province = find_province(options["province"])
            data = options["file"].read_bytes()
        except NameProblem as problem:
            return refusal("name_unknown", options["province"], why=str(problem)), ""
        except OSError:
            why = f"เปิดไฟล์ {options['file'].name} ไม่ได้ โปรดตรวจชื่อและที่อยู่ของไฟล์"
            return refusal("hostile_file", why=why), ""
        request = Request(
            province, options["year"], own_plan=options["own_plan"],
            with_results=options["with_results"], round_kind=options["round"],
        )  # fmt: skip
        request, reading = examine(
            data, request, agency_name=options["agency"], create=options["create"], own_by_form=True
        )
        if reading.refused:
            return reading, ""
        if not options["commit"]:
            return reading, UNCHANGED if changes_nothing(request, reading) else ""
        try:
            made = self._commit(data, request, reading, options["file"].name)
        except WorkflowError as refused:
            return reading.with_doubts(doubt("name_unknown", why=str(refused))), ""
        return reading, "บันทึกแล้ว" if made else UNCHANGED

    @transaction.atomic
    def _commit(self, data: bytes, request: Request, reading: Reading, filename: str) -> bool:
        """Store the paper and say whether it made anything."""
        if request.new_agency:
            request = replace(request, agency=make_agency(request), new_agency="")
        intake = commit(preview(data, request, filename=filename, by=None, reading=reading), by=None)
        if not intake.made:
            intake.delete()  # the same paper again leaves no trace at all
        return bool(intake.made)

    def _tell(self, reading: Reading, end: str) -> None:
        groups = dict.fromkeys(measure.group for measure in reading.measures)
        counts = "/".join(str(sum(m.group == number for m in reading.measures)) for number in groups)
        noun = "ประเด็น" if reading.by_issue else "ตัวชี้วัด"
        if reading.measures:
            self.stdout.write(f"มาตรการ {len(reading.measures)} ข้อ ใน {len(groups)} {noun} {counts}".rstrip())
        for one in reading.doubts:
            grade = "ผิดพลาด" if one.severity == "error" else "ข้อสงสัย"
            place = f"{shown_place(one.where)}: " if one.where.row else ""
            stream = self.stderr if one.severity == "error" else self.stdout
            stream.write(f"[{grade}] {place}{one.message}" + (f" ({one.value})" if one.value else ""))
        if end:
            self.stdout.write(end)
