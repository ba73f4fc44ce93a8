"""`import_plan FILE`: forms A and B from Word or Excel into a province's plan, and its results."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from agencies.selectors import NameProblem, find_province
from measures.errors import WorkflowError
from measures.importing import Request, commit, examine, preview
from measures.importing.service import make_agency
from measures.intake.assembly import shown_place
from measures.intake.doubts import doubt, refusal
from measures.intake.shapes import Reading


class Command(BaseCommand):
    """Exit 0: readable (warnings included). Exit 1: refused, nothing written."""

    help = "อ่านแบบรายงาน (Word หรือ Excel) แสดงสิ่งที่เข้าใจและข้อสงสัย ใส่ --commit เพื่อบันทึกเป็นแผนและผลของรอบ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--province", required=True, help="ชื่อจังหวัด มีหรือไม่มีคำว่าจังหวัดก็ได้")
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--agency", default="", help="หน่วยงานเจ้าของผล (ถ้าไม่ระบุ ใช้ชื่อในเอกสาร)")
        parser.add_argument("--with-results", action="store_true", help="นำเข้าผลการดำเนินงานด้วย")
        parser.add_argument("--round", choices=["6", "12"], default="", help="รอบของผล (ถ้าไม่ระบุ ใช้รอบในเอกสาร)")
        parser.add_argument("--create", action="store_true", help="สร้างหน่วยงานที่ยังไม่มี")
        parser.add_argument("--commit", action="store_true", help="บันทึก (ถ้าไม่ใส่ แสดงอย่างเดียว)")
        parser.add_argument("--json", action="store_true", help="พิมพ์ผลเป็น JSON ฉบับเดียว")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, but a misused option ends like every refusal: exit 1, one document."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:
            parser.error = self._misused  # type: ignore[method-assign]
        return parser

    def _misused(self, message: str) -> NoReturn:
        said = refusal("name_unknown", why=f"คำสั่งไม่ถูกต้อง: {message}")
        if "--json" in sys.argv:
            self.stdout.write(json.dumps(said.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stderr.write(said.doubts[0].message)
        sys.exit(1)

    def handle(self, *args: Any, **options: Any) -> None:
        reading = self._run(options)
        if options["json"]:
            self.stdout.write(json.dumps(reading.as_json(), ensure_ascii=False, indent=2))
        else:
            self._tell(reading, committed=options["commit"])
        if reading.refused:
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> Reading:
        try:
            province = find_province(options["province"])
            data = options["file"].read_bytes()
        except NameProblem as problem:
            return refusal("name_unknown", options["province"], why=str(problem))
        except OSError:
            return refusal("hostile_file", why=f"เปิดไฟล์ {options['file'].name} ไม่ได้ โปรดตรวจชื่อและที่อยู่ของไฟล์")
        request = Request(province, options["year"], with_results=options["with_results"], round_kind=options["round"])
        request, reading = examine(data, request, agency_name=options["agency"], create=options["create"])
        if not options["commit"] or reading.refused:
            return reading
        try:
            self._commit(data, request, reading, options["file"].name)
        except WorkflowError as refused:
            return reading.with_doubts(doubt("name_unknown", why=str(refused)))
        return reading

    @transaction.atomic
    def _commit(self, data: bytes, request: Request, reading: Reading, filename: str) -> None:
        if request.new_agency:
            request = replace(request, agency=make_agency(request), new_agency="")
        intake = commit(preview(data, request, filename=filename, by=None, reading=reading), by=None)
        if not intake.made:
            intake.delete()  # the same paper again leaves no trace at all

    def _tell(self, reading: Reading, *, committed: bool) -> None:
        indicators = dict.fromkeys(measure.indicator for measure in reading.measures)
        counts = "/".join(str(sum(m.indicator == number for m in reading.measures)) for number in indicators)
        self.stdout.write(f"มาตรการ {len(reading.measures)} ข้อ ใน {len(indicators)} ตัวชี้วัด {counts}".rstrip())
        for one in reading.doubts:
            grade = "ผิดพลาด" if one.severity == "error" else "ข้อสงสัย"
            place = f"{shown_place(one.where)}: " if one.where.row else ""
            self.stdout.write(f"[{grade}] {place}{one.message}" + (f" ({one.value})" if one.value else ""))
        if reading.refused:
            self.stdout.write("ไม่ได้บันทึก โปรดแก้ข้อผิดพลาดแล้วลองใหม่")
        elif committed:
            self.stdout.write("บันทึกแล้ว")
