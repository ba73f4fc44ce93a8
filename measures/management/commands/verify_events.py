"""`verify_events`: prove that no event of the history was changed, removed or cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from measures import history
from measures.models import Event, EventChain


class Command(BaseCommand):
    """Exit 0: every chain holds. Exit 1: the first broken link, named on standard error."""

    help = "ตรวจว่าประวัติทุกสายไม่ถูกแก้ไขหรือลบ และบอกจุดแรกที่ขาด"

    def handle(self, *args: Any, **options: Any) -> None:
        if broken := history.first_broken_link():
            raise CommandError(broken)
        self.stdout.write(f"ok, {Event.objects.count()} events in {EventChain.objects.count()} chains")
