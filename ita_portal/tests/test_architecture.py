"""The house stands as designed; and every rule finds the fault it is there for."""

from pathlib import Path

import pytest

from ita_portal.tests import architecture
from ita_portal.tests.architecture import RULES

ROOT = Path(__file__).resolve().parents[2]

# rule → (the files of a small tree, what the rule must say about it). Every tree also holds one innocent
# neighbour a line away from the fault, so that a rule that cries at everything fails too.
PLANTED = {
    "floors_point_down": (
        {
            "agencies/models.py": "from measures.models import Plan\n",
            "evidence/models.py": "from agencies.models import Agency\n",
            "evidence/net.py": "from importlib import import_module\nimport_module('reports.views')\n",
            "measures/jobs.py": "import_string('evidence.net.fetch')\n",
            "measures/tests/test_x.py": "from reports.issuing import issue\n",
        },
        [
            "agencies/models.py:1 agencies imports measures, which is above it",
            "evidence/net.py:2 evidence imports reports, which is above it",
        ],
    ),
    "rooms_point_down": (
        {
            "measures/models/plan.py": "from ..querysets import Plans\nfrom measures.workflow import act\n",
            "measures/rules.py": "from measures import phrases\nfrom measures import words\n",
            "measures/phrases.py": "from measures.views import result_return\n",
            "measures/words.py": "import re\n",
            "measures/workflow.py": "from .rules import may\n",
        },
        [
            "measures/models/plan.py:2 models imports workflow, a higher room",
            "measures/rules.py:1 rules imports phrases, a higher room",
        ],
    ),
    "thai_is_plain_python": (
        {
            "thai/dates.py": "import re\nfrom thai.digits import to_thai_digits\nfrom django.utils import timezone\n",
            "agencies/rules.py": "import django\n",
        },
        ["thai/dates.py:3 imports django.utils.timezone"],
    ),
    "only_the_demo_stands_the_clock": (
        {
            "ita_portal/demo/years.py": "from measures.clock import told\n",
            "measures/views/entry.py": "from measures.clock import database_now, told\n",
        },
        ["measures/views/entry.py:1 imports measures.clock.told"],
    ),
    "sockets_only_in_net": (
        {
            "evidence/net.py": "import pycurl\nimport socket\n",
            "evidence/urls.py": "from urllib.parse import urlsplit\nfrom urllib.request import urlopen\n",
            "reports/jobs.py": "import socket\n",
        },
        ["evidence/urls.py:2 imports urllib.request.urlopen", "reports/jobs.py:1 imports socket"],
    ),
    "weasyprint_only_in_renderers": (
        {
            "reports/renderers/pdf.py": "import weasyprint\n",
            "reports/views.py": "def paper():\n    from weasyprint import HTML\n    return HTML\n",
        },
        ["reports/views.py:2 imports weasyprint.HTML"],
    ),
    "files_are_short": (
        {
            "thai/words.py": "A = 1\n" * 401,
            "thai/dates.py": "A = 1\n" * 400,
            "templates/long.html": "<p>\n" * 151,
            "templates/short.html": "<p>\n" * 150,
        },
        ["thai/words.py 401 lines, 400 at most", "templates/long.html 151 lines, 150 at most"],
    ),
    "functions_are_short": (
        {"thai/digits.py": "def long():\n" + "    a = 1\n" * 40 + "\n\ndef short():\n" + "    a = 1\n" * 39},
        ["thai/digits.py:1 long has 41 lines"],
    ),
    "no_utils_and_no_signals": (
        {
            "agencies/utils.py": "A = 1\n",
            "agencies/apps.py": "from django.db.models.signals import post_save\n",
            "agencies/jobs.py": "import signal\n",
            "measures/apps.py": "from django.dispatch import receiver\n",
        },
        [
            "agencies/utils.py is a utils module",
            "agencies/apps.py:1 imports django.db.models.signals.post_save",
            "measures/apps.py:1 imports django.dispatch.receiver",
        ],
    ),
    "save_has_no_opinions": (
        {
            "agencies/models.py": "class Agency:\n    def save(self):\n        pass\n",
            "agencies/forms.py": "class AgencyForm:\n    def save(self):\n        pass\n",
        },
        ["agencies/models.py:2 Agency.save"],
    ),
    "views_leave_queries_to_querysets": (
        {
            "measures/views/review.py": (
                "a = Result.objects.visible_to(x).filter(pk=1)\n"
                "b = Result.objects.filter(pk=1)\n"
                "c = Result.objects.order_by('pk').exclude(pk=1)\n"
                "d = Result._default_manager.get(pk=1)\n"
            ),
            "measures/selectors.py": "b = Result.objects.filter(pk=1)\n",
        },
        [
            "measures/views/review.py:2 objects.filter",
            "measures/views/review.py:3 objects.exclude",
            "measures/views/review.py:4 objects.get",
        ],
    ),
    "one_place_knows_the_era": (
        {
            "thai/dates.py": "OFFSET = 543\n",
            "reports/issuing.py": "year = 2025 + 543\n",
            "templates/year.html": "{{ year|add:543 }}\n",
            "static/js/date.js": "const offset = 543;\n",
            "static/js/other.js": "const offset = 15430;\n",
        },
        ["reports/issuing.py:1 writes 543", "templates/year.html writes 543", "static/js/date.js writes 543"],
    ),
    "no_test_is_skipped": (
        {
            "thai/tests/test_a.py": "@pytest.mark.slow\ndef test_a():\n    pytest.skip('later')\n",
            "thai/tests/test_b.py": "@pytest.mark.xfail\ndef test_b():\n    assert skip.skip\n",
        },
        ["thai/tests/test_a.py:3 skip", "thai/tests/test_b.py:1 xfail"],
    ),
    "templates_have_nothing_inline": (
        {
            "templates/a.html": '<p class="x" style="color:red">style = text</p>\n<style>p{}</style>\n',
            "templates/b.html": '<script src="/a.js"></script>\n<script>alert(1)</script>\n',
            "agencies/templates/c.html": '<a href="javascript:x()"\n onclick="x()">once = on</a>\n',
        },
        [
            "agencies/templates/c.html:1 event attribute",
            "agencies/templates/c.html:1 javascript: address",
            "templates/a.html:1 style attribute",
            "templates/a.html:2 style element",
            "templates/b.html:2 script without src",
        ],
    ),
    "templates_make_no_query": (
        {
            "templates/a.html": "{% for m in plan.measures.all %}{% endfor %}\n{{ plan.overall }} all\n",
            "templates/b.html": "{% if agency.user_set %}{% endif %}\n{{ rows|length }}\n",
        },
        ["templates/a.html:1 {% for m in plan.measures.all", "templates/b.html:1 {% if agency.user_set"],
    ),
    "parts_say_their_inputs": (
        {
            "templates/parts/badge.html": "{# parts/badge.html: state #}\n<b>{{ state }}</b>\n",
            "templates/parts/chip.html": "<b>{{ state }}</b>\n",
            "templates/measures/parts/row.html": "{# parts/other.html: row #}\n",
            "templates/page.html": "<main></main>\n",
        },
        [
            "templates/measures/parts/row.html:1 does not begin with its name and inputs",
            "templates/parts/chip.html:1 does not begin with its name and inputs",
        ],
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_house_follows_its_rules(rule):
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_finds_its_planted_fault_and_nothing_else(rule, tmp_path):
    files, expected = PLANTED[rule.__name__]
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert rule(tmp_path) == expected


def test_every_floor_stands_in_the_repository():
    assert [app for app in architecture.FLOORS if (ROOT / app / "__init__.py").is_file()] == list(architecture.FLOORS)


def test_every_rule_has_its_planted_fault():
    assert sorted(PLANTED) == sorted(rule.__name__ for rule in RULES)
