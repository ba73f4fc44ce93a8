"""Every command of the portal refuses alike: exit 1, the reason on standard error, or one JSON document."""

import json
from importlib import import_module

import pytest
from django.core.management import execute_from_command_line, get_commands

from agencies.commands import PortalCommand, add_name_options, named_agency
from agencies.models import Agency
from ita_portal.tests.architecture import FLOORS

# The worker takes the options of the queue's own command, and refuses nothing else.
FOREIGN = ["portal_worker"]
OWN = sorted(name for name, app in get_commands().items() if app in FLOORS and name not in FOREIGN)


def exit_of(*argv):
    """The exit code of a command line, 0 where it simply returns."""
    try:
        execute_from_command_line(["manage.py", *argv])
    except SystemExit as end:
        return end.code
    return 0


def test_every_command_has_the_same_parent():
    others = [
        name
        for name, app in sorted(get_commands().items())
        if app in FLOORS and not issubclass(import_module(f"{app}.management.commands.{name}").Command, PortalCommand)
    ]
    assert others == FOREIGN


@pytest.mark.parametrize("name", OWN)
def test_misused_command_exits_with_one_and_says_why(name, capsys):
    code = exit_of(name, "--no-such-option")
    told = capsys.readouterr()

    assert (code, told.out) == (1, "")
    assert told.err.startswith("คำสั่งไม่ถูกต้อง: ")


@pytest.mark.parametrize(
    "line",
    [
        ("render_report", "agency_measures", "--year", "x", "--format", "pdf", "--output", "a"),
        ("render_report", "agency_measures", "--year", "2570", "--format", "rtf", "--output", "a"),
        ("render_report",),
        ("import_plan",),
        ("export_workbook", "--year", "2570"),
    ],
)
def test_missing_and_wrong_values_exit_with_one(line, capsys):
    assert exit_of(*line) == 1
    assert capsys.readouterr().err.startswith("คำสั่งไม่ถูกต้อง: ")


def test_misuse_with_json_prints_one_document_and_nothing_else(capsys):
    code = exit_of("import_plan", "x.docx", "--year", "2566", "--json")
    told = capsys.readouterr()

    assert (code, told.err) == (1, "")
    assert [(one["code"], one["severity"]) for one in json.loads(told.out)["doubts"]] == [("name_unknown", "error")]


class Finder(PortalCommand):
    """Finds an agency, or fails in a way that it knows."""

    known_failures = (FileNotFoundError,)

    def add_arguments(self, parser):
        add_name_options(parser, agency=True)
        parser.add_argument("--json", action="store_true")

    def work(self, options):
        agency = named_agency(options)
        if agency.phone == "":
            raise FileNotFoundError("ไม่มีหมายเลขโทรศัพท์")
        self.stdout.write(agency.phone)


def find(*options):
    try:
        Finder().run_from_argv(["manage.py", "finder", "--agency", "เทศบาลตำบลสาธิต", *options])
    except SystemExit as end:
        return end.code
    return 0


@pytest.fixture
def namesakes(province, other_province):
    return [
        Agency.objects.create(province=one, name="เทศบาลตำบลสาธิต", phone=phone)
        for one, phone in ((province, ""), (other_province, "02"))
    ]


def test_name_found_twice_is_refused_with_the_list(namesakes, capsys):
    assert find() == 1
    assert capsys.readouterr().err == (
        "CommandError: มีหน่วยงานชื่อ “เทศบาลตำบลสาธิต” มากกว่าหนึ่งแห่ง โปรดระบุจังหวัด: "
        "เทศบาลตำบลสาธิต (จังหวัดทดสอบบุรี), เทศบาลตำบลสาธิต (จังหวัดต่างถิ่น)\n"
    )


def test_name_found_twice_is_narrowed_by_the_province(namesakes, capsys):
    assert find("--province", "จังหวัดต่างถิ่น") == 0
    assert capsys.readouterr().out == "02\n"


@pytest.mark.parametrize("options", [("--province", "ทดสอบบุรี"), ("--province", "ทดสอบบุรี", "--json")])
def test_known_failure_is_one_json_document_or_a_message(namesakes, capsys, options):
    code = find(*options)
    told = capsys.readouterr()

    assert code == 1
    if "--json" in options:
        assert (json.loads(told.out), told.err) == ({"error": "ไม่มีหมายเลขโทรศัพท์"}, "")
    else:
        assert (told.out, told.err) == ("", "CommandError: ไม่มีหมายเลขโทรศัพท์\n")
