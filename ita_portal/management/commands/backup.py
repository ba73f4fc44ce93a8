"""Write the whole portal into one file: `backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand
from ita_portal.backup import BackupError, unlike_their_rows, write_backup


class Command(PortalCommand):
    help = "สำรองข้อมูลและไฟล์แนบทั้งหมดเป็นไฟล์เดียว"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def work(self, options: dict[str, Any]) -> None:
        try:
            manifest = write_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        files = sum(name.startswith("files/") for name in manifest.hashes)
        rows = sum(manifest.rows.values())
        self.stdout.write(f"สำรองข้อมูลแล้ว: {options['file']} ({rows:,} แถว, {files:,} ไฟล์แนบ)")
        if unlike := unlike_their_rows(manifest):
            names = ", ".join(unlike[:20])
            self.stderr.write(f"คำเตือน: ไฟล์แนบ {len(unlike):,} ไฟล์หายไปหรือไม่ตรงกับทะเบียน: {names}")
