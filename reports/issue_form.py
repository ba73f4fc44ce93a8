"""What a person says who issues a paper: which formats, and that gaps were seen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.issuing import ALWAYS, CHOICES
from reports.output import FORMATS


class IssueForm(forms.Form):
    """The formats beside PDF, which is always made; a tick where the paper has gaps."""

    formats = forms.MultipleChoiceField(
        label=_("รูปแบบไฟล์เพิ่มเติม"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ออกเป็น PDF เสมอ เลือกไฟล์อื่นที่จะเก็บไว้คู่กันได้"),
    )
    gaps_seen = forms.BooleanField(
        help_text=_("เอกสารที่ออกแล้วแก้ไม่ได้ ออกฉบับใหม่ทับได้"),
        label=_("รับทราบว่าเอกสารยังมีส่วนที่ไม่ครบ และจะออกเอกสารตามที่เป็นอยู่"),
        error_messages={"required": _("โปรดเลือกรับทราบก่อน หรือกลับไปเติมส่วนที่ขาดให้ครบ")},
    )

    def __init__(self, *args: Any, gaps: bool, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"formats": ["docx"]})
        super().__init__(*args, **kwargs)
        named = [(name, _(FORMATS[name].name)) for name in CHOICES if name != ALWAYS]
        self.fields["formats"].choices = named  # type: ignore[attr-defined]
        if not gaps:
            del self.fields["gaps_seen"]
