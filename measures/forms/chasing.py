"""What a reviewer types to remind people, cleaned; nothing is written here."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.asking import at_most, too_long
from measures.chasing import LONGEST, USUAL, problem_of
from measures.forms.entry import plain
from measures.selectors.chasing import Asked
from thai.digits import to_arabic_digits

DAYS_EXAMPLE = gettext_lazy("เช่น 14, 7, 3, 1")
TOKEN = re.compile(r"[A-Za-z0-9]{16,64}")


class ReminderForm(forms.Form):
    """Whom to remind, with which words; `asked` are the reports that wait."""

    agency = forms.TypedMultipleChoiceField(
        coerce=int, label=gettext_lazy("หน่วยงาน"),
        help_text=gettext_lazy("เฉพาะหน่วยงานที่ยังมีรายงานต้องทำ"), error_messages={
            "required": gettext_lazy("โปรดเลือกหน่วยงานอย่างน้อยหนึ่งแห่ง"),
            "invalid_choice": gettext_lazy("หน่วยงานที่เลือกบางแห่งไม่มีรายงานที่ต้องทำแล้ว โปรดเลือกใหม่"),
        },
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("ข้อความเตือน"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=at_most(
            LONGEST, gettext_lazy("ใช้ {agency} แทนชื่อหน่วยงาน {deadline} แทนกำหนดส่ง {days} แทนจำนวนวันที่เหลือ")
        ),
        error_messages={"max_length": too_long(LONGEST)},
    )  # fmt: skip
    again = forms.BooleanField(
        required=False, label=gettext_lazy("เตือนซ้ำหน่วยงานที่เพิ่งเตือนไปไม่ถึง 12 ชั่วโมงด้วย"),
        help_text=gettext_lazy("ไม่เลือก หน่วยงานเหล่านั้นจะไม่ได้รับข้อความนี้"),
    )  # fmt: skip
    form = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Iterable[Asked], **options: Any) -> None:
        super().__init__(*args, **{"initial": {"text": USUAL}} | options)
        choices = [(one.agency.pk, one.agency.name) for one in asked]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["class"] = "input"

    def clean_text(self) -> str:
        """Return the words without what no keyboard types; refuse unknown blanks."""
        text = plain(self.cleaned_data["text"])
        if problem := problem_of(text):
            raise forms.ValidationError(problem)
        return text

    def clean_form(self) -> str:
        """Return the token of the form; one that we did not make is none."""
        token: str = self.cleaned_data["form"]
        return token if TOKEN.fullmatch(token) else ""


class ReminderDaysForm(forms.Form):
    """The days before the deadline: "14, 7, 3, 1", in Thai digits, too; empty for none."""

    days = forms.CharField(
        required=False, max_length=60, label=gettext_lazy("เตือนก่อนครบกำหนด (วัน)"),
        help_text=format_lazy(gettext_lazy("{example} เว้นว่างถ้าไม่ต้องการให้ระบบเตือน"), example=DAYS_EXAMPLE),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["days"].widget.attrs |= {"class": "input", "autocomplete": "off"}

    def clean_days(self) -> list[int]:
        """Return the days as numbers."""
        words = re.split(r"[\s,]+", to_arabic_digits(plain(self.cleaned_data["days"])))
        if any(word and not re.fullmatch(r"[0-9]{1,3}", word) for word in words):
            refusal = _("โปรดพิมพ์เป็นจำนวนวัน คั่นด้วยเครื่องหมายจุลภาค %(example)s")
            raise forms.ValidationError(refusal % {"example": DAYS_EXAMPLE})
        return [int(word) for word in words if word]
