"""`close_sittings`: write the history of edits that ended more than ten minutes ago."""

from typing import Any

from agencies.commands import PortalCommand
from measures import history
from measures.clock import database_now


class Command(PortalCommand):
    """Exit 0: done; the number of sittings that became history is printed. Safe to run at any time."""

    help = "บันทึกประวัติของการแก้ไขที่ผ่านไปเกินสิบนาทีแล้ว"

    def work(self, options: dict[str, Any]) -> None:
        """Close what has ended."""
        self.stdout.write(f"closed {history.close_old_sittings(database_now())}")
