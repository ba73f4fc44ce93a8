"""`export_workbook`: the pre-filled workbook of an agency's round, to be filled offline."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.selectors import NameProblem, find_agency, find_province
from measures.choices import RoundKind
from measures.models import Submission
from measures.workbook import build_workbook


class Command(BaseCommand):
    """Exit 0: written. Exit 1: refused, with the reason on standard error."""

    help = "เขียนไฟล์ Excel ของหน่วยงานในรอบหนึ่ง กรอกแล้วนำกลับด้วย import_plan --with-results หรืออัปโหลดในระบบ"

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, but a misused option ends like every refusal: exit 1."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:
            parser.error = self._misused  # type: ignore[method-assign]
        return parser

    def _misused(self, message: str) -> NoReturn:
        self.stderr.write(f"คำสั่งไม่ถูกต้อง: {message}")
        sys.exit(1)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", required=True)
        parser.add_argument("--province", default="", help="เมื่อชื่อหน่วยงานซ้ำกันหลายจังหวัด")
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--round", choices=[RoundKind.SIX.value, RoundKind.TWELVE.value], required=True)
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            province = find_province(options["province"]) if options["province"] else None
            agency = find_agency(options["agency"], province)
        except NameProblem as problem:
            raise CommandError(str(problem)) from problem
        found = Submission.objects.with_context().filter(
            agency=agency, round__plan__fiscal_year=options["year"], round__kind=options["round"]
        )
        submission = found.first()
        if submission is None:
            raise CommandError(f"{agency} ไม่มีรายงานรอบ {options['round']} เดือน ปี {options['year']} โปรดเปิดรอบก่อน")
        try:
            options["output"].write_bytes(build_workbook(submission))
        except OSError as fault:
            raise CommandError(f"เขียนไฟล์ {options['output'].name} ไม่ได้ ({fault.strerror})") from fault
        self.stdout.write(f"เขียน {submission.results.count()} มาตรการลง {options['output'].name}")
