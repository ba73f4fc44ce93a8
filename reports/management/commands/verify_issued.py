"""`verify_issued`: prove that every issued paper and every published version is kept as it was, byte for byte."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from agencies.commands import PortalCommand
from reports.issued import damaged
from reports.models import IssuedFile, IssuedReport
from reports.publishing import damaged_publications


class Command(PortalCommand):
    """Exit 0: all kept files, datasets and hashes agree with each other and with the history. Exit 1: each one that
    does not is named, on standard error; with --json on the output. Run `verify_events` as well: it proves the history.
    """

    help = "ตรวจว่าเอกสารที่ออกแล้วทุกไฟล์ยังตรงกับวันที่ออก และบอกชื่อไฟล์ที่เสียหาย"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="write one JSON document and nothing else")

    def work(self, options: dict[str, Any]) -> None:
        """Hash everything again and tell what was found."""
        found = [*damaged(), *damaged_publications()]
        papers, files = IssuedReport.objects.count(), IssuedFile.objects.count()
        if options["json"]:
            self.print_json({"ok": not found, "damaged": found, "papers": papers, "files": files})
            if found:
                sys.exit(1)
        elif found:
            raise CommandError("\n".join(found))
        else:
            self.stdout.write(f"ok, {files} files of {papers} issued papers")
