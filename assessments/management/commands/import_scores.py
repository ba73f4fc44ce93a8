"""`import_scores FILE`: the scores of a province or an agency from Word or Excel into its card of a year."""

import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from agencies.authoring import make_agency
from agencies.commands import PortalCommand, add_name_options, named_province
from agencies.models import Agency, Province
from agencies.selectors import NameProblem, find_agency
from assessments.authoring import CardRefused
from assessments.cards.importing import Examined, commit, examine
from assessments.cards.shapes import card_json, findings_json
from assessments.intake.doubts import doubt
from assessments.intake.lines import Found
from evidence.office.doubts import Doubt, shown_place

UNCHANGED = "ไฟล์นี้ไม่มีสิ่งที่ต้องเพิ่ม คะแนนที่มีอยู่คงเดิม จึงไม่มีอะไรเปลี่ยน"
AGENCY_NAME = Agency._meta.get_field("name").max_length or 0
NO_OWNER = "โปรดระบุ --province หรือ --agency ว่าเป็นคะแนนของใคร"


@dataclass(frozen=True)
class Owner:
    """Whose scores: a province, an agency, or the name of an agency to be made in the province."""

    province: Province | None = None
    agency: Agency | None = None
    new_agency: str = ""

    @property
    def row(self) -> Province | Agency | None:
        """The owner where it is there already."""
        return None if self.new_agency else self.agency or self.province


class Command(PortalCommand):
    """Exit 0: readable (warnings included). Exit 1: refused, nothing written."""

    help = "อ่านคะแนนจาก Word หรือ Excel ตรวจว่าตัวเลขรวมกันได้ และแสดงข้อสงสัย ใส่ --commit เพื่อบันทึก"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        add_name_options(parser)
        parser.add_argument("--year", type=int, required=True, help="ปีงบประมาณ พ.ศ.")
        parser.add_argument("--create", action="store_true", help="สร้างหน่วยงานที่ยังไม่มี (ต้องระบุ --province)")
        parser.add_argument("--commit", action="store_true", help="บันทึก (ถ้าไม่ใส่ แสดงอย่างเดียว)")
        parser.add_argument("--json", action="store_true", help="พิมพ์ผลเป็น JSON ฉบับเดียว")

    def refusal_json(self, message: str) -> Any:
        """The usual document, of a file that was not understood at all."""
        return _document(_refused(0, doubt("owner_unknown", why=message)))

    def work(self, options: dict[str, Any]) -> None:
        """Read, compare, store where asked, and tell; a refused file is told in full before the exit."""
        examined, end = self._run(options)
        if options["json"]:
            self.print_json(_document(examined))
        else:
            self._tell(examined, end)
        if examined.refused:
            if not options["json"]:
                raise CommandError("ไม่ได้บันทึก โปรดแก้ข้อผิดพลาดแล้วลองใหม่")
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> tuple[Examined, str]:
        """What was examined, and what to say at the end."""
        year = options["year"]
        try:
            owner = _owner(options)
            data = options["file"].read_bytes()
        except NameProblem as problem:
            return _refused(year, doubt("owner_unknown", why=str(problem))), ""
        except OSError:
            why = f"เปิดไฟล์ {options['file'].name} ไม่ได้ โปรดตรวจชื่อและที่อยู่ของไฟล์"
            return _refused(year, doubt("hostile_file", why=why)), ""
        examined = examine(data, owner.row, year)
        if owner.new_agency and owner.province:
            examined = examined.with_doubts(doubt("name_new", value=owner.new_agency, province=owner.province.name))
        if examined.refused:
            return examined, ""
        if examined.changes_nothing:
            return examined, UNCHANGED
        if not options["commit"]:
            return examined, ""
        try:
            _store(examined, owner, options["file"].name)
        except CardRefused as refused:
            return examined.with_doubts(doubt("owner_unknown", why=str(refused))), ""
        return examined, "บันทึกแล้ว"

    def _tell(self, examined: Examined, end: str) -> None:
        if not examined.refused:
            card = card_json(examined.year, examined.card)
            self.stdout.write(f"ปี {examined.year} คะแนนรวม {card['overall'] or '-'} ระดับ {card['level'] or '-'}")
            self.stdout.write(f"ตัวเลข {len(examined.card.figures)} ค่า ร้อยละของคำตอบ {len(examined.card.percents)} ข้อ")
        if examined.other_years:
            self.stdout.write("ในไฟล์มีปีอื่นด้วย: " + ", ".join(str(year) for year in examined.other_years))
        for finding in examined.findings:
            self.stdout.write(f"[ตรวจตัวเลข] {finding.message}")
        for one in examined.doubts:
            grade = "ผิดพลาด" if one.severity == "error" else "ข้อสงสัย"
            place = f"{shown_place(one.where)}: " if one.where.row else ""
            stream = self.stderr if one.severity == "error" else self.stdout
            stream.write(f"[{grade}] {place}{one.message}")
        if end:
            self.stdout.write(end)


def _owner(options: dict[str, Any]) -> Owner:
    """Whose scores the options name. Raises NameProblem."""
    province = named_province(options)
    name = " ".join(options["agency"].split())
    if not name:
        if province is None:
            raise NameProblem(NO_OWNER)
        return Owner(province)
    try:
        agency = find_agency(name, province)
    except NameProblem:
        is_there = province is None or Agency.objects.of_province(province).filter(name=name).exists()
        if not options["create"] or province is None or is_there:
            raise
        if len(name) > AGENCY_NAME:
            raise NameProblem(f"ชื่อหน่วยงานยาวเกิน {AGENCY_NAME} ตัวอักษร") from None
        return Owner(province, new_agency=name)
    return Owner(agency.province, agency)


@transaction.atomic
def _store(examined: Examined, owner: Owner, filename: str) -> None:
    row = owner.row
    if row is None and owner.province is not None:
        row = make_agency(owner.province, owner.new_agency, by=None)
    assert row is not None
    commit(examined, row, by=None, source=f"import_scores {filename}", now=timezone.now())


def _refused(year: int, why: Doubt) -> Examined:
    return Examined(year, Found(), doubts=(why,))


def _document(examined: Examined) -> dict[str, Any]:
    """The one document of --json; a refused file has no card."""
    return {
        "card": None if examined.refused else card_json(examined.year, examined.card),
        "findings": findings_json(examined.findings),
        "other_years": list(examined.other_years),
        "doubts": [one.as_json() for one in examined.doubts],
    }
