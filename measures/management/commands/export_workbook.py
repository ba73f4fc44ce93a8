"""`export_workbook`: the pre-filled workbook of an agency's round, to be filled offline."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand, add_name_options, named_agency
from measures.choices import RoundKind
from measures.selectors.named import report_of
from measures.workbook import build_workbook


class Command(PortalCommand):
    """Exit 0: written. Exit 1: refused, with the reason on standard error."""

    help = "เขียนไฟล์ Excel ของหน่วยงานในรอบหนึ่ง กรอกแล้วนำกลับด้วย import_plan --with-results หรืออัปโหลดในระบบ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whose workbook, year, round and file."""
        add_name_options(parser, agency=True)
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--round", choices=[RoundKind.SIX.value, RoundKind.TWELVE.value], required=True)
        parser.add_argument("--output", type=Path, required=True)

    def work(self, options: dict[str, Any]) -> None:
        """Write the workbook of the one report that the options name."""
        agency = named_agency(options)
        submission = report_of(agency, year=options["year"], kind=options["round"])
        if submission is None:
            raise CommandError(f"{agency} ไม่มีรายงานรอบ {options['round']} เดือน ปี {options['year']} โปรดเปิดรอบก่อน")
        try:
            options["output"].write_bytes(build_workbook(submission))
        except OSError as fault:
            raise CommandError(f"เขียนไฟล์ {options['output'].name} ไม่ได้ ({fault.strerror})") from fault
        self.stdout.write(f"เขียน {submission.results.count()} มาตรการลง {options['output'].name}")
