"""Bring a backup back: `restore FILE [--force]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand
from ita_portal.backup import BackupError, unlike_their_rows
from ita_portal.restore import restore_backup


class Command(PortalCommand):
    help = "กู้คืนข้อมูลและไฟล์แนบจากไฟล์สำรอง (ตรวจทั้งไฟล์ก่อนเขียน)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="แทนที่ข้อมูลที่มีอยู่ทั้งหมด")

    def work(self, options: dict[str, Any]) -> None:
        try:
            manifest = restore_backup(options["file"], force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"กู้คืนแล้ว {rows:,} แถว จากชุดสำรองเมื่อ {manifest.made_at} ทุกคนต้องเข้าสู่ระบบใหม่")
        if unlike := unlike_their_rows(manifest):
            names = ", ".join(unlike[:20])
            self.stderr.write(f"คำเตือน: ไฟล์แนบ {len(unlike):,} ไฟล์หายไปหรือไม่ตรงกับทะเบียน: {names}")
