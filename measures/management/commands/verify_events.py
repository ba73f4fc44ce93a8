"""`verify_events`: prove that no event of the history was changed, removed or cut off."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand
from measures import history
from measures.models import Event, EventChain


class Command(PortalCommand):
    """Exit 0: every chain holds. Exit 1: the first broken link, named on standard error; with --json on the output."""

    help = "ตรวจว่าประวัติทุกสายไม่ถูกแก้ไขหรือลบ และบอกจุดแรกที่ขาด"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="write one JSON document and nothing else")

    def work(self, options: dict[str, Any]) -> None:
        """Walk every chain and tell what was found."""
        broken = history.first_broken_link()
        events, chains = Event.objects.count(), EventChain.objects.count()
        if options["json"]:
            self.print_json({"ok": not broken, "broken": broken, "events": events, "chains": chains})
            if broken:
                sys.exit(1)
        elif broken:
            raise CommandError(broken)
        else:
            self.stdout.write(f"ok, {events} events in {chains} chains")
