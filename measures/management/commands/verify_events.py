"""`verify_events`: prove that no event of the history was changed, removed or cut off."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from measures import history
from measures.models import Event, EventChain


class Command(BaseCommand):
    """Exit 0: every chain holds. Exit 1: the first broken link, named on standard error; with --json on the output."""

    help = "ตรวจว่าประวัติทุกสายไม่ถูกแก้ไขหรือลบ และบอกจุดแรกที่ขาด"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="write one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = history.first_broken_link()
        events, chains = Event.objects.count(), EventChain.objects.count()
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not broken, "broken": broken, "events": events, "chains": chains}))
            if broken:
                raise SystemExit(1)
        elif broken:
            raise CommandError(broken)
        else:
            self.stdout.write(f"ok, {events} events in {chains} chains")
