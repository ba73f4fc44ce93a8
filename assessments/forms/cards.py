"""Forms of score cards. They clean; they write nothing."""

import json
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from assessments.intake.lines import Found
from evidence.forms import PaperField

_SALT = "assessments.scores"
_GOOD_FOR = 6 * 60 * 60  # seconds that a preview may stand on a screen


class ScoreFileForm(forms.Form):
    """The file of an owner's scores."""

    paper = PaperField()


class KeptLines(forms.Form):
    """What was found in a file, carried signed from the preview to the commit: nothing is stored in between."""

    kept = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)
    filename = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_kept(self) -> Found:
        """Return the lines. A changed, foreign or old parcel is an error."""
        try:
            stored = json.loads(signing.loads(self.cleaned_data["kept"], salt=_SALT, max_age=_GOOD_FOR))
        except (signing.BadSignature, ValueError) as fault:
            raise forms.ValidationError(_("ตัวอย่างนี้เก่าเกินไปหรือไม่สมบูรณ์ โปรดอัปโหลดไฟล์อีกครั้ง")) from fault
        return Found.from_store(stored)


def parcel(found: Found) -> str:
    """Return the lines as KeptLines takes them back."""
    return signing.dumps(json.dumps(found.to_store()), salt=_SALT, compress=True)


class RepairForm(forms.Form):
    """One proposed repair, as the page showed it."""

    of = forms.CharField(max_length=40)
    to = forms.CharField(max_length=6)
    version = forms.IntegerField(min_value=0)


def version_of(data: Any) -> int:
    """Return the version that a page was drawn with; nonsense counts as none."""
    text = str(data.get("version", ""))
    return int(text) if text.isdecimal() and len(text) < 10 else 0
