"""What a reviewer types, cleaned; nothing is written here."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.asking import length
from measures.checks import NAMES
from measures.choices import Mark
from measures.forms.entry import plain
from measures.forms.planning import ThaiDateField
from measures.forms.rounds import END_OF_OFFICE, SEEN_IN_HISTORY, ClockField
from measures.workflow import MAX_TEXT
from thai.dates import BANGKOK

SEEN_BY_AGENCY = _("หน่วยงานจะเห็นข้อความนี้")


class MarkForm(forms.Form):
    """A verdict on one measure; "needs work" says why."""

    mark = forms.ChoiceField(
        choices=[(Mark.OK.value, Mark.OK.label), (Mark.NEEDS_WORK.value, Mark.NEEDS_WORK.label)],
        label=_("ผลตรวจ"),
        help_text=_("ต้องแก้ไข: หน่วยงานได้แก้เฉพาะมาตรการนี้เมื่อส่งกลับ"),
        error_messages={"required": _("โปรดเลือกผลตรวจ"), "invalid_choice": _("โปรดเลือกผลตรวจจากรายการ")},
    )
    reason = forms.CharField(required=False, strip=True, label=_("เหตุผล"), **length(MAX_TEXT, SEEN_BY_AGENCY))

    def clean_reason(self) -> str:
        return plain(self.cleaned_data["reason"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mark") == Mark.NEEDS_WORK and not data.get("reason"):
            self.add_error("reason", _("โปรดระบุเหตุผลที่ต้องแก้ไข หน่วยงานจะเห็นข้อความนี้"))
        return data


class ExtensionForm(forms.Form):
    """More time for one agency: until when, and why."""

    until_date = ThaiDateField(label=_("ขยายถึงวันที่"), help_text=_("ไม่เกิน 14 วัน เช่น 5 ตุลาคม 2570"))
    until_time = ClockField(label=_("เวลา"))
    reason = forms.CharField(
        label=_("เหตุผล"), widget=forms.Textarea(attrs={"rows": 3}), **length(MAX_TEXT, SEEN_IN_HISTORY)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"until_time": END_OF_OFFICE}} | options)
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "autocomplete": "off"}

    def clean_reason(self) -> str:
        return plain(self.cleaned_data["reason"])

    def until(self) -> dt.datetime:
        """Return the new deadline on a Thai clock."""
        return dt.datetime.combine(self.cleaned_data["until_date"], self.cleaned_data["until_time"], BANGKOK)


class WaiverForm(forms.Form):
    """A check that does not count for an agency: which, until when, and why."""

    code = forms.ChoiceField(
        label=_("การตรวจที่ยกเว้น"),
        help_text=_("คำเตือนของการตรวจนี้จะไม่นับสำหรับหน่วยงานนี้"),
        error_messages={"required": _("โปรดเลือกการตรวจ"), "invalid_choice": _("โปรดเลือกการตรวจจากรายการ")},
    )
    until = ThaiDateField(label=_("ยกเว้นถึงวันที่"), help_text=_("นับวันสุดท้ายด้วย ไม่เกินหนึ่งปี เช่น 30 กันยายน 2570"))
    reason = forms.CharField(
        label=_("เหตุผล"), widget=forms.Textarea(attrs={"rows": 3}), **length(MAX_TEXT, SEEN_BY_AGENCY)
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [("", gettext("เลือกการตรวจ")), *((code, str(name)) for code, name in NAMES.items())]
        self.fields["code"].choices = offered  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input", "autocomplete": "off"}

    def clean_reason(self) -> str:
        return plain(self.cleaned_data["reason"])
