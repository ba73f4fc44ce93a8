"""What a bundle of a round shall hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from measures.models import Round
from reports.bundles import PDF, USUAL, ZIP, Choice, offered


class BundleForm(forms.Form):
    """Which forms, as one PDF or as a ZIP, and for a ZIP in which formats."""

    codes = forms.MultipleChoiceField(
        label=_("แบบรายงานที่รวมในชุด"),
        help_text=_("เอกสารของทุกหน่วยงานในรอบนี้"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกแบบรายงานอย่างน้อยหนึ่งแบบ")},
    )
    shape = forms.ChoiceField(
        label=_("รูปแบบไฟล์"),
        help_text=_("PDF สำหรับพิมพ์ ZIP สำหรับแยกเก็บ"),
        widget=forms.RadioSelect,
        choices=[(PDF, _("PDF เล่มเดียว มีสารบัญและเลขหน้า")), (ZIP, _("ZIP แยกโฟลเดอร์ตามหน่วยงาน"))],
    )
    endings = forms.MultipleChoiceField(
        label=_("ไฟล์ใน ZIP"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")],
        help_text=_("ใช้เมื่อเลือก ZIP เท่านั้น"),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        known = offered(round_)
        usual = [one.code for one in known if one.code in USUAL]
        kwargs.setdefault("initial", {"codes": usual, "shape": PDF, "endings": ["pdf"]})
        super().__init__(*args, **kwargs)
        self.round = round_
        self.fields["codes"].choices = [(one.code, gettext(one.name)) for one in known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a format where a ZIP would be empty."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("shape") == ZIP and not data.get("endings"):
            self.add_error("endings", gettext("เลือกรูปแบบไฟล์ใน ZIP อย่างน้อยหนึ่งรูปแบบ"))
        return data

    def choice(self) -> Choice:
        """What was chosen; the form is valid."""
        data = self.cleaned_data
        endings = tuple(data["endings"]) if data["shape"] == ZIP else ("pdf",)
        return Choice(self.round.pk, tuple(data["codes"]), data["shape"], endings)
