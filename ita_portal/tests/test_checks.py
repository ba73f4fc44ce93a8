"""`manage.py check` names what is missing on the machine."""

import subprocess
import sys

from django.core import checks

from ita_portal.checks import PANGO_LIBRARIES, pango_messages


def test_missing_pango_is_named_with_its_apt_line():
    absent = {"libabsent-1.so.0": "libabsent-1-0", "libabsent-2.so.0": "libabsent-2-0", "libc.so.6": "libc6"}

    assert pango_messages(absent) == [
        checks.Warning(
            "PDF papers cannot be made: the system packages libabsent-1-0 libabsent-2-0 are missing.",
            hint="sudo apt-get update && sudo apt-get install -y --no-install-recommends libabsent-1-0 libabsent-2-0",
            id="ita_portal.W001",
        )
    ]


def test_installed_pango_is_not_mentioned():
    assert pango_messages(PANGO_LIBRARIES) == []


def test_start_of_the_portal_does_not_import_weasyprint():
    code = "import django, sys; django.setup(); import ita_portal.urls; print('weasyprint' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"
