"""What a person types for rounds, cleaned; nothing is written here."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.asking import length
from measures.choices import RoundKind
from measures.forms.entry import plain
from measures.forms.planning import ThaiDateField
from measures.workflow import MAX_TEXT
from thai.dates import BANGKOK
from thai.digits import to_arabic_digits

END_OF_OFFICE = dt.time(16, 30)
CLOCK_EXAMPLE = _("เช่น 16.30")
SEEN_IN_HISTORY = _("หน่วยงานเห็นข้อความนี้ในประวัติ")
_TIME = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})")


class ClockField(forms.Field):
    """A time of day as Thai offices write it: 16.30, 16:30, ๑๖.๓๐ น."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"help_text": CLOCK_EXAMPLE} | options)
        self.error_messages["invalid"] = format_lazy(_("ไม่เข้าใจเวลา โปรดพิมพ์{example}"), example=CLOCK_EXAMPLE)

    def to_python(self, value: Any) -> Any:
        text = to_arabic_digits(plain(value or "")).removesuffix("น.").removesuffix("น").strip()
        if not text:
            return None
        match = _TIME.fullmatch(text)
        if match is None or int(match[1]) > 23 or int(match[2]) > 59:
            raise forms.ValidationError(self.error_messages["invalid"])
        return dt.time(int(match[1]), int(match[2]))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, dt.time) else value


class RoundForm(forms.Form):
    """A new round of a plan; half-year rounds that are there are not offered again."""

    kind = forms.ChoiceField(
        label=_("รอบ"), widget=forms.RadioSelect, help_text=_("รอบครึ่งปีมีได้รอบละหนึ่งครั้งต่อแผน รอบอื่นมีกี่รอบก็ได้")
    )
    title = forms.CharField(required=False, label=_("ชื่อรอบ"), **length(120, _("เฉพาะรอบอื่น เช่น รายงานพิเศษไตรมาส 1")))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(set())
        self.fields["title"].widget.attrs["class"] = "input"

    def offer(self, taken: set[str]) -> None:
        """Show only kinds that are not there yet; what is sent may be any, planning judges it."""
        offered = [kind for kind in RoundKind if kind == RoundKind.FREE or kind not in taken]
        kinds = [(kind.value, gettext(str(kind.label))) for kind in offered]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["title"] = plain(data.get("title", ""))
        if data.get("kind") == RoundKind.FREE and not data["title"]:
            self.add_error("title", _("โปรดตั้งชื่อรอบ"))
        return data


class PostponingForm(forms.Form):
    """A later deadline of a whole round, and why."""

    due_date = ThaiDateField(label=_("กำหนดส่งใหม่"), help_text=_("เช่น 15 ตุลาคม 2570 หรือ 15/10/2570"))
    due_time = ClockField(label=_("เวลา"))
    reason = forms.CharField(
        label=_("เหตุผล"), widget=forms.Textarea(attrs={"rows": 3}), **length(MAX_TEXT, SEEN_IN_HISTORY)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"due_time": END_OF_OFFICE}} | options)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "autocomplete": "off"}

    def clean_reason(self) -> str:
        return plain(self.cleaned_data["reason"])

    def due_at(self) -> dt.datetime:
        """Return the new deadline on a Thai clock."""
        return dt.datetime.combine(self.cleaned_data["due_date"], self.cleaned_data["due_time"], BANGKOK)


class OpeningForm(forms.Form):
    """The deadline of a round: a Thai date and a time."""

    due_date = ThaiDateField(label=_("วันครบกำหนดส่ง"), help_text=_("เช่น 30 กันยายน 2570 หรือ 30/9/2570"))
    due_time = ClockField(label=_("เวลา"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"due_time": END_OF_OFFICE}} | options)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "autocomplete": "off"}

    def due_at(self) -> dt.datetime:
        """Return the deadline on a Thai clock."""
        return dt.datetime.combine(self.cleaned_data["due_date"], self.cleaned_data["due_time"], BANGKOK)
