"""`sweep_files`: delete stored files that no row knows, and tell of rows whose file is gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from agencies.commands import PortalCommand
from evidence.sweeping import lost_files, sweep


class Command(PortalCommand):
    """Exit 0: all rows have their files. Exit 1: files are missing (named), bring them back from a backup."""

    help = "ลบไฟล์ที่ไม่มีรายการใดอ้างถึงเกินหนึ่งวัน และแจ้งไฟล์แนบที่หายไป"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true")

    def work(self, options: dict[str, Any]) -> None:
        """Sweep, then look for what is missing."""
        swept, lost = sweep(timezone.now()), lost_files()
        if lost:
            raise CommandError(f"ไฟล์แนบหายไป {len(lost)} ไฟล์: {', '.join(lost[:20])} โปรดกู้คืนจากชุดสำรอง")
        if options["json"]:
            self.print_json({"swept": swept, "lost": []})
        else:
            self.stdout.write(f"ลบไฟล์ที่ไม่มีผู้อ้างถึงแล้ว {swept} ไฟล์ ไฟล์แนบอยู่ครบ")
