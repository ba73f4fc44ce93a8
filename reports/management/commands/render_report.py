"""Write one paper to a file, without a browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Province
from agencies.selectors import NameProblem, find_agency, find_province
from reports.document import Document
from reports.facts import LEVELS
from reports.output import FORMATS
from reports.registry import Form, UnknownForm, form
from reports.renderers.engine import ENGINE, PdfError
from reports.selectors import NothingToPrint, agency_round, find_round, find_submission, province_round

PDFS = ("pdf", "accessible")
KNOWN_FAILURES = (NameProblem, NothingToPrint, PdfError, UnknownForm, OSError)


class Command(BaseCommand):
    requires_system_checks = []  # they load every page of the portal: half a second before the paper
    help = (
        "เขียนแบบรายงานหนึ่งฉบับลงไฟล์ เช่น render_report agency_measures --year 2566 --agency ชื่อ --format pdf --output a.pdf"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read CODE, year, round, whose paper, format, file and numerals."""
        parser.add_argument("code", metavar="CODE", help="รหัสแบบรายงาน เช่น agency_measures, province_measures")
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--round", choices=["6", "12"], default="", help="รอบ 6 หรือ 12 เดือน (ไม่ระบุ: รอบล่าสุด)")
        parser.add_argument("--province", help="ชื่อจังหวัด มีหรือไม่มีคำว่าจังหวัดก็ได้")
        parser.add_argument("--agency", help="ชื่อหน่วยงาน")
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--output", required=True, type=Path, help="ไฟล์ที่จะเขียน")
        parser.add_argument("--numerals", choices=["thai", "arabic"], help="เลขไทยหรืออารบิก (ไม่ระบุ: ตามแบบ)")

        parser.add_argument(
            "--level", type=int, choices=LEVELS, help="พิมพ์บรรทัด “ระดับคะแนน” ในหน้าแรกของแบบจังหวัด (1 ถึง 5)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the paper and write it; every known failure ends with exit code 1 and a Thai message."""
        try:
            if options["format"] in PDFS:
                ENGINE.start()
            document = _document(form(options["code"]), options)
            if options["numerals"]:
                document = document.in_numerals(options["numerals"])
            content = FORMATS[options["format"]].render(document)
            options["output"].write_bytes(content)
        except KNOWN_FAILURES as problem:
            raise CommandError(_words(problem, options["output"])) from None
        self.stdout.write(f"เขียน {options['output']} แล้ว ({len(content):,} ไบต์)")


def _document(wanted: Form, options: dict[str, Any]) -> Document:
    year, kind = options["year"], options["round"]
    province = find_province(options["province"]) if options["province"] else None
    if wanted.scope == "agency":
        if not options["agency"]:
            raise NothingToPrint(f"แบบ {wanted.code} เป็นของหน่วยงาน โปรดระบุ --agency")
        if options["level"]:
            raise NothingToPrint(f"แบบ {wanted.code} ไม่มีบรรทัดระดับคะแนน โปรดตัด --level ออก")
        agency = find_agency(options["agency"], province)
        return wanted.build(agency_round(find_submission(agency, year, kind)))
    round_ = find_round(_own_province(wanted, province, options), year, kind)
    return wanted.build(province_round(round_, level=options["level"]))


def _own_province(wanted: Form, province: Province | None, options: dict[str, Any]) -> Province:
    if province is None or options["agency"]:
        raise NothingToPrint(f"แบบ {wanted.code} เป็นของจังหวัด โปรดระบุ --province โดยไม่มี --agency")
    return province


def _words(problem: Exception, output: Path) -> str:
    if isinstance(problem, OSError):
        return f"เขียนไฟล์ {output} ไม่ได้ ({problem.strerror}) โปรดตรวจชื่อโฟลเดอร์และสิทธิ์"
    return str(problem)
