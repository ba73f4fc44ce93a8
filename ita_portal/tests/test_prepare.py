"""What ./run does to a database before it serves it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from agencies.models import Province, User
from ita_portal.management.commands.prepare import base_data_stamp

pytestmark = pytest.mark.django_db


def prepare(stamp):
    said = StringIO()
    call_command("prepare", stamp=stamp, stdout=said)
    return said.getvalue()


def test_prepare_loads_the_base_data_once(tmp_path):
    first = prepare(tmp_path / "stamp")
    second = prepare(tmp_path / "stamp")

    assert (Province.objects.count(), bool(first), second) == (77, True, "")


def test_prepare_makes_no_demo_outside_debug(tmp_path):
    prepare(tmp_path / "stamp")

    assert User.objects.count() == 0


def test_base_data_stamp_changes_with_the_data_and_with_the_database(tmp_path):
    (tmp_path / "fixtures").mkdir()
    edition = tmp_path / "fixtures" / "2568.json"
    edition.write_text(json.dumps({"weight": 30}))
    before = base_data_stamp(tmp_path, "one")

    assert base_data_stamp(tmp_path, "one") == before
    assert base_data_stamp(tmp_path, "two") != before
    edition.write_text(json.dumps({"weight": 40}))
    assert base_data_stamp(tmp_path, "one") != before
