"""`load_base`: provinces, kinds of agencies, editions and the library of measures; idempotent."""

from typing import Any

from agencies.commands import PortalCommand
from assessments.base_data import load_base


class Command(PortalCommand):
    help = "โหลดข้อมูลตั้งต้น: จังหวัด ประเภทหน่วยงาน เกณฑ์การประเมินรายปี และคลังมาตรการ (เรียกซ้ำได้)"

    def work(self, options: dict[str, Any]) -> None:
        report = load_base()
        for line in report.skipped:
            self.stderr.write(f"เกณฑ์ปี {line}")
        created = [str(one.fiscal_year) for one in report.editions if one.created]
        self.stdout.write(
            f"จังหวัด {report.provinces} ประเภทหน่วยงาน {report.kinds} "
            f"เกณฑ์ {len(report.editions)} ปี (ใหม่: {', '.join(created) or 'ไม่มี'}) "
            f"คลังมาตรการ (เพิ่มหรือปรับ) {report.suggestions} ข้อ"
        )
