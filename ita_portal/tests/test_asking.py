"""Every field says what is asked of it, and a refusal names the same limit."""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.urls import reverse
from lxml import html

from agencies.asking import at_most, length, too_long
from ita_portal.templatetags.asking import ASKED

APPS = ("agencies", "assessments", "evidence", "ita_portal", "measures", "reports")
# One proposed repair as the page showed it: a button, no fields. The memo's help is made with its form.
NEEDS_NONE = {("RepairForm", "of"), ("RepairForm", "to"), ("RepairForm", "version")}
MADE_LATER = {"MemoForm"}


def every_form():
    for app in APPS:
        for found in pkgutil.walk_packages(importlib.import_module(app).__path__, f"{app}."):
            if "form" in found.name.rpartition(".")[2] or ".forms." in found.name:
                importlib.import_module(found.name)
    waiting = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in APPS:
            yield kind


def visible():
    for kind in every_form():
        for name, field in kind.base_fields.items():
            if not isinstance(field.widget, forms.HiddenInput) and kind.__name__ not in MADE_LATER:
                yield kind, name, field


def test_every_field_says_what_is_asked():
    silent = {(kind.__name__, name) for kind, name, field in visible() if not field.help_text}

    assert (silent, len(list(visible())) > 60) == (NEEDS_NONE, True)


def test_every_field_of_a_memo_says_what_is_asked():
    from measures.forms.memo import MemoForm

    assert [name for name, field in MemoForm().fields.items() if not field.help_text] == []


def test_long_texts_are_refused_with_the_limit_that_the_field_says():
    """Fields of fewer characters than a sentence are stopped by the browser at their last letter."""
    found = [
        (kind.__name__, name, str(field.help_text), str(field.error_messages.get("max_length", "")), field.max_length)
        for kind, name, field in visible() if (getattr(field, "max_length", None) or 0) >= 300
    ]  # fmt: skip
    known = [one for one in found if one[4] not in (320, 4096)]  # e-mail and password: never typed so long

    assert len(known) > 8
    assert [one[:2] for one in known if f"{one[4]:,}" not in one[2] or f"{one[4]:,}" not in one[3]] == []


def test_one_limit_makes_help_and_refusal():
    class Asking(forms.Form):
        words = forms.CharField(**length(2_000, "ทำอะไร"))

    form = Asking({"words": "ก" * 2_001})

    assert form.errors["words"] == ["ข้อความยาวเกิน 2,000 ตัวอักษร โปรดย่อข้อความ"] == [str(too_long(2_000))]
    assert str(form["words"].help_text) == "ทำอะไร ไม่เกิน 2,000 ตัวอักษร" == str(at_most(2_000, "ทำอะไร"))
    assert 'aria-describedby="id_words_helptext id_words_error"' in str(form["words"])


@pytest.mark.parametrize("persona", ["staff", "reviewer"])
def test_described_fields_have_their_description_on_the_page(client, request, submission, persona):
    client.force_login(request.getfixturevalue(persona))
    entry = reverse("measures:submission-entry", args=[submission.pk, 1])
    pages = {"staff": (entry, "/account/", "/register/"), "reviewer": (
        "/people/add/", "/agencies/add/91/", "/plans/new/", "/imports/new/", "/papers/",
        reverse("measures:measure-new", args=[submission.round.plan_id]),
        reverse("measures:round-extend", args=[submission.round_id]),
    )}[persona]  # fmt: skip

    lost = {}
    for path in pages:
        answer = client.get(path, follow=True)
        tree = html.fromstring(answer.content.decode())
        there, wanted = (
            set(tree.xpath("//@id")),
            {id_ for ids in tree.xpath("//@aria-describedby") for id_ in ids.split()},
        )
        lost[path] = sorted(wanted - there)
        assert (answer.status_code, bool(wanted) or path == "/register/") == (200, True)
    assert lost == {path: [] for path in pages}


def test_fields_in_pages_name_only_what_is_asked(settings):
    files = settings.BASE_DIR.glob("templates/**/*.html")
    used = {name for file in files for name in re.findall(r'\{% asked "([a-z_]+)" %\}', file.read_text("utf-8"))}

    assert used == set(ASKED)
