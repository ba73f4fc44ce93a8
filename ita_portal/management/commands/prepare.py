"""Make the database ready for ./run in one process: `prepare` (migrate, base data, demo when it is empty)."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from agencies.commands import PortalCommand


def base_data_stamp(root: Path, database: str) -> str:
    """Return a digest of the base data under `root` and of the database it goes into."""
    digest = hashlib.sha256(database.encode())
    for file in sorted((root / "fixtures").rglob("*.json")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def has_waiting_migrations() -> bool:
    """Tell whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class Command(PortalCommand):
    help = "เตรียมฐานข้อมูลสำหรับ ./run: ปรับโครงสร้าง ข้อมูลพื้นฐาน และข้อมูลสาธิตเมื่อยังว่าง"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stamp", type=Path, default=settings.BASE_DIR / ".cache" / "base-data")

    def work(self, options: dict[str, Any]) -> None:
        stamp: Path = options["stamp"]
        try:
            waiting = has_waiting_migrations()
            if waiting:
                self.stdout.write("กำลังเตรียมฐานข้อมูล / Preparing the database …")
                call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise CommandError(f"ติดต่อฐานข้อมูลไม่ได้ โปรดตรวจ DATABASE_URL\n{error}") from error
        now = base_data_stamp(settings.BASE_DIR, str(connection.settings_dict["NAME"]))
        if waiting or not stamp.is_file() or stamp.read_text() != now:
            call_command("load_base", stdout=self.stdout)
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(now)
        if settings.DEBUG and not get_user_model().objects.exists():
            self.stdout.write("กำลังสร้างข้อมูลสาธิต / Making the demo province …")
            call_command("seed_demo", stdout=self.stdout)
