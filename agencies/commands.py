"""What every management command of the portal shares: how it refuses, and how it takes names.

Exit 0: done, warnings included. Exit 1: refused, whatever the reason: a misused option, a name that fits
nothing, a file that cannot be written. With `--json`, standard output is one document in both cases.
"""

import json
import sys
from argparse import ArgumentParser
from typing import Any, ClassVar, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agencies.models import Agency, Province
from agencies.selectors import NameProblem, find_agency, find_province


def add_name_options(parser: ArgumentParser, *, agency: bool = False, province: bool = False) -> None:
    """Add --agency and --province; True makes one of them required."""
    parser.add_argument("--agency", default="", required=agency, help="ชื่อหน่วยงาน")
    parser.add_argument("--province", default="", required=province, help="ชื่อจังหวัด มีหรือไม่มีคำว่าจังหวัดก็ได้")


def named_province(options: dict[str, Any]) -> Province | None:
    """The province of --province, None where it is left out. Raises NameProblem."""
    return find_province(options["province"]) if options["province"] else None


def named_agency(options: dict[str, Any]) -> Agency | None:
    """The agency of --agency, looked for in --province where one is given; None where it is left out.

    Raises NameProblem: no agency of that name, or several (the message lists them).
    """
    province = named_province(options)
    return find_agency(options["agency"], province) if options["agency"] else None


class PortalCommand(BaseCommand):
    """A command that does its work in `work` and refuses by raising.

    `known_failures`: what `work` may raise besides CommandError and NameProblem; `failure_words` says it in
    Thai. Anything else is a fault of ours and keeps its traceback.
    """

    known_failures: ClassVar[tuple[type[Exception], ...]] = ()
    _as_json = False

    def work(self, options: dict[str, Any]) -> None:
        """Do what was asked. To be written by each command."""
        raise NotImplementedError

    def failure_words(self, problem: Exception, options: dict[str, Any]) -> str:
        """What to tell of a known failure."""
        return str(problem)

    def refusal_json(self, message: str) -> Any:
        """The document that --json prints when the command refuses."""
        return {"error": message}

    def print_json(self, document: Any) -> None:
        """Print the one document of --json, in readable Thai."""
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run `work`; a known failure becomes a message and exit code 1."""
        known: tuple[type[Exception], ...] = (CommandError, NameProblem, *self.known_failures)
        try:
            self.work(options)
        except known as problem:
            message = self.failure_words(problem, options)
            if options.get("json"):
                self.print_json(self.refusal_json(message))
                sys.exit(1)
            if isinstance(problem, CommandError):
                raise
            raise CommandError(message) from problem

    def run_from_argv(self, argv: list[str]) -> None:
        """The usual way in; remembers --json for a line whose options cannot even be read."""
        self._as_json = "--json" in argv
        super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The usual parser, but a misused option ends like every refusal: exit 1 instead of 2."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:
            parser.error = self._misused  # type: ignore[method-assign]
        return parser

    def _misused(self, message: str) -> NoReturn:
        said = f"คำสั่งไม่ถูกต้อง: {message} (ดูวิธีใช้ด้วย --help)"
        if self._as_json:
            self.print_json(self.refusal_json(said))
        else:
            self.stderr.write(said)
        sys.exit(1)
