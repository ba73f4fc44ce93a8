"""The operator's commands on history: proving the chains, and writing what ended."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from measures import authoring, guard
from measures.authoring import Typed
from measures.models import EditSitting, Event, EventChain


def test_verify_events_counts_events_and_chains_that_hold(sent, capsys):
    call_command("verify_events")

    said = f"ok, {Event.objects.count()} events in {EventChain.objects.count()} chains\n"
    assert (capsys.readouterr().out, EventChain.objects.count()) == (said, 2)


def test_verify_events_names_the_first_broken_link(sent, capsys):
    chain = EventChain.objects.get(agency=sent.agency)
    guard.remove(connection)
    Event.objects.filter(chain=chain, seq=2).update(note="แก้ภายหลัง")

    with pytest.raises(CommandError) as refusal:
        call_command("verify_events")

    assert (str(refusal.value), refusal.value.returncode) == (f"chain {chain.pk}, event 2: changed", 1)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("broken", [False, True])
def test_verify_events_writes_one_json_document(sent, capsys, broken):
    chain = EventChain.objects.get(agency=sent.agency)
    guard.remove(connection)
    if broken:
        Event.objects.filter(chain=chain).order_by("-seq").first().delete()
    figures = {"events": Event.objects.count(), "chains": 2}

    try:
        call_command("verify_events", json=True)
    except SystemExit as end:
        code = end.code
    else:
        code = 0

    last = f"chain {chain.pk}, event {chain.last_seq}: cut off at the end" if broken else ""
    assert json.loads(capsys.readouterr().out) == {"ok": not broken, "broken": last} | figures
    assert code == int(broken)


def test_close_sittings_writes_only_what_began_more_than_ten_minutes_ago(submission, staff, capsys):
    old, fresh, _ = submission.results.all()
    for result in (old, fresh):
        authoring.save_result(result, Typed(answer="done", text="กรอกแล้ว"), by=staff, version=0)
    EditSitting.objects.filter(result=old).update(started_at=F("started_at") - dt.timedelta(minutes=11))

    call_command("close_sittings")
    call_command("close_sittings")

    assert capsys.readouterr().out == "closed 1\nclosed 0\n"
    assert list(EditSitting.objects.values_list("result", flat=True)) == [fresh.pk]
    assert list(Event.objects.filter(action="result.edit").values_list("result", "actor")) == [(old.pk, staff.pk)]
