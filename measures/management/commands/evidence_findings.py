"""`evidence_findings`: what is suspicious about the links of an agency's report, without opening any of them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand, add_name_options, named_agency
from evidence.lookalike import Kind
from evidence.urls import readable
from measures.choices import RoundKind
from measures.findings import Suspicion, of_submission
from measures.selectors.named import report_of


class Command(PortalCommand):
    """Exit 0: told, also when there is something to tell. Exit 1: refused, with the reason on standard error."""

    help = "บอกลิงก์ที่น่าสงสัยในรายงานของหน่วยงาน: สะกดต่างกัน ชื่อเว็บไซต์ผิด ขาดตอนท้าย หลักฐานที่ยังไม่ชัดเจน"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read whose report, of which year and round."""
        add_name_options(parser, agency=True)
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        kinds = [RoundKind.SIX.value, RoundKind.TWELVE.value]
        parser.add_argument("--round", choices=kinds, default="", help="รอบ (ถ้าไม่ระบุ ใช้รอบล่าสุด)")
        parser.add_argument("--json", action="store_true", help="พิมพ์ผลเป็น JSON ฉบับเดียว")

    def work(self, options: dict[str, Any]) -> None:
        """Find and tell."""
        agency = named_agency(options)
        submission = report_of(agency, year=options["year"], kind=options["round"])
        if submission is None:
            which = f"รอบ {options['round']} เดือน " if options["round"] else ""
            raise CommandError(f"{agency} ไม่มีรายงาน{which}ปี {options['year']} โปรดเปิดรอบหรือนำเข้าผลก่อน")
        found = of_submission(submission)
        if options["json"]:
            self.print_json([as_json(one) for one in found])
        else:
            self._tell(found)

    def _tell(self, found: list[Suspicion]) -> None:
        for one in found:
            self.stdout.write(f"[{Kind(one.kind).label}] {', '.join(one.measures)}: {one.message}")
            for url in one.urls:
                self.stdout.write(f"    {readable(url)}")
            if one.proposal:
                self.stdout.write(f"    ที่เสนอ: {readable(one.proposal)}")
            if one.decision:
                reason = f" ({one.decision.reason})" if one.decision.reason else ""
                self.stdout.write(f"    ตัดสินแล้ว: {one.decision.get_decision_display()}{reason}")
        self.stdout.write(f"ข้อสังเกต {len(found)} ข้อ")


def as_json(found: Suspicion) -> dict[str, Any]:
    """Return a finding as the --json document tells it."""
    return {
        "kind": found.kind, "urls": list(found.urls), "measures": list(found.measures), "message": found.message,
        "proposal": found.proposal,
    } | ({"decision": found.decision.decision, "reason": found.decision.reason} if found.decision else {})  # fmt: skip
