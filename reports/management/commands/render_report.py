"""Write one paper to a file, without a browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from agencies.commands import PortalCommand, add_name_options, named_agency, named_province
from agencies.models import Agency, Province
from reports.document import Document
from reports.facts import LEVELS
from reports.output import FORMATS
from reports.registry import Form, UnknownForm, form
from reports.renderers.engine import ENGINE, PdfError
from reports.selectors import NothingToPrint, find_subject

PDFS = ("pdf", "accessible")


class Command(PortalCommand):
    """Exit 0: written. Exit 1: refused, with the reason on standard error."""

    requires_system_checks = []  # they load every page of the portal: half a second before the paper
    known_failures = (NothingToPrint, PdfError, UnknownForm, OSError)
    help = (
        "เขียนแบบรายงานหนึ่งฉบับลงไฟล์ เช่น render_report agency_measures --year 2566 --agency ชื่อ --format pdf --output a.pdf"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read CODE, year, round, whose paper, format, file and numerals."""
        parser.add_argument("code", metavar="CODE", help="รหัสแบบรายงาน เช่น agency_measures, province_measures")
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--round", choices=["6", "12"], default="", help="รอบ 6 หรือ 12 เดือน (ไม่ระบุ: รอบล่าสุด)")
        add_name_options(parser)
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--output", required=True, type=Path, help="ไฟล์ที่จะเขียน")
        parser.add_argument("--numerals", choices=["thai", "arabic"], help="เลขไทยหรืออารบิก (ไม่ระบุ: ตามแบบ)")

        parser.add_argument(
            "--level", type=int, choices=LEVELS, help="พิมพ์บรรทัด “ระดับคะแนน” ในหน้าแรกของแบบจังหวัด (1 ถึง 5)"
        )

    def work(self, options: dict[str, Any]) -> None:
        """Build the paper and write it."""
        if options["format"] in PDFS:
            ENGINE.start()
        document = _document(form(options["code"]), options)
        if options["numerals"]:
            document = document.in_numerals(options["numerals"])
        content = FORMATS[options["format"]].render(document)
        options["output"].write_bytes(content)
        self.stdout.write(f"เขียน {options['output']} แล้ว ({len(content):,} ไบต์)")

    def failure_words(self, problem: Exception, options: dict[str, Any]) -> str:
        """The problem's own words, or why the file cannot be written."""
        if isinstance(problem, OSError):
            return f"เขียนไฟล์ {options['output']} ไม่ได้ ({problem.strerror}) โปรดตรวจชื่อโฟลเดอร์และสิทธิ์"
        return str(problem)


def _document(wanted: Form, options: dict[str, Any]) -> Document:
    owner = _owner(wanted, options)
    if options["level"] and isinstance(owner, Agency):
        raise NothingToPrint(f"แบบ {wanted.code} ไม่มีบรรทัดระดับคะแนน โปรดตัด --level ออก")
    found = find_subject(owner, options["year"], options["round"], of_round=wanted.of_round, level=options["level"])
    return wanted.document(found)


def _owner(wanted: Form, options: dict[str, Any]) -> Agency | Province:
    """The agency named, else the province; a province beside an agency only narrows the agency's name."""
    if options["agency"] and "agency" in wanted.scopes:
        agency = named_agency(options)
        if agency:
            return agency
    province = None if options["agency"] else named_province(options)
    if province and "province" in wanted.scopes:
        return province
    if "province" not in wanted.scopes:
        raise NothingToPrint(f"แบบ {wanted.code} เป็นของหน่วยงาน โปรดระบุ --agency")
    if "agency" not in wanted.scopes:
        raise NothingToPrint(f"แบบ {wanted.code} เป็นของจังหวัด โปรดระบุ --province โดยไม่มี --agency")
    raise NothingToPrint(f"โปรดระบุ --agency หรือ --province ว่าต้องการแบบ {wanted.code} ของใคร")
