"""What a person says of a new token, cleaned; nothing is written here."""

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy

from agencies.models import Scope
from agencies.tokens import DAYS

LASTING = {
    30: gettext_lazy("30 วัน"),
    90: gettext_lazy("90 วัน"),
    180: gettext_lazy("180 วัน"),
    365: gettext_lazy("1 ปี"),
}


def new_mark() -> str:
    """Return the mark of a fresh form: sent twice, it makes one token."""
    return get_random_string(32)


class TokenForm(forms.Form):
    """Name, scopes and life of a new token."""

    name = forms.CharField(
        max_length=80, label=gettext_lazy("ชื่อโทเคน"),
        help_text=gettext_lazy("ตั้งตามโปรแกรมที่จะใช้ เช่น รายงานประจำเดือนของจังหวัด"),
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices, label=gettext_lazy("ใช้อ่านอะไรได้"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("อ่านได้เท่าที่บัญชีของคุณเห็นเท่านั้น แก้ไขอะไรไม่ได้"),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        choices=[(days, LASTING[days]) for days in DAYS],
        coerce=int,
        initial=90,
        label=gettext_lazy("ใช้ได้นาน"),
        help_text=gettext_lazy("ครบแล้วโทเคนใช้ไม่ได้ ออกใหม่ได้"),
    )
    form = forms.RegexField(r"^[A-Za-z0-9]{32}$", widget=forms.HiddenInput, initial=new_mark)
