"""`seed_demo [--agencies N] [--measures N] [--force]`: an invented province to try the portal with."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from agencies.commands import PortalCommand
from ita_portal.demo.neighbours import seed_neighbours
from ita_portal.demo.public import issue_papers
from ita_portal.demo.seeding import PAST_YEAR, seed


class Command(PortalCommand):
    help = "สร้างจังหวัดสาธิตพร้อมหน่วยงาน ผู้ใช้ และผลงานสองปีงบประมาณ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agencies", type=int, default=12)
        parser.add_argument("--measures", type=int, default=56)
        parser.add_argument("--force", action="store_true", help="ยอมให้สร้างแม้ไม่ได้อยู่ในโหมด DEBUG")

    def work(self, options: dict[str, Any]) -> None:
        if not settings.DEBUG and not options["force"]:
            raise CommandError("ข้อมูลสาธิตมีรหัสผ่านที่เปิดเผย จึงไม่สร้างนอกโหมด DEBUG หากต้องการจริงให้เติม --force")
        try:
            made = seed(agencies=options["agencies"], measures=options["measures"], today=timezone.localdate())
        except ValueError as error:
            raise CommandError(str(error)) from error
        # Who asks for a single agency gets a single one.
        if made and options["agencies"] > 1:
            seed_neighbours(today=timezone.localdate())
        if made:
            issue_papers(PAST_YEAR)
        self.stdout.write("สร้างข้อมูลสาธิตแล้ว" if made else "มีข้อมูลสาธิตอยู่แล้ว ไม่ได้เปลี่ยนแปลง")
