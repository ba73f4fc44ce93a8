"""`load_edition FILE`: one edition file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand
from assessments.base_data import read_json
from assessments.edition_data import EditionError
from assessments.editions import load_edition


class Command(PortalCommand):
    help = "โหลดไฟล์เกณฑ์การประเมินหนึ่งปี ค่าในไฟล์แทนค่าที่ยังไม่ถูกใช้ ส่วนที่ไฟล์ไม่มีคงอยู่"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def work(self, options: dict[str, Any]) -> None:
        try:
            report = load_edition(read_json(options["file"]))
        except EditionError as error:
            raise CommandError("\n".join(error.problems)) from error
        words = "สร้างใหม่" if report.created else f"เพิ่ม {len(report.added)} แก้ {len(report.changed)} รายการ"
        self.stdout.write(f"เกณฑ์ปีงบประมาณ พ.ศ. {report.fiscal_year}: {words}")
