"""`load_base`: provinces, kinds of agencies and editions; idempotent."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments.base_data import load_base


class Command(BaseCommand):
    help = "โหลดข้อมูลตั้งต้น: จังหวัด ประเภทหน่วยงาน และเกณฑ์การประเมินรายปี (เรียกซ้ำได้)"

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_base()
        for line in report.skipped:
            self.stderr.write(f"เกณฑ์ปี {line}")
        created = [str(one.fiscal_year) for one in report.editions if one.created]
        self.stdout.write(
            f"จังหวัด {report.provinces} ประเภทหน่วยงาน {report.kinds} "
            f"เกณฑ์ {len(report.editions)} ปี (ใหม่: {', '.join(created) or 'ไม่มี'})"
        )
