"""Django's admin site: off by default, master data only when it is on."""

import os
import subprocess
import sys

PROBE = """
import django; django.setup()
from django.urls import NoReverseMatch, reverse
try:
    reverse("admin:index")
    from django.contrib import admin
    models = sorted(m._meta.label for m in admin.site._registry if m._meta.app_label in
                    ("agencies", "assessments", "evidence", "measures", "reports"))
    print(models)
except NoReverseMatch:
    print("off")
"""


def probe(**env: str) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "ita_portal.settings"} | env
    run = subprocess.run(
        [sys.executable, "-c", PROBE], env=os.environ | settings, capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_admin_site_is_off_by_default():
    assert probe() == "off"


def test_admin_site_holds_master_data_only_when_it_is_on():
    assert probe(ENABLE_DJANGO_ADMIN="True") == "['agencies.AgencyGroup', 'agencies.AgencyKind', 'agencies.Province']"
