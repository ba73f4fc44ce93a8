"""`check_submission`: the same findings as on the page, for people and as one JSON document."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from measures import authoring, waiving
from measures.models import Result
from measures.tests.checking import findings_of
from thai.dates import in_bangkok

ASK = ("check_submission", "--agency", "หน่วยงานทดสอบ", "--year", "2570", "--round", "6")


def told(*more: str) -> str:
    out = StringIO()
    call_command(*ASK, *more, stdout=out)
    return out.getvalue()


def test_json_tells_report_findings_and_whether_it_can_be_sent(submission, reviewer):
    authoring.set_links(Result.objects.with_context().filter(submission=submission).first(), ("https://a.go.th/",))
    waiving.waive(submission, "home_page", by=reviewer, reason="มีหน้าเดียว", until=in_bangkok(timezone.now()).date())

    blank = {"code": "blank", "severity": "error", "message": "ยังไม่ได้เลือกคำตอบ", "waived": False}
    assert json.loads(told("--json")) == {
        "submission": {
            "agency": "หน่วยงานทดสอบ", "province": "ทดสอบบุรี", "fiscal_year": 2570, "round": "6", "state": "D",
            "measures": 3,
        },
        "findings": [
            blank | {"measure": "1.1"},
            {"code": "home_page", "severity": "warning", "measure": "1.1", "waived": True,
             "message": "เป็นหน้าแรก ไม่ใช่หน้าของหลักฐาน: https://a.go.th/"},
            blank | {"measure": "1.2"},
            blank | {"measure": "9.1"},
        ],
        "can_send": False,
    }  # fmt: skip


def test_report_with_warnings_only_can_be_sent(submission, fill):
    fill(submission)
    answer = json.loads(told("--json"))

    assert [one["code"] for one in answer["findings"]] == [one.code for one in findings_of(submission)]
    assert ({one["severity"] for one in answer["findings"]}, answer["can_send"]) == ({"warning"}, True)


def test_words_name_measure_and_end(submission):
    assert told().splitlines() == [
        "[ต้องแก้] 1.1: ยังไม่ได้เลือกคำตอบ",
        "[ต้องแก้] 1.2: ยังไม่ได้เลือกคำตอบ",
        "[ต้องแก้] 9.1: ยังไม่ได้เลือกคำตอบ",
        "พบ 3 ข้อ ยังส่งไม่ได้ โปรดแก้ข้อที่ขึ้นว่า ต้องแก้",
    ]


def test_report_that_is_not_there_is_a_known_failure(submission):
    with pytest.raises(CommandError, match="ไม่มีรายงานรอบ 12 เดือน ปี 2570"):
        call_command(*ASK[:-1], "12", stdout=StringIO())


def test_unknown_agency_answers_with_one_json_document_and_exit_1(submission, capsys):
    with pytest.raises(SystemExit) as end:
        call_command("check_submission", "--agency", "ไม่มี", "--year", "2570", "--round", "6", "--json")
    assert end.value.code == 1
    assert list(json.loads(capsys.readouterr().out)) == ["error"]
