"""`check_submission`: what the checks before sending say of one report, as the entry page shows it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from agencies.commands import PortalCommand, add_name_options, named_agency
from measures.checks import Finding, find_all, read
from measures.choices import RoundKind
from measures.models import Submission
from measures.selectors.named import report_of


class Command(PortalCommand):
    """Exit 0: told, also when there is something to mend. Exit 1: refused, with the reason on standard error."""

    help = "ตรวจรายงานของหน่วยงานในรอบหนึ่งก่อนส่ง: ข้อที่ต้องแก้ คำเตือน และข้อที่ยกเว้นแล้ว"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whose report, of which year and round."""
        add_name_options(parser, agency=True)
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--round", choices=[RoundKind.SIX.value, RoundKind.TWELVE.value], required=True)
        parser.add_argument("--json", action="store_true", help="พิมพ์ผลเป็น JSON ฉบับเดียว")

    def work(self, options: dict[str, Any]) -> None:
        """Check and tell."""
        agency = named_agency(options)
        submission = report_of(agency, year=options["year"], kind=options["round"])
        if submission is None:
            raise CommandError(
                f"{agency} ไม่มีรายงานรอบ {options['round']} เดือน ปี {options['year']} โปรดเปิดรอบหรือนำเข้าผลก่อน"
            )
        results = submission.results.select_related("measure").prefetch_related(
            "result_links__link__page", "result_attachments__attachment", "notes"
        )
        findings = find_all(read(submission, list(results), now=timezone.now()))
        blocking = [one for one in findings if one.severity == "error" and one.waiver is None]
        if options["json"]:
            self.print_json({
                "submission": as_json(submission),
                "findings": [finding_json(one) for one in findings],
                "can_send": not blocking,
            })  # fmt: skip
        else:
            self._tell(findings, can_send=not blocking)

    def _tell(self, findings: list[Finding], *, can_send: bool) -> None:
        words = {"error": "ต้องแก้", "warning": "คำเตือน"}
        for one in findings:
            grade = "ยกเว้น" if one.waiver else words[one.severity]
            self.stdout.write(f"[{grade}] {one.measure}: {one.message}")
        end = "ส่งได้" if can_send else "ยังส่งไม่ได้ โปรดแก้ข้อที่ขึ้นว่า ต้องแก้"
        self.stdout.write(f"พบ {len(findings)} ข้อ {end}")


def as_json(submission: Submission) -> dict[str, Any]:
    """Return which report it is, as the --json document tells it."""
    plan = submission.round.plan
    return {
        "agency": submission.agency.name, "province": submission.agency.province.name,
        "fiscal_year": plan.fiscal_year, "round": submission.round.kind, "state": submission.state,
        "measures": submission.results.count(),
    }  # fmt: skip


def finding_json(one: Finding) -> dict[str, Any]:
    """Return a finding as the --json document tells it; `waived` says that it does not count."""
    return {
        "code": one.code, "severity": one.severity, "measure": one.measure, "message": one.message,
        "waived": one.waiver is not None,
    }  # fmt: skip
