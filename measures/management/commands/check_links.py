"""`check_links`: check the links that are due, or those of one agency now."""

import datetime as dt
import time
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, QuerySet
from django.utils import timezone

from agencies.commands import PortalCommand, add_name_options, named_agency
from evidence.checking import Checker, request_check
from evidence.choices import Reach
from evidence.models import WebPage

# Pages that wait for their turn at a host, or for a second look at a bad answer, still belong to this run.
NEAR = dt.timedelta(seconds=60)


class Command(PortalCommand):
    """Exit 0: done, dead links included. Without --once it goes on for ever, as the worker does.

    --agency: every link of that agency is asked for now, and no other is looked at.
    """

    help = "ตรวจลิงก์หลักฐานที่ถึงกำหนด หรือทุกลิงก์ของหน่วยงานหนึ่งทันที"
    known_failures = (ImproperlyConfigured,)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --agency, --province and --once."""
        add_name_options(parser)
        parser.add_argument("--once", action="store_true", help="จบเมื่อตรวจลิงก์ที่ถึงกำหนดครบแล้ว")

    def work(self, options: dict[str, Any]) -> None:
        """Check, and say how many links were found in which state."""
        agency = named_agency(options)
        pages = WebPage.objects.all()
        if agency is not None:
            pages = pages.filter(pk__in=agency.links.exclude(page=None).values("page"))
            request_check(pages, timezone.now())
        checker = Checker(only=None if agency is None else pages.values_list("pk", flat=True))
        try:
            while self._goes_on(checker, pages) or not options["once"]:
                checker.take(timezone.now(), checker.at_once - len(checker))
                if len(checker):
                    checker.turn(0.2)
                else:
                    time.sleep(0.5)
        finally:
            checker.close()
        self._tell(pages)

    def _goes_on(self, checker: Checker, pages: QuerySet[WebPage]) -> bool:
        """Say whether something is under way or comes due within the next minute."""
        return bool(len(checker)) or pages.filter(next_check_at__lte=timezone.now() + NEAR).exists()

    def _tell(self, pages: QuerySet[WebPage]) -> None:
        for row in pages.order_by("reach").values("reach").annotate(count=Count("pk")):
            self.stdout.write(f"{Reach(row['reach']).label}: {row['count']}")
